"""transformers on PyTorch: plain generation, generation and scoring on a prebuilt prefix cache, tuned training loops."""

import copy
import statistics
import time

import torch
from torch.nn import functional
from transformers import AutoModelForCausalLM, DynamicCache

import common

PEER = "transformers"
RECOMPUTED_BATCH = 8
CACHED_BATCH = 16
TRAINING_BATCH = 4
LOSS_CHUNK = 256


def main():
    parser = common.options(__doc__, [name for name in common.FILES if name != "ppo-full"])
    common.add_dtype(parser)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(common.THREADS)
    workload = common.Workload(arguments)
    if arguments.name in ("finetuning", "preference"):
        if arguments.dtype == "bfloat16":
            train(arguments, load(arguments, "float32"), workload, "fp32 weights")
        train(arguments, load(arguments, arguments.dtype), workload)
        return
    model = load(arguments, arguments.dtype)
    with torch.inference_mode():
        if arguments.name == "prefill-512":
            prefill(arguments, model, workload)
        elif arguments.name.startswith("decode"):
            decode(arguments, model, workload)
        elif arguments.name == "critique-revision":
            critique_and_revise(arguments, model, workload)
        else:
            judge(arguments, model, workload)


def load(arguments, dtype):
    return AutoModelForCausalLM.from_pretrained(arguments.folder / "models" / "hf", dtype=getattr(torch, dtype))


def variant(arguments, text=""):
    return " ".join(filter(None, [arguments.dtype, text]))


class Batch:
    """Sequences that grow together. Each turn is padded on its left, so that its last token is the last column."""

    def __init__(self, model, size, prefix=None):
        self.model = model
        tokens = prefix.get_seq_length() if prefix else 0
        self.cache = DynamicCache(config=model.config)
        if prefix:
            self.cache = copy.deepcopy(prefix)
            self.cache.batch_repeat_interleave(size)
        self.mask = torch.ones(size, tokens, dtype=torch.long)

    def feed(self, turns, keep=1):
        """Appends a turn to each sequence and returns the logits of the last `keep` columns."""
        width = max(map(len, turns))
        ids = torch.tensor([[0] * (width - len(turn)) + turn for turn in turns])
        mask = torch.tensor([[0] * (width - len(turn)) + [1] * len(turn) for turn in turns])
        return self.feed_columns(ids, mask, keep)

    def feed_columns(self, ids, mask, keep=1):
        positions = self.mask.sum(1, keepdim=True) + mask.cumsum(1) - 1
        self.mask = torch.cat([self.mask, mask], 1)
        return self.model(
            ids, attention_mask=None if self.mask.all() else self.mask, position_ids=positions.clamp(min=0),
            past_key_values=self.cache, logits_to_keep=keep).logits

    def generate(self, logits, count):
        """Appends `count` greedy tokens to each sequence, the end of text being a token like others."""
        one = torch.ones(len(logits), 1, dtype=torch.long)
        for _ in range(count):
            logits = self.feed_columns(logits[:, -1:].argmax(-1), one)

    def forget(self, columns):
        """Drops the last columns again."""
        if columns:
            self.mask = self.mask[:, :-columns]
            self.cache.crop(-columns)

    def log_probabilities(self, logits, answers):
        """The log-probability of each sequence's answer after what was fed, which stays as it was."""
        fed = max(map(len, answers)) - 1
        if fed:
            logits = torch.cat([logits, self.feed([answer[:-1] for answer in answers], fed)], 1)
        self.forget(fed)
        chosen = torch.tensor(answers).unsqueeze(-1)
        return logits.log_softmax(-1).gather(-1, chosen).sum((1, 2))


def prefix_cache(model, prefix):
    cache = DynamicCache(config=model.config)
    model(torch.tensor([prefix]), past_key_values=cache, logits_to_keep=1)
    return cache


