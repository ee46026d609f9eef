"""A table of static vectors (model2vec): the vector of a text is the mean over its tokens."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chuandao.sources.models.folder import Encoder, Vectors


def static_encoder(folder: Path) -> Encoder:
    """Return the encoder of a folder of model2vec (Tulkens & van Dongen 2024)."""
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder)

    def encode(texts: Sequence[str]) -> Vectors:
        found = model.encode(list(texts), use_multiprocessing=False)
        return np.asarray(found, dtype=np.float32)

    return encode
