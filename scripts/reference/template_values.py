"""Writes what `transformers` makes of idioms and chat templates of Jinja, as README.md describes."""

import argparse
import datetime
import itertools
import json
import pathlib

import jinja2
import transformers
import transformers.utils.chat_template_utils as chat_template_utils

from make_tiny import ROOT
from template_families import CONVERSATIONS, FAMILIES
from template_idioms import IDIOMS, VARIABLES

SPECIAL = {"bos_token": "<s>", "eos_token": "</s>"}


class FixedDate(datetime.datetime):
    """The day on which strftime_now stands still in the Java program too."""

    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26)


def outcome(render):
    """A text, or what the template said of itself, or the kind of error."""
    try:
        return {"text": render()}
    except Exception as error:
        raised = type(error) is jinja2.exceptions.TemplateError
        return {"raised": str(error)} if raised else {"error": type(error).__name__}


def idioms():
    for about, templates in IDIOMS.items():
        for template in templates:
            render = lambda: chat_template_utils._compile_jinja_template(template).render(**VARIABLES)
            yield {"about": about, "template": template} | outcome(render)


def chats():
    for name, template in FAMILIES.items():
        for number, open_answer in itertools.product(range(len(CONVERSATIONS)), (False, True)):
            messages = [{"role": role, "content": content} for role, content in CONVERSATIONS[number]]
            render = lambda: chat_template_utils.render_jinja_template(
                [messages], chat_template=template, add_generation_prompt=open_answer, **SPECIAL
            )[0][0]
            yield {"family": name, "conversation": number, "openAnswer": open_answer} | outcome(render)


def write(path, fields):
    versions = {module.__name__: module.__version__ for module in (transformers, jinja2)}
    parts = []
    for name, value in ({"format": "template-values/1", "versions": versions} | fields).items():
        if isinstance(value, list):
            value = "[\n" + ",\n".join(json.dumps(one) for one in value) + "\n]"
        else:
            value = json.dumps(value)
        parts.append(json.dumps(name) + ": " + value)
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="ascii")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "model" / "src" / "test" / "resources" / "jinja")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    chat_template_utils.datetime = FixedDate
    write(arguments.out / "idioms.json", {"variables": VARIABLES, "idioms": list(idioms())})
    conversations = [[{"role": role, "content": content} for role, content in turns] for turns in CONVERSATIONS]
    write(arguments.out / "families.json", {"templates": FAMILIES, "conversations": conversations, "chats": list(chats())})


if __name__ == "__main__":
    main()
