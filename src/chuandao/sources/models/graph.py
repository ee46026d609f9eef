"""A transformer as ONNX: tokens in, vectors of tokens out, pooled to one a text.

References
----------
Reimers, N., & Gurevych, I. (2019). Sentence-BERT: Sentence embeddings using Siamese BERT-networks.
EMNLP, 3982-3992 (pooling).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from chuandao.sources.models.folder import Encoder, Vectors

_BATCH = 32
_LONGEST = 512  # tokens, where the folder names no limit
_TOKENS = 3  # dimensions of an output that holds a vector a token


@dataclass(frozen=True)
class _Graph:
    session: Any
    tokenizer: Any
    by_first: bool

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Encode texts of like length together; each text's vector is its own."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        found = np.concatenate([self._batch([texts[at] for at in batch]) for batch in batches])
        placed = np.empty_like(found)
        placed[order] = found
        return placed

    def _batch(self, texts: Sequence[str]) -> Vectors:
        tokens = self.tokenizer.encode_batch(list(texts))
        seen = np.array([one.attention_mask for one in tokens], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in tokens], dtype=np.int64),
            "attention_mask": seen,
            "token_type_ids": np.array([one.type_ids for one in tokens], dtype=np.int64),
        }
        asked = {one.name for one in self.session.get_inputs()}
        outputs = self.session.run(None, {k: v for k, v in given.items() if k in asked})
        return self._pooled(self._chosen(outputs), seen)

    def _chosen(self, outputs: Sequence[Any]) -> Any:
        """Return the sentence's own vector where the graph gives one, else those of the tokens."""
        names = [one.name for one in self.session.get_outputs()]
        return outputs[names.index("sentence_embedding") if "sentence_embedding" in names else 0]

    def _pooled(self, output: Any, seen: Any) -> Vectors:
        if output.ndim < _TOKENS:
            return np.asarray(output, dtype=np.float32)
        if self.by_first:
            return np.asarray(output[:, 0], dtype=np.float32)
        weight = seen[:, :, None].astype(np.float32)
        return np.asarray((output * weight).sum(axis=1) / weight.sum(axis=1), dtype=np.float32)


def graph_encoder(folder: Path, graph: Path) -> Encoder:
    """Return the encoder of a transformer; one thread, so that a text has one vector."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(max_length=_longest(folder))
    if tokenizer.padding is None:
        tokenizer.enable_padding()
    else:
        tokenizer.enable_padding(**{**tokenizer.padding, "length": None})
    pooling = _settings(folder / "1_Pooling" / "config.json")
    return _Graph(session, tokenizer, bool(pooling.get("pooling_mode_cls_token")))


def _longest(folder: Path) -> int:
    own = _settings(folder / "sentence_bert_config.json").get("max_seq_length")
    given = own or _settings(folder / "config.json").get("max_position_embeddings") or _LONGEST
    return int(given)


def _settings(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
