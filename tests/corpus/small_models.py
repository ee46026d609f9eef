"""Small sentence models, made on the spot: every Han character and English letter is a token."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

DIMENSIONS = 64


def letters(texts):
    """Return the tokens of the texts, the padding and the unknown one first."""
    return ["[PAD]", "[UNK]", *sorted(set("".join(texts)))]


def table(tokens, seed=5):
    """Return a vector a token: nothing for padding and unknown ones, else at random."""
    vectors = np.random.default_rng(seed).normal(size=(len(tokens), DIMENSIONS))
    vectors[:2] = 0
    return vectors.astype(np.float32)


def write_static(folder: Path, texts, vectors=None):
    """Write a folder as model2vec saves it."""
    tokens = _tokenizer(folder, texts)
    save_file({"embeddings": _given(vectors, tokens)}, folder / "model.safetensors")
    (folder / "config.json").write_text('{"normalize": true}')
    return folder


def write_graph(folder: Path, texts, vectors=None):
    """Write a folder as a transformer is exported, with one layer: the table of tokens."""
    tokens = _tokenizer(folder, texts)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "small",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [
            helper.make_tensor_value_info(
                "last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", DIMENSIONS]
            )
        ],
        [numpy_helper.from_array(_given(vectors, tokens), "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, folder / "model.onnx")
    return folder


def _given(vectors, tokens):
    return table(tokens) if vectors is None else vectors


def _tokenizer(folder: Path, texts):
    folder.mkdir(parents=True, exist_ok=True)
    tokens = letters(texts)
    tokenizer = Tokenizer(WordLevel({t: i for i, t in enumerate(tokens)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Split(Regex(r"."), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokens
