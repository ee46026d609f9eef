"""A folder with a sentence model: which kind it is, and the model loaded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chuandao.errors import Place, UsageError

Vectors = NDArray[np.float32]
_GRAPHS = ("model.onnx", "onnx/model.onnx")
_TABLES = ("model.safetensors", "embeddings.safetensors")
_WANTED = "tokenizer.json"


class Encoder(Protocol):
    """What turns texts into vectors, one row each, not yet of length 1."""

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return an array (texts, dimensions)."""


@dataclass(frozen=True)
class SentenceModel:
    """A sentence model at hand.

    Attributes
    ----------
    name : str
        The name of its folder.
    digest : str
        The first twelve hexadecimal digits of the hash of its weights: which model it was.
    encoder : callable
        Texts to an array (texts, dimensions).
    """

    name: str
    digest: str
    encoder: Encoder = field(repr=False)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the texts, float32 (texts, dimensions), each of length 1.

        A text without any token of the model has the vector 0, which is like nothing.
        """
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        found = np.asarray(self.encoder(texts), dtype=np.float32)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(length > 0, length, 1), dtype=np.float32)


def load_model(folder: str | Path) -> SentenceModel:
    """Return the sentence model of a folder.

    Two kinds are taken, told apart by what the folder holds, beside ``tokenizer.json``:

    - a transformer as ONNX, ``model.onnx`` or ``onnx/model.onnx``, as sentence-transformers and
      optimum export it (pooling as ``1_Pooling/config.json`` says, else the mean over tokens);
    - a table of static vectors, ``model.safetensors`` of model2vec.

    Raises
    ------
    UsageError
        ``model_folder_missing``, ``model_folder_unknown`` (it holds neither kind),
        ``model_package_missing`` (the extra ``semantic`` is not installed),
        ``model_unreadable`` (with what the library said).

    Examples
    --------
    >>> load_model("no-such-folder")
    Traceback (most recent call last):
    ...
    chuandao.errors.UsageError: no-such-folder: there is no such folder of a model.
    """
    path = Path(folder)
    if not path.is_dir():
        raise UsageError("model_folder_missing", Place(str(folder)))
    graph, table = _first(path, _GRAPHS), _first(path, _TABLES)
    if not (path / _WANTED).is_file() or not (graph or table):
        held = "、".join(sorted(one.name for one in path.iterdir())[:8])
        raise UsageError("model_folder_unknown", Place(str(folder)), held=held or "–")
    try:
        encoder = _encoder(path, graph)
    except ImportError as error:
        package = error.name or str(error)
        raise UsageError("model_package_missing", Place(str(folder)), package=package) from error
    except Exception as error:  # whatever the libraries raise on a broken file
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UsageError("model_unreadable", Place(str(folder)), said=said) from error
    return SentenceModel(path.resolve().name, _digest(graph or table), encoder)


def _first(folder: Path, names: Sequence[str]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _encoder(folder: Path, graph: Path | None) -> Encoder:
    if graph:
        from chuandao.sources.models.graph import graph_encoder

        return graph_encoder(folder, graph)
    from chuandao.sources.models.static import static_encoder

    return static_encoder(folder)


def _digest(weights: Path | None) -> str:
    digest = sha256()
    if weights:
        with weights.open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()[:12]