def groups(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def prefill(arguments, model, workload):
    ids = torch.tensor([workload.items[0]["prompt"]])
    model(ids, logits_to_keep=1)
    times = []
    for _ in range(3):
        clock = common.Clock()
        with clock.running():
            model(ids, logits_to_keep=1)
        times.append(clock.seconds)
    common.print_row(PEER, arguments.name, variant(arguments), common.Clock(statistics.median(times)), ids.numel())


def decode(arguments, model, workload):
    """Only the decoding counts; sequences on a shared prefix are decoded in groups that memory holds."""
    size = common.batch_size(arguments.name)
    prompts = [item["prompt"] for item in workload.items[:size]]
    shared = arguments.name.endswith("shared")
    prefix = common.shared_prefix(prompts) if shared else []
    cache = prefix_cache(model, prefix) if shared else None
    clock = common.Clock()
    for group in groups(prompts, CACHED_BATCH if shared else size):
        batch = Batch(model, len(group), cache)
        logits = batch.feed([prompt[len(prefix) :] for prompt in group])
        with clock.running():
            batch.generate(logits, common.GENERATED)
    common.print_row(PEER, arguments.name, variant(arguments), clock, len(prompts) * common.GENERATED)


def critique_and_revise(arguments, model, workload):
    prefix = common.shared_prefix([item["prompt"] for item in workload.items])
    for text, shared, size in (("prefix cached", prefix, CACHED_BATCH), ("prefix recomputed", [], RECOMPUTED_BATCH)):
        clock = common.Clock()
        with clock.running_once():
            cache = prefix_cache(model, shared) if shared else None
        with clock.running():
            for group in groups(workload.items, size):
                batch = Batch(model, len(group), cache)
                for turns in ([item["prompt"][len(shared) :] for item in group], [item["request"] for item in group]):
                    batch.generate(batch.feed(turns), common.GENERATED)
        tokens = len(workload.items) * 2 * common.GENERATED
        common.print_row(PEER, arguments.name, variant(arguments, text), clock, tokens, workload)


def judge(arguments, model, workload):
    prompts = [item["prompt"] for item in workload.items]
    prefix = common.shared_prefix(prompts)
    clock = common.Clock()
    with clock.running_once():
        cache = prefix_cache(model, prefix)
    with clock.running():
        for group in groups(workload.items, CACHED_BATCH):
            batch = Batch(model, len(group), cache)
            asked = [common.questions(item, arguments.name) for item in group]
            logits = batch.feed([item["prompt"][len(prefix) :] for item in group])
            for turns in zip(*asked):
                width = max(map(len, turns))
                after = batch.feed(list(turns)) if width else logits
                for answers in zip(*(item["answers"] for item in group)):
                    batch.log_probabilities(after, list(answers))
                batch.forget(width)
    common.print_row(PEER, arguments.name, variant(arguments), clock, sum(map(len, prompts)), workload)


def train(arguments, model, workload, weights=""):
    """Steps of the same size; the first one is not timed. Weights in fp32 are rounded to bf16 at use (autocast)."""
    model.train()
    score = torch.nn.Linear(model.config.hidden_size, 1, dtype=model.dtype)
    if arguments.name == "finetuning":
        batches = [torch.tensor([item["ids"] for item in group]) for group in groups(workload.items, TRAINING_BATCH)]
        backward = lambda batch: next_token_backward(model, batch)
    else:
        pairs = groups(workload.items, TRAINING_BATCH // 2)
        batches = [torch.tensor([item[side] for side in ("chosen", "rejected") for item in group]) for group in pairs]
        backward = lambda batch: pairwise_backward(model, score, batch)
    parameters = [*model.parameters(), *score.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=1e-5, fused=True)
    clock = common.Clock()
    for step, batch in enumerate(batches):
        start = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=bool(weights)):
            backward(batch)
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        if step:
            clock.seconds += time.perf_counter() - start
    tokens = sum(batch.numel() for batch in batches[1:])
    common.print_row(PEER, arguments.name, variant(arguments, weights), clock, tokens)


def next_token_backward(model, ids):
    """The logits exist for a chunk of tokens only: its gradient is taken before the next chunk's are computed."""
    hidden = model.model(ids, use_cache=False).last_hidden_state
    inputs = hidden.detach()[:, :-1].flatten(0, 1).requires_grad_()
    targets = ids[:, 1:].flatten()
    for some, their_targets in zip(inputs.split(LOSS_CHUNK), targets.split(LOSS_CHUNK)):
        loss = functional.cross_entropy(model.lm_head(some), their_targets, reduction="sum") / len(targets)
        loss.backward()
    hidden[:, :-1].backward(inputs.grad.view_as(hidden[:, :-1]))


def pairwise_backward(model, score, ids):
    chosen, rejected = score(model.model(ids, use_cache=False).last_hidden_state[:, -1]).chunk(2)
    (-functional.logsigmoid(chosen - rejected).mean()).backward()


if __name__ == "__main__":
    main()
