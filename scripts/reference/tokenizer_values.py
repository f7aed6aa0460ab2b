"""Writes reference values of tokenizers and chat templates, as README.md describes."""

import argparse
import datetime
import io
import itertools
import json
import pathlib
import random

import jinja2
import sentencepiece
import tokenizers
import transformers
import transformers.utils.chat_template_utils as chat_template_utils
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from make_tiny import ROOT, corpus
from reference import CHATS, STRINGS

SEED = 11
VOCABULARY = 600
FEW = 330
LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SPECIAL = {"gpt-2": ["<|endoftext|>"], "llama-bpe": ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"]}

PARTS = [
    "a", "b", " ", "  ", "\n", "\r\n", "\t", "1", "23", "4567", "🙂", "👩‍👩‍👧‍👦", "日", "本語", "é", "e\u0301", "\u0000", "\u0007", "\u200b", "\ufeff", "<|im_end|>",
    "<|eot_id|>", "<|endoftext|>", "<s>", "</s>", "<unk>", "<|", "|>", "'s", "'LL", "²", "½", "Ⅷ", "٣", "ß", "İ", "ı", "क्षि", "ไทย", "\u2028", "\u00a0", "\u3000",
    "\U0010ffff", "\ufffd", "\ue000", "{{", "%}", "-", "...", "--", "==", "word", "The", " quick", "/", "\\", "<0x0A>", "▁", "ﬁ", "가", "\u0300\u0301\u0302", "\x7f", "\x85",
]


def texts():
    """Hostile texts: each kind of trouble alone, then at random together."""
    generator = random.Random(SEED)
    yield from STRINGS
    yield from (" " * n for n in range(3, 12))
    yield from ("1" * n for n in range(1, 9))
    yield "\n" * 5
    yield "x" * 300
    yield "🙂" * 40
    for _ in range(120):
        yield "".join(generator.choice(PARTS) for _ in range(generator.randint(1, 16)))
    for _ in range(30):
        points = (generator.randrange(0x110000) for _ in range(8))
        yield "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000)


def byte_level(cut, lines):
    """A small byte-level BPE that cuts text as GPT-2 or Llama 3 do, and its GGUF metadata."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=cut == "llama-bpe"))
    if cut == "gpt-2":
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    else:
        split = pre_tokenizers.Split(Regex(LLAMA_3), behavior="isolated", invert=False)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    special = SPECIAL[cut]
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=special, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(lines, trainer)
    if cut == "llama-bpe":
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{special[0]} $A", pair=f"{special[0]} $A {special[0]}:1 $B:1", special_tokens=[(special[0], 0)]
        )
    parsed = json.loads(tokenizer.to_str())
    tokens = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    gguf = {
        "model": "gpt2", "pre": cut, "tokens": tokens, "types": [3 if t in special else 1 for t in tokens],
        "merges": [" ".join(pair) for pair in parsed["model"]["merges"]], "scores": [], "begin": 0, "end": len(special) - 1,
    }
    values = []
    for text in texts():
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        values.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=True)})
    return {"tokenizer": parsed, "gguf": gguf, "texts": values}


def sentence_piece(lines):
    """A small SentencePiece BPE made as Llama 2's, its GGUF metadata, and what SentencePiece itself says."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=VOCABULARY, model_type="bpe", byte_fallback=True, num_threads=1,
        normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=True, split_digits=True,
        allow_whitespace_only_pieces=True, character_coverage=0.99, minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    size = processor.vocab_size()

    def kind(i):
        return 2 if processor.is_unknown(i) else 3 if processor.is_control(i) else 6 if processor.is_byte(i) else 1

    gguf = {
        "model": "llama", "pre": None, "tokens": [processor.id_to_piece(i) for i in range(size)], "types": [kind(i) for i in range(size)],
        "merges": [], "scores": [processor.get_score(i) for i in range(size)], "begin": 1, "end": 2, "unknown": 0,
    }
    special = {"<unk>": 0, "<s>": 1, "</s>": 2}
    values = []
    for text in texts():
        ids, decoded = [], []
        for part in split(text, special):
            own = [special[part]] if part in special else processor.encode(part)
            ids += own
            decoded += [] if part in special else own
        values.append({"text": text, "ids": ids, "decoded": processor.decode(decoded)})
    return {"gguf": gguf, "texts": values}


def split(text, special):
    """The text cut before and after each special token; SentencePiece alone takes their names for text."""
    parts, rest = [], text
    while rest:
        found = sorted((rest.find(token), token) for token in special if token in rest)
        if not found:
            return parts + [rest]
        at, token = found[0]
        parts += [part for part in (rest[:at], token) if part]
        rest = rest[at + len(token):]
    return parts


SPACE = "\u2581"
TOKENS = ["<unk>", "<s>", "</s>", "<|a|>"]
BEFORE = ["", "Human: is water wet\n\nAssistant:", "a\n", "<|a|>", "x<|a|>", "<|a|>\n", "<s>", "word", "🙂", "- ", "</s> ", "b<|a|>  "]
AFTER = ["", " yes water", "yes", "\n\nno", "yes</s>", " yes <|a|> no <|a|>no", "🙂", "  two", "</s>", "</s> and", " </s>x", "é ", "<|a|>\n"]


def beginnings():
    """Ways of a tokenizer to treat the beginning of a text: (name, normalizer, pre-tokenizer)."""
    spaces = normalizers.Replace(" ", SPACE)
    yield "prepend", normalizers.Sequence([normalizers.Prepend(SPACE), spaces]), None
    yield "prepend-alone", normalizers.Prepend(SPACE), pre_tokenizers.Metaspace(prepend_scheme="never")
    for scheme in ("always", "first", "never"):
        yield f"metaspace-{scheme}", None, pre_tokenizers.Metaspace(prepend_scheme=scheme)
    yield "metaspace-in-sequence", None, pre_tokenizers.Sequence([pre_tokenizers.Digits(), pre_tokenizers.Metaspace(prepend_scheme="always")])
    yield "strip-left", normalizers.Strip(left=True, right=False), pre_tokenizers.Metaspace(prepend_scheme="never")
    yield "byte-level-prefix", None, pre_tokenizers.ByteLevel(add_prefix_space=True)
    yield "byte-level", None, pre_tokenizers.ByteLevel(add_prefix_space=False)


def continuations(lines):
    """What a text becomes behind another one, wherever the whole text's ids begin with those of the text before."""
    for name, normalizer, pre_tokenizer in beginnings():
        tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
        byte_level = name.startswith("byte-level")
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False) if byte_level else pre_tokenizers.Metaspace()
        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet()) if byte_level else ["\n", "🙂", "é"]
        trainer = trainers.BpeTrainer(vocab_size=FEW, special_tokens=TOKENS, initial_alphabet=alphabet, show_progress=False)
        tokenizer.train_from_iterator(lines, trainer)
        tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre_tokenizer
        pairs = []
        for before, text in itertools.product(BEFORE, AFTER):
            first = tokenizer.encode(before, add_special_tokens=False).ids
            whole = tokenizer.encode(before + text, add_special_tokens=False).ids
            if whole[: len(first)] == first:
                pairs.append({"before": before, "text": text, "ids": whole[len(first):]})
        yield {"name": name, "tokenizer": json.loads(tokenizer.to_str()), "pairs": pairs}


