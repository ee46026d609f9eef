"""Models of meaning that the user supplies as a folder: sentences in, vectors out.

Nothing is fetched: a folder holds everything, and its packages are the optional extra
``semantic``. Every figure of chuandao can be computed without.
"""

from chuandao.sources.models.folder import SentenceModel, load_model

__all__ = ["SentenceModel", "load_model"]
