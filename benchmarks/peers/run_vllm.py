"""vLLM on the CPU: all items at once, eager, with automatic prefix caching."""

import os

os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "4")

from vllm import LLM, SamplingParams

import common

PEER = "vLLM"
SEQUENCES = 64
LONGEST = 2048


def main():
    parser = common.options(__doc__, ["critique-revision", "judging-2", "judging-6"])
    common.add_dtype(parser)
    arguments = parser.parse_args()
    workload = common.Workload(arguments)
    model = LLM(
        str(arguments.folder / "models" / "hf"), dtype=arguments.dtype, enforce_eager=True,
        enable_prefix_caching=True, max_model_len=LONGEST, max_num_seqs=SEQUENCES)
    clock = common.Clock()
    if arguments.name == "critique-revision":
        tokens = len(workload.items) * 2 * common.GENERATED
        critique_and_revise(model, workload.items, clock)
    else:
        tokens = sum(len(item["prompt"]) for item in workload.items)
        with clock.running():
            judge(model, workload.items, arguments.name)
    common.print_row(PEER, arguments.name, arguments.dtype, clock, tokens, workload)


def complete(model, prompts, parameters):
    results = model.generate([{"prompt_token_ids": prompt} for prompt in prompts], parameters, use_tqdm=False)
    return [result.outputs[0] for result in results]


def critique_and_revise(model, items, clock):
    parameters = SamplingParams(max_tokens=common.GENERATED, ignore_eos=True, temperature=0, detokenize=False)
    # The first prompt alone computes the prefix that the others then find in the cache.
    with clock.running_once():
        complete(model, [common.shared_prefix([item["prompt"] for item in items])], SamplingParams(max_tokens=1, detokenize=False))
    prompts = [item["prompt"] for item in items]
    with clock.running():
        critiques = complete(model, prompts, parameters)
        complete(model, [item["prompt"] + list(critique.token_ids) + item["request"]
                         for item, critique in zip(items, critiques)], parameters)


def judge(model, items, name):
    """Each token is forced: asked for a prompt's log-probabilities, vLLM would compute all of it anew."""
    contexts = [(item["prompt"] + question, answer)
                for item in items for question in common.questions(item, name) for answer in item["answers"]]
    prompts, parameters = [], []
    for context, answer in contexts:
        for position, token in enumerate(answer):
            prompts.append(context + answer[:position])
            parameters.append(SamplingParams(
                max_tokens=1, allowed_token_ids=[token], logprobs=0, detokenize=False, ignore_eos=True))
    complete(model, prompts, parameters)


if __name__ == "__main__":
    main()
