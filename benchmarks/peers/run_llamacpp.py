"""llama.cpp: its own benchmarks for prefill and decoding, its server for critique-revision and judging."""

import json
import multiprocessing
import queue
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import common

PEER = "llama.cpp"
FORMATS = ("F16", "BF16", "F32", "Q8_0", "Q4_0")
SLOTS = 32
FORCED = 1000.0


class Server:
    """A llama.cpp server that takes token ids and gives every slot a copy of a prefix's cache."""

    def __init__(self, executable, model, slots, slot_tokens):
        self.slots = slots
        self.folder = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [executable, "-m", model, "--port", str(port), "-np", str(slots), "-c", str(slots * slot_tokens),
             "-t", str(common.THREADS), "-tb", str(common.THREADS), "--no-kv-unified", "--cache-ram", "0",
             "--slot-save-path", self.folder.name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        while self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/health")
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"llama-server ended with {self.process.returncode}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def post(self, path, body):
        request = urllib.request.Request(
            f"{self.address}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def complete(self, prompt, count, slot, **more):
        return self.post("completion", {
            "prompt": prompt, "n_predict": count, "id_slot": slot, "cache_prompt": True, "ignore_eos": True,
            "return_tokens": True, "samplers": ["top_k"], "top_k": 1, **more})

    def generate(self, prompt, count, slot):
        tokens = self.complete(prompt, count, slot)["tokens"]
        if len(tokens) != count:
            raise RuntimeError(f"{len(tokens)} tokens in place of {count}")
        return tokens

    def log_probability(self, context, answer, slot):
        """Each token is forced, for the server tells the log-probability of generated tokens only."""
        total = 0.0
        for position, token in enumerate(answer):
            told = self.complete(context + answer[:position], 1, slot, n_probs=1, logit_bias=[[token, FORCED]])
            probability = told["completion_probabilities"][0]
            if probability["id"] != token:
                raise RuntimeError(f"token {probability['id']} in place of {token}")
            total += probability["logprob"]
        return total

    def spread(self, prefix):
        """Computes a prefix once and restores its cache into every slot."""
        self.complete(prefix, 1, 0)
        self.post("slots/0?action=save", {"filename": "prefix"})
        for slot in range(1, self.slots):
            self.post(f"slots/{slot}?action=restore", {"filename": "prefix"})

    def each(self, items, work):
        """Does the work of all items, each with a slot of its own while it lasts."""
        free = queue.Queue()
        for slot in range(self.slots):
            free.put(slot)

        def with_slot(item):
            slot = free.get()
            try:
                work(item, slot)
            finally:
                free.put(slot)

        with ThreadPoolExecutor(self.slots) as pool:
            list(pool.map(with_slot, items))


def main():
    parser = common.options(__doc__, [name for name in common.FILES if name not in ("finetuning", "preference", "ppo-full")])
    parser.add_argument("--formats", default=",".join(FORMATS), help="weight formats to measure")
    arguments = parser.parse_args()
    for weights in arguments.formats.split(","):
        # A process for each format, so that the peak of memory is that format's alone.
        process = multiprocessing.Process(target=measure, args=(arguments, arguments.folder / "models" / f"{weights}.gguf"))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


def measure(arguments, model):
    if arguments.name == "prefill-512":
        prefill(arguments, model)
    elif arguments.name.startswith("decode"):
        decode(arguments, model)
    else:
        serve(arguments, model)


def output(arguments, executable, *more):
    command = [arguments.folder / "llama.cpp" / "bin" / executable, "-t", str(common.THREADS), *more]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def prefill(arguments, model):
    tokens = 512
    rows = json.loads(output(arguments, "llama-bench", "-m", model, "-p", str(tokens), "-n", "0", "-r", "3", "-o", "json"))
    common.print_row(PEER, arguments.name, model.stem, common.Clock(rows[0]["avg_ns"] / 1e9), tokens)


def decode(arguments, model):
    batch = common.batch_size(arguments.name)
    shared = arguments.name.endswith("shared")
    prompt = 1500 if shared else 128
    text = output(
        arguments, "llama-batched-bench", "-m", model, "-c", str(batch * (prompt + common.GENERATED)), "-npp", str(prompt),
        "-ntg", str(common.GENERATED), "-npl", str(batch), "--output-format", "jsonl", *(["-pps"] if shared else []))
    row = json.loads(next(line for line in text.splitlines() if line.startswith("{")))
    common.print_row(PEER, arguments.name, model.stem, common.Clock(row["t_tg"]), batch * common.GENERATED)


def serve(arguments, model):
    workload = common.Workload(arguments)
    items = workload.items
    if arguments.name == "critique-revision":
        slot_tokens = max(len(item["prompt"]) + len(item["request"]) for item in items) + 2 * common.GENERATED
        tokens = len(items) * 2 * common.GENERATED
    else:
        slot_tokens = max(
            len(item["prompt"]) + len(question) + len(answer)
            for item in items for question in common.questions(item, arguments.name) for answer in item["answers"])
        tokens = sum(len(item["prompt"]) for item in items)

    def critique_and_revise(item, slot):
        critique = server.generate(item["prompt"], common.GENERATED, slot)
        server.generate(item["prompt"] + critique + item["request"], common.GENERATED, slot)

    def judge(item, slot):
        for question in common.questions(item, arguments.name):
            for answer in item["answers"]:
                server.log_probability(item["prompt"] + question, answer, slot)

    work = critique_and_revise if arguments.name == "critique-revision" else judge
    clock = common.Clock()
    executable = arguments.folder / "llama.cpp" / "bin" / "llama-server"
    with Server(executable, model, min(SLOTS, len(items)), slot_tokens + 16) as server:
        with clock.running_once():
            server.spread(common.shared_prefix([item["prompt"] for item in items]))
        with clock.running():
            server.each(items, work)
    common.print_row(PEER, arguments.name, model.stem, clock, tokens, workload)


if __name__ == "__main__":
    main()