MORE_CHATS = [
    [{"role": "user", "content": "\u00a0nbsp and \u2003em\u3000"}, {"role": "assistant", "content": "\u0001control\u0000\u001f"}],
    [{"role": "system", "content": "5"}, {"role": "user", "content": "7"}, {"role": "assistant", "content": "3"}],
    [{"role": "user", "content": "x?"}, {"role": "assistant", "content": "<think>a</think>\n\nb"}, {"role": "user", "content": "{% raw %}x{% endraw %} {{"}],
    [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
    [{"role": "assistant", "content": "first"}],
    [{"role": "system", "content": " s "}, {"role": "user", "content": "[INST] <<SYS>> </s><|eot_id|><|im_end|>"}],
]

# Written for these tests after the constructs that the templates of the Llama family use.
TEMPLATES = {
    "chatml": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nBe kind.<|im_end|>\n' }}"
    "{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "instructions": "{% if messages[0]['role'] == 'system' %}{% set turns = messages[1:] %}{% set system = messages[0]['content'] %}"
    "{% else %}{% set turns = messages %}{% set system = none %}{% endif %}{% for turn in turns %}"
    "{% if (turn['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('user and assistant have to take turns') }}{% endif %}"
    "{% if loop.index0 == 0 and system is not none %}{% set text = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + turn['content'] %}"
    "{% else %}{% set text = turn['content'] %}{% endif %}{% if turn['role'] == 'user' %}{{ bos_token + '[INST] ' + text.strip() + ' [/INST]' }}"
    "{% elif turn['role'] == 'assistant' %}{{ ' '  + text.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    "headers": "{% for message in messages %}{% set text = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim "
    "+ '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set text = bos_token + text %}{% endif %}{{ text }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
    "dated": """{{- bos_token }}
{%- if not date is defined %}
    {%- if strftime_now is defined %}
        {%- set date = strftime_now("%d %b %Y") %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- A comment between blocks. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "[system]\\n\\n" }}
{%- if tools is not none %}
    {{- "with tools" }}
{%- endif %}
{{- "Today: " + date + "\\n\\n" }}
{{- system_message }}
{%- for message in messages %}
    {%- if not (message.role == 'tool' or 'tool_calls' in message) %}
        {{- '[' + message['role'] + ']\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '[assistant]\\n\\n' }}
{%- endif %}
""",
    "lines": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n"
    "{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% else %}\n"
    "{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n"
    "   {% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}\n\n",
    "namespace": """{%- set ns = namespace(system='', first=true) -%}
{%- for message in messages -%}
  {%- if message.role == 'system' -%}{%- set ns.system = ns.system ~ message.content -%}
  {%- else -%}
    {%- if ns.first and ns.system -%}{{- '[S]' + ns.system.strip() + '[/S]\\n' -}}{%- set ns.first = false -%}{%- endif -%}
    {{- '### ' ~ message.role.capitalize() ~ ':\\n' ~ (message.content if message.content is string else 'none') ~ '\\n' -}}
    {%- if message.content.startswith('x') or message.content.endswith('?') -%}{{- '!' -}}{%- endif -%}
    {%- if '</think>' in message.content -%}{{- message.content.split('</think>')[-1].lstrip('\\n') -}}{%- endif -%}
  {%- endif -%}
{%- endfor -%}
{% for m in messages %}
  {% if loop.last %}
    last {{ loop.length }} {{ messages | length }} {{ messages[-1]['content'] | trim | upper }}
  {% endif %}
{% endfor %}
{%- if add_generation_prompt %}{{ '### Assistant:\\n' }}{% endif %}

""",
    "macro": """{%- macro turn(m, last) %}
{{- '<' + m.role + '>' }}
{% generation %}
{{ m.content | trim }}
{% endgeneration %}
{{- '</' + m.role + '>' }}
{%- if last %}{{ eos_token }}{% endif %}
{%- endmacro %}
{%- for m in messages %}{% if m.role == 'system' %}{% continue %}{% endif %}{{ turn(m, loop.last) }}
{% endfor %}""",
}


class FixedDate(datetime.datetime):
    """The day on which strftime_now stands still in the Java program too."""

    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26)


def chats():
    chat_template_utils.datetime = FixedDate
    for name, template in TEMPLATES.items():
        for messages, open_answer in itertools.product(CHATS + MORE_CHATS, (False, True)):
            try:
                rendered, _ = chat_template_utils.render_jinja_template(
                    [messages], chat_template=template, add_generation_prompt=open_answer, bos_token="<s>", eos_token="</s>"
                )
                outcome = {"text": rendered[0]}
            except jinja2.exceptions.TemplateError as error:
                outcome = {"error": str(error)}
            yield {"template": name, "messages": messages, "openAnswer": open_answer} | outcome


def write(path, fields):
    versions = {module.__name__: module.__version__ for module in (transformers, tokenizers, sentencepiece, jinja2)}
    lines = [json.dumps(name) + ": " + json.dumps(value) for name, value in ({"format": "tokenizer-values/1", "versions": versions} | fields).items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="ascii")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=pathlib.Path, default=ROOT / "prompts")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "model" / "src" / "test" / "resources" / "tokenizer")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    lines = list(corpus(arguments.prompts))
    for cut in ("gpt-2", "llama-bpe"):
        write(arguments.out / f"{cut}.json", byte_level(cut, lines))
    write(arguments.out / "continuations.json", {"kinds": list(continuations(lines))})
    write(arguments.out / "sentence-piece.json", sentence_piece(lines))
    write(arguments.out / "chats.json", {"templates": TEMPLATES, "chats": list(chats())})


if __name__ == "__main__":
    main()
