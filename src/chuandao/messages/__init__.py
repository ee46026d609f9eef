"""One catalogue of messages: code and parameters in, words in the user's language out."""

from chuandao.messages.languages import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    is_known,
    language_of,
    to_traditional,
)
from chuandao.messages.render import codes, has, render

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "codes",
    "has",
    "is_known",
    "language_of",
    "render",
    "to_traditional",
]
