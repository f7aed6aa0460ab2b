"""Writes reference values of a model, computed by transformers in fp32, as README.md describes."""

import argparse
import json
import pathlib
import random

import tokenizers
import torch
import transformers
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 7
TEXT_TOKENS = 200
NEW_TOKENS = 64
HELPFUL_FILES = ("helpful.jsonl", "few-shots/responses.yaml")

STRINGS = [
    "", " ", "  ", "\n", "\n\n", "\t", " \n \n", "a", " a", "Hello", "Hello, world!", " leading and trailing ", "two  spaces   three",
    "    indented\n        more", "tabs\tand\t\ttabs", "line\r\nbreak\rcarriage", "Don't you'll we've I'M HE'S it's", "can’t “quote” – dash…",
    "0", "12", "123", "1234567890", "3.14159 and 1,000,000.00", "x1y22z333", "²³ ½ Ⅷ ٣٤٥ १२३", "2026-01-01T00:00:00Z",
    "🙂", "👩‍👩‍👧‍👦 family", "🏳️‍🌈🇩🇪", "emoji🙂inside", "你好,世界", "日本語のテキスト。", "한국어 문장", "Привет, мир!", "مرحبا بالعالم", "שלום", "ไทย",
    "naïve café résumé", "e\u0301 decomposed", "ﬁ ligature \u00a0nbsp\u2003em\u200bzero", "Ünïcödé ß ẞ", "\u0000\u0001\u007f", "\ufeffmark",
    "def f(x):\n    return x**2  # square\n", "for (int i = 0; i < n; ++i) { sum += a[i]; }", "<html><body class=\"x\">&amp;</body></html>",
    "{\"key\": [1, 2.5e-3, null]}", "SELECT * FROM t WHERE a != 'b';", "C:\\path\\to\\file.txt", "https://example.org/?q=a+b&c=%20#frag",
    "!!!???...", "----====____", "$$ \\int_0^1 x^2\\,dx $$", "{{ braces }} {% raw %} {# note #}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "snake_case camelCase PascalCase",
    "\n\nHuman: Hi\n\nAssistant: Hello", "<|endoftext|>", "<|im_start|>user\nHi<|im_end|>\n", "a<|im_end|>b <|im_start|> c", "<|im_end", "< |im_end|>",
    "<s>[INST] hi [/INST]</s>", "<|eot_id|><|begin_of_text|>", "word\n", "word \nnext", "word  \n\n  next", "\u2028line\u2029paragraph",
]

CHATS = [
    [{"role": "user", "content": "Hi there"}],
    [{"role": "user", "content": "  spaces around  \n"}],
    [{"role": "user", "content": ""}],
    [{"role": "system", "content": "You answer briefly."}, {"role": "user", "content": "Why is the sky blue?"}],
    [{"role": "user", "content": "One?"}, {"role": "assistant", "content": "Two."}, {"role": "user", "content": "Three?"}],
    [{"role": "system", "content": ""}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}],
    [{"role": "user", "content": "{{ 7 * 7 }} {% if x %} {# c #} {{ messages }} {%- endif %} ${x} #{y}"}],
    [{"role": "user", "content": "<b>&amp; \"quotes\" 'single' \\n \\ backslash</b>"}],
    [{"role": "user", "content": "emoji 🙂 日本語\n\n\n```python\nprint('x')\n```\n"}],
]


def load(path):
    """Model and tokenizer of a GGUF file or a Hugging Face folder."""
    source = {"pretrained_model_name_or_path": str(path)}
    if path.is_file():
        source = {"pretrained_model_name_or_path": str(path.parent), "gguf_file": path.name}
    tokenizer = transformers.AutoTokenizer.from_pretrained(**source)
    if path.is_file():  # SmolLM2's; transformers forgets that it takes digits (and ½, Ⅷ) one by one when it reads a GGUF file
        tokenizer.backend_tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence(
            [tokenizers.pre_tokenizers.Digits(individual_digits=True), tokenizer.backend_tokenizer.pre_tokenizer]
        )
    model = transformers.AutoModelForCausalLM.from_pretrained(**source, dtype=torch.float32, attn_implementation="eager")
    return tokenizer, model.eval()


