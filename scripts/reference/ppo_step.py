"""Writes reference values of two steps of PPO, RLOO and GRPO on the tiny model, as README.md describes.

Each step follows the papers' definitions in float64. In the second step the policy differs from the initial one, so
that the KL is not zero, and in the second update of each step the ratio differs from one.
"""

import copy
import json
import random

import torch
import transformers

from make_tiny import ROOT

OUT = ROOT / "pipeline/src/test/resources/cai/reinforcement/golden-updates.json"
SEED = 11
GROUP = 2
EPOCHS = 2
SETTINGS = {
    "temperature": 0.8, "learningRate": 2e-3, "valueLearningRate": 5e-2, "warmupSteps": 2, "clipRange": 0.2, "valueClipRange": 0.2,
    "klCoefficient": 0.1, "discount": 0.95, "lambda": 0.9, "clipGradientNorm": 1.0, "longest": 8,
}
BETAS, EPSILON = (0.9, 0.95), 1e-5
PROMPTS = [5, 9, 14]
ANSWERS = [[6, 3, 8, 1, 5, 7], [2, 8, 4, 4, 7, 1]]
REWARDS = [[1.5, -0.5, 0.25, 2.0, -1.0, 0.75], [0.5, 1.0, -1.25, 0.0, 3.0, -0.25]]


