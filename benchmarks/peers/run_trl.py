"""TRL: a step of its reward trainer and of its (experimental) PPO with four full models, as they come.

With bfloat16 the models are kept in fp32 and multiply in bf16, as the trainers do it with `bf16=True`."""

import tempfile
import time

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer, TrainerCallback
from trl import RewardConfig, RewardTrainer
from trl.experimental.ppo import PPOConfig, PPOTrainer

import common

PEER = "TRL"
PAIRS = 2
MINIBATCHES = 4
TRAINING = dict(use_cpu=True, gradient_checkpointing=False, report_to="none", save_strategy="no", disable_tqdm=True,
                seed=0)


class StepEnds(TrainerCallback):
    """When each step ended; the time before the first end holds the warm-up, too."""

    def __init__(self):
        self.times = []

    def on_step_end(self, *_, **__):
        self.times.append(time.perf_counter())

    def seconds(self):
        return self.times[-1] - self.times[0]


def main():
    parser = common.options(__doc__, ["preference", "ppo-full"])
    common.add_dtype(parser)
    arguments = parser.parse_args()
    torch.set_num_threads(common.THREADS)
    workload = common.Workload(arguments)
    steps = StepEnds()
    with tempfile.TemporaryDirectory() as output:
        if arguments.name == "preference":
            preference(arguments, workload, steps, output)
        else:
            ppo(arguments, workload, steps, output)


def load(kind, arguments, **more):
    return kind.from_pretrained(arguments.folder / "models" / "hf", dtype=torch.float32, **more)


def training(arguments):
    return dict(TRAINING, bf16=arguments.dtype == "bfloat16")


def tokenizer(arguments):
    return AutoTokenizer.from_pretrained(arguments.folder / "models" / "hf")


def preference(arguments, workload, steps, output):
    pairs = [{"chosen_ids": item["chosen"], "rejected_ids": item["rejected"]} for item in workload.items]
    RewardTrainer(
        model=load(AutoModelForSequenceClassification, arguments, num_labels=1),
        args=RewardConfig(output, per_device_train_batch_size=PAIRS, num_train_epochs=1, **training(arguments)),
        processing_class=tokenizer(arguments),
        train_dataset=Dataset.from_list(pairs),
        callbacks=[steps],
    ).train()
    timed = workload.items[PAIRS:]
    tokens = sum(len(item["chosen"]) + len(item["rejected"]) for item in timed)
    common.print_row(PEER, arguments.name, arguments.dtype, common.Clock(steps.seconds()), tokens)


def ppo(arguments, workload, steps, output):
    prompts = len(workload.items)
    PPOTrainer(
        args=PPOConfig(output, per_device_train_batch_size=prompts, num_mini_batches=MINIBATCHES, num_ppo_epochs=1,
                       total_episodes=2 * prompts, response_length=common.RESPONSE,
                       local_rollout_forward_batch_size=prompts, num_sample_generations=0,
                       **training(arguments)),
        processing_class=tokenizer(arguments),
        model=load(AutoModelForCausalLM, arguments),
        ref_model=load(AutoModelForCausalLM, arguments),
        reward_model=load(AutoModelForSequenceClassification, arguments, num_labels=1),
        value_model=load(AutoModelForSequenceClassification, arguments, num_labels=1),
        train_dataset=Dataset.from_list([{"input_ids": item["prompt"]} for item in workload.items]),
        callbacks=[steps],
    ).train()
    common.print_row(PEER, arguments.name, arguments.dtype, common.Clock(steps.seconds()), prompts * common.RESPONSE)


if __name__ == "__main__":
    main()
