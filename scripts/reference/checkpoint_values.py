"""Writes reference values of stored numbers and rotary frequencies, as README.md describes."""

import json

import gguf
import numpy as np
import torch
import transformers
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

from make_tiny import ROOT

SEED = 5
BLOCKS = 3
# Half-precision scales of each type's blocks, by their place.
HALVES = {
    "Q8_0": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2],
    "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0],
}


def blocks():
    """Blocks of random bytes with scales of a usual size, and what gguf reads from them: bits of fp32."""
    generator = np.random.default_rng(SEED)
    for name, places in HALVES.items():
        kind = gguf.GGMLQuantizationType[name]
        size = gguf.GGML_QUANT_SIZES[kind][1]
        stored = generator.integers(0, 256, (BLOCKS, size), np.uint8)
        for place in places:
            scales = generator.normal(0, 0.02, BLOCKS).astype(np.float16)
            stored[:, place : place + 2] = scales.view(np.uint8).reshape(BLOCKS, 2)
        values = gguf.quants.dequantize(stored, kind).astype(np.float32)
        yield {"type": name, "bytes": stored.tobytes().hex(), "bits": values.reshape(-1).view(np.int32).tolist()}


LLAMA_3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0}
ROPES = {
    "plain": {},
    "other theta": {"rope_theta": 500.0},
    "no theta": {"rope_theta": None, "rope_parameters": {"rope_type": "default"}},
    "theta in rope_parameters": {"rope_parameters": {"rope_type": "default", "rope_theta": 5000.0}},
    "empty rope_scaling": {"rope_scaling": {}, "rope_parameters": {"rope_type": "default", "rope_theta": 5000.0}},
    "linear": {"rope_scaling": {"type": "linear", "factor": 4.0}},
    "linear by its newer name": {"rope_scaling": {"rope_type": "linear", "factor": 4}},
    "linear by one": {"rope_scaling": {"type": "linear", "factor": 1.0}},
    "linear below one": {"rope_scaling": {"type": "linear", "factor": 0.5}},
    "linear in rope_parameters": {"rope_parameters": {"rope_type": "linear", "factor": 2.5, "rope_theta": 500.0}},
    "linear with theta": {"rope_scaling": {"type": "linear", "factor": 4.0, "rope_theta": 500.0}},
    "both places": {"rope_scaling": {"type": "linear", "factor": 4.0}, "rope_parameters": {"rope_type": "default", "rope_theta": 5000.0}},
    "both names": {"rope_scaling": {"rope_type": "default", "type": "linear", "factor": 4.0}},
    "default with a factor": {"rope_scaling": {"type": "default", "factor": 4.0}},
    "dynamic": {"rope_scaling": {"type": "dynamic", "factor": 4.0}},
    "yarn by one": {"rope_scaling": {"type": "yarn", "factor": 1.0, "original_max_position_embeddings": 256}},
    "llama3": {"rope_scaling": {**LLAMA_3, "original_max_position_embeddings": 32}},
    "llama3 in rope_parameters": {"rope_parameters": {**LLAMA_3, "rope_theta": 500.0, "original_max_position_embeddings": 32}},
    "llama3 without its length": {"rope_scaling": LLAMA_3},
    "llama3 with its length outside": {"rope_scaling": {**LLAMA_3, "original_max_position_embeddings": 128}, "original_max_position_embeddings": 32},
}


def ropes():
    """Rotary frequencies of a head of 8 numbers, for contexts of up to 256 tokens."""
    for name, changes in ROPES.items():
        config = {"model_type": "llama", "hidden_size": 32, "num_attention_heads": 4, "max_position_embeddings": 256, "rope_theta": 10000.0}
        config = {key: value for key, value in (config | changes).items() if value is not None}
        parsed = transformers.LlamaConfig.from_dict(json.loads(json.dumps(config)))
        embedding = LlamaRotaryEmbedding(parsed)
        embedding(torch.zeros(1, 1), torch.arange(256)[None])
        assert embedding.attention_scaling == 1
        yield {"name": name, "config": config, "frequencies": [float(value) for value in embedding.inv_freq]}


def main():
    folder = ROOT / "model" / "src" / "test" / "resources" / "checkpoint"
    folder.mkdir(parents=True, exist_ok=True)
    versions = {"transformers": transformers.__version__, "torch": torch.__version__.split("+")[0], "numpy": np.__version__}
    for name, rows in (("quantised-blocks", blocks()), ("ropes", ropes())):
        text = ",\n".join(json.dumps(row) for row in rows)
        head = json.dumps({"format": "checkpoint-values/1", "versions": versions})[:-1]
        (folder / f"{name}.json").write_text(f'{head}, "values": [\n{text}\n]}}\n', encoding="ascii")


if __name__ == "__main__":
    main()