def rollouts(vocabulary):
    """For each step the ids of answers, two to each prompt, and their rewards."""
    generator = random.Random(SEED)
    for lengths, rewards in zip(ANSWERS, REWARDS):
        prompts = [[generator.randrange(4, vocabulary) for _ in range(length)] for length in PROMPTS]
        yield [
            {"ids": prompts[i // GROUP] + [generator.randrange(4, vocabulary) for _ in range(length)], "promptLength": PROMPTS[i // GROUP],
             "reward": reward}
            for i, (length, reward) in enumerate(zip(lengths, rewards))
        ]


def read(model, rollout):
    """Log-probabilities of the answer's tokens at the temperature, and the states that predict them."""
    ids = torch.tensor([rollout["ids"]])
    out = model(ids, output_hidden_states=True)
    places = slice(rollout["promptLength"] - 1, ids.shape[1] - 1)
    logits = out.logits[0, places] / SETTINGS["temperature"]
    chosen = ids[0, rollout["promptLength"]:]
    # The last of the hidden states has been through the final norm.
    return torch.log_softmax(logits, -1).gather(1, chosen[:, None])[:, 0], out.hidden_states[-1][0, places]


class Critic:
    """A linear value head, zero at first, on states whose gradient goes no further."""

    def __init__(self, width):
        self.weight = torch.zeros(width + 1, dtype=torch.float64, requires_grad=True)

    def __call__(self, states):
        return states.detach() @ self.weight[:-1] + self.weight[-1]


def whitened(parts):
    every = torch.cat(parts)
    return [(part - every.mean()) / (every.var(unbiased=False) + 1e-8).sqrt() for part in parts]


def generalised(old, initial, values, rewards):
    """Generalised advantage estimation; the KL penalty at each token, the reward at the last."""
    advantages, returns = [], []
    for one, start, value, reward in zip(old, initial, values, rewards):
        token = -SETTINGS["klCoefficient"] * (one - start)
        token[-1] += reward
        after, running, own = 0.0, 0.0, torch.zeros_like(one)
        for t in reversed(range(len(one))):
            running = token[t] + SETTINGS["discount"] * after - value[t] + SETTINGS["discount"] * SETTINGS["lambda"] * running
            own[t], after = running, value[t]
        advantages.append(own)
        returns.append(own + value)
    return whitened(advantages), returns


def leave_one_out(old, initial, rewards):
    """The reward with the answer's KL penalty, less the mean of the other answers to the prompt."""
    earned = [reward - SETTINGS["klCoefficient"] * (one - start).sum() for reward, one, start in zip(rewards, old, initial)]
    advantages = []
    for i, one in enumerate(old):
        first = i // GROUP * GROUP
        others = [earned[j] for j in range(first, first + GROUP) if j != i]
        advantages.append(torch.full_like(one, earned[i] - sum(others) / len(others)))
    return advantages


def group_relative(old, rewards):
    """The reward less the mean of all answers to the prompt, without a division by their deviation."""
    means = [sum(rewards[i // GROUP * GROUP : i // GROUP * GROUP + GROUP]) / GROUP for i in range(len(old))]
    return [torch.full_like(one, reward - mean) for one, reward, mean in zip(old, rewards, means)]


def policy_loss(method, now, old, initial, advantage):
    """Sum over tokens of the clipped loss; GRPO adds the KL, estimated by k3."""
    ratio = (now - old).exp()
    clipped = ratio.clamp(1 - SETTINGS["clipRange"], 1 + SETTINGS["clipRange"])
    loss = -torch.minimum(ratio * advantage, clipped * advantage).sum()
    if method == "group":
        apart = initial - now
        loss = loss + SETTINGS["klCoefficient"] * (apart.exp() - 1 - apart).sum()
    return loss


def value_loss(now, old, target):
    near = old + (now - old).clamp(-SETTINGS["valueClipRange"], SETTINGS["valueClipRange"])
    return 0.5 * torch.maximum((now - target) ** 2, (near - target) ** 2).sum()


def updated(method, model, critic, optimisers, batch, known, number):
    """One update on all answers of a step; gives the losses per token and the length of the mean gradient."""
    old, initial, values, advantages, returns = known
    tokens = sum(len(one) for one in old)
    divisor = tokens if method == "gae" else len(batch) * SETTINGS["longest"]
    of_policy = of_values = torch.zeros((), dtype=torch.float64)
    for i, rollout in enumerate(batch):
        now, states = read(model, rollout)
        of_policy = of_policy + policy_loss(method, now, old[i], initial[i], advantages[i])
        if method == "gae":
            of_values = of_values + value_loss(critic(states), values[i], returns[i])
    for optimiser in optimisers:
        optimiser.zero_grad()
    (of_policy / divisor).backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), SETTINGS["clipGradientNorm"]).item()
    rate = SETTINGS["learningRate"] * min(1, (number + 1) / (SETTINGS["warmupSteps"] + 1))
    optimisers[0].param_groups[0]["lr"] = rate
    optimisers[0].step()
    if method == "gae":
        (of_values / tokens).backward()
        optimisers[1].step()
    return {"policyLoss": of_policy.item() / tokens, "valueLoss": of_values.item() / tokens, "gradientNorm": norm}


def numbers(parts):
    return [[round(value, 8) for value in part.tolist()] for part in parts]


def trained(method, initial_model, steps):
    """The two steps of one method."""
    model = copy.deepcopy(initial_model).requires_grad_(True)
    critic = Critic(model.config.hidden_size)
    usual = {"betas": BETAS, "eps": EPSILON, "weight_decay": 0.0}
    optimisers = [torch.optim.AdamW(model.parameters(), lr=1.0, **usual), torch.optim.AdamW([critic.weight], lr=SETTINGS["valueLearningRate"], **usual)]
    number = 0
    for batch in steps:
        with torch.no_grad():
            old, states = zip(*(read(model, one) for one in batch))
            initial = [read(initial_model, one)[0] for one in batch]
            values = [critic(one) for one in states]
        rewards = [one["reward"] for one in batch]
        returns = values
        if method == "gae":
            advantages, returns = generalised(old, initial, values, rewards)
        elif method == "leave-one-out":
            advantages = leave_one_out(old, initial, rewards)
        else:
            advantages = group_relative(old, rewards)
        updates = []
        for _ in range(EPOCHS):
            updates.append(updated(method, model, critic, optimisers, batch, (old, initial, values, advantages, returns), number))
            number += 1
        with torch.no_grad():
            after = [read(model, one)[0] for one in batch]
        yield {
            "advantages": method, "rollouts": batch, "before": numbers(old), "initial": numbers(initial), "values": numbers(values),
            "estimates": numbers(advantages), "returns": numbers(returns), "updates": updates, "after": numbers(after),
        }


def main():
    initial_model = transformers.AutoModelForCausalLM.from_pretrained(ROOT / "models/tiny-random", dtype=torch.float64, attn_implementation="eager")
    initial_model.eval().requires_grad_(False)
    steps = list(rollouts(initial_model.config.vocab_size))
    lines = [json.dumps(step) for method in ("gae", "leave-one-out", "group") for step in trained(method, initial_model, steps)]
    head = {"format": "reference-updates/1", "versions": {m.__name__: m.__version__ for m in (torch, transformers)}, "settings": SETTINGS}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(head)[:-1] + ',\n"steps":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