def sentences(prompts):
    """The texts of the helpful prompts and the worked answers."""
    for name in HELPFUL_FILES:
        text = (prompts / name).read_text(encoding="utf-8")
        if name.endswith(".jsonl"):
            yield from (json.loads(line)["text"] for line in text.splitlines() if line.strip())
        else:
            yield from (item["response"] for item in yaml.safe_load(text))


def encode(tokenizer, text):
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def long_texts(tokenizer, pool, count):
    """Seeded joins of sentences, cut to about TEXT_TOKENS tokens."""
    generator = random.Random(SEED)
    for _ in range(count):
        text = ""
        while len(encode(tokenizer, text)) < TEXT_TOKENS:
            text += (" " if text else "") + generator.choice(pool)
        yield tokenizer.decode(encode(tokenizer, text)[:TEXT_TOKENS], clean_up_tokenization_spaces=False).rstrip("\ufffd")


def scored(tokenizer, model, text):
    ids = encode(tokenizer, text)
    logits = model(torch.tensor([ids])).logits[0].double()
    logps = torch.log_softmax(logits[:-1], -1).gather(1, torch.tensor(ids[1:]).unsqueeze(1)).squeeze(1)
    return {"text": text, "ids": ids, "logProbabilities": [round(value, 6) for value in logps.tolist()]}


def greedy(tokenizer, model, prompt):
    ids = encode(tokenizer, prompt)
    step, cache, continuation, margin = torch.tensor([ids]), None, [], float("inf")
    for _ in range(NEW_TOKENS):
        out = model(step, past_key_values=cache, use_cache=True)
        cache = out.past_key_values
        best = out.logits[0, -1].topk(2)
        margin = min(margin, (best.values[0] - best.values[1]).item())
        continuation.append(best.indices[0].item())
        step = best.indices[:1].unsqueeze(0)
    return {"prompt": prompt, "ids": ids, "continuation": continuation, "smallestMargin": round(margin, 6)}


def greedy_prompts(tokenizer, pool, count):
    """Every second prompt in the chat template, the others as plain text."""
    chosen = random.Random(SEED + 1).sample(pool, count)
    for number, text in enumerate(chosen):
        chat = [{"role": "user", "content": text}]
        yield text if number % 2 else tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)


def tokens(tokenizer):
    for text in STRINGS:
        ids = encode(tokenizer, text)
        decoded = tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        yield {"text": text, "ids": ids, "decoded": decoded}


def chats(tokenizer):
    for messages in CHATS:
        for opened in (False, True):
            text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=opened)
            yield {"messages": messages, "openAnswer": opened, "text": text}


def write(path, fields):
    """One item a line, so that a changed value shows as one changed line."""
    parts = []
    for name, value in fields.items():
        if isinstance(value, list):
            items = ",\n".join(json.dumps(item, ensure_ascii=True, separators=(",", ":")) for item in value)
            parts.append(f'"{name}":[\n{items}\n]')
        else:
            parts.append(f'"{name}":{json.dumps(value)}')
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--source", type=pathlib.Path, default=ROOT / "prompts", help="folder of the project's prompts")
    parser.add_argument("--name", help="name of the model in the file; default: its file or folder name")
    parser.add_argument("--texts", type=int, default=50)
    parser.add_argument("--prompts", type=int, default=50)
    arguments = parser.parse_args()
    tokenizer, model = load(arguments.model)
    pool = list(sentences(arguments.source))
    with torch.no_grad():
        fields = {
            "format": "reference-values/1",
            "model": arguments.name or arguments.model.stem,
            "versions": {m.__name__: m.__version__ for m in (torch, transformers, tokenizers)},
            "tokens": list(tokens(tokenizer)),
            "chats": list(chats(tokenizer)),
            "texts": [scored(tokenizer, model, text) for text in long_texts(tokenizer, pool, arguments.texts)],
            "greedy": [greedy(tokenizer, model, text) for text in greedy_prompts(tokenizer, pool, arguments.prompts)],
        }
    write(arguments.out, fields)


if __name__ == "__main__":
    main()
