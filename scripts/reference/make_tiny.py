"""Makes models/tiny-random: a Llama of 4 layers with random weights and a byte-level BPE trained on the project's prompts."""

import argparse
import json
import pathlib

import torch
import yaml
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20251
STD = 0.1
VOCABULARY = 1024
END_OF_TEXT, START, END, PAD = "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|pad|>"
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def strings(value):
    """All strings below a JSON or YAML value, in order; keys and ids are not text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("id", "kind", "split", "aim"):
                yield from strings(item)


def corpus(prompts):
    for file in sorted(prompts.rglob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield from strings(json.loads(line))
    for file in sorted(prompts.rglob("*.yaml")):
        yield from strings(yaml.safe_load(file.read_text(encoding="utf-8")))


def train_tokenizer(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END_OF_TEXT, START, END, PAD],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=START, eos_token=END, pad_token=PAD, unk_token=END_OF_TEXT,
        model_max_length=4096, clean_up_tokenization_spaces=False,
    )


def random_model(tokenizer):
    model = LlamaForCausalLM(
        LlamaConfig(
            num_hidden_layers=4, hidden_size=64, num_attention_heads=4, num_key_value_heads=2, head_dim=16, intermediate_size=128,
            vocab_size=len(tokenizer), max_position_embeddings=4096, rms_norm_eps=1e-5, rope_theta=10000.0,
            tie_word_embeddings=True, bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, weight in sorted(model.named_parameters()):
            mean = 1.0 if "norm" in name else 0.0  # norm weights vary too, so that a test notices when they are left out
            weight.copy_(torch.normal(mean, STD, weight.shape, generator=generator))
    return model.to(torch.bfloat16)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=pathlib.Path, default=ROOT / "prompts")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "models" / "tiny-random")
    arguments = parser.parse_args()
    tokenizer = train_tokenizer(list(corpus(arguments.prompts)))
    tokenizer.chat_template = CHAT_TEMPLATE
    random_model(tokenizer).save_pretrained(arguments.out)
    tokenizer.save_pretrained(arguments.out)
    settings = arguments.out / "tokenizer_config.json"  # the template in both places where programs look for it
    values = json.loads(settings.read_text(encoding="utf-8")) | {"chat_template": CHAT_TEMPLATE}
    settings.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
