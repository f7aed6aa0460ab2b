"""What every peer's runner shares: its options, the workload, the clock, and the row it prints."""

import argparse
import json
import os
import resource
import time
from contextlib import contextmanager
from pathlib import Path

FILES = {
    "prefill-512": "prefill",
    "decode-1": "decode",
    "decode-8": "decode",
    "decode-32": "decode",
    "decode-64": "decode",
    "decode-64-shared": "decode-shared",
    "critique-revision": "critique-revision",
    "judging-2": "judging",
    "judging-6": "judging",
    "finetuning": "training",
    "preference": "preference",
    "ppo-full": "ppo",
}
GENERATED = 64
RESPONSE = 48
THREADS = os.cpu_count()


def options(description, names):
    """The parser every runner starts from: a name, where the files lie, and how many items to take."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("name", choices=names)
    parser.add_argument("--workload", type=Path, required=True, help="folder of the workload's files")
    parser.add_argument("--folder", type=Path, required=True, help="folder that `prepare` filled")
    parser.add_argument("--items", type=int, help="take only the first ITEMS items")
    return parser


def add_dtype(parser):
    parser.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"], help="in which numbers models multiply")


def batch_size(name):
    """The number of sequences of a decode-N or decode-N-shared."""
    return int(name.split("-")[1])


class Workload:
    """The items of one name, all of them or the first few."""

    def __init__(self, arguments):
        lines = (arguments.workload / f"{FILES[arguments.name]}.jsonl").read_text().splitlines()
        self.of_items = len(lines)
        self.items = [json.loads(line) for line in lines[: arguments.items]]


def shared_prefix(prompts):
    """The tokens that all prompts start with."""
    return os.path.commonprefix(prompts)


def questions(item, name):
    """What follows the prompt in each judgement: nothing, or the questions one after the other."""
    return item["questions"] if name == "judging-6" else [[]]


class Clock:
    def __init__(self, seconds=0.0):
        self.seconds = seconds
        self.once = 0.0  # of these: work that is done once, however many items there are

    @contextmanager
    def running(self):
        start = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - start

    @contextmanager
    def running_once(self):
        before = self.seconds
        with self.running():
            yield
        self.once += self.seconds - before


def peak_memory():
    """The largest resident set of this process or of any process it waited for, in bytes."""
    return 1024 * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def print_row(peer, name, variant, clock, tokens, workload=None):
    """Prints a measurement; of the first few items, seconds are stretched to all of them."""
    seconds = clock.seconds
    row = {
        "peer": peer,
        "name": name,
        "variant": variant,
        "seconds": seconds,
        "tokensPerSecond": tokens / seconds,
        "peakMemoryBytes": peak_memory(),
    }
    if workload and len(workload.items) < workload.of_items:
        row["seconds"] = clock.once + (seconds - clock.once) * workload.of_items / len(workload.items)
        row["measuredItems"] = len(workload.items)
    print(json.dumps(row), flush=True)
