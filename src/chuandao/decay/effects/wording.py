"""Remedies as messages name them, in the words of each language."""

from typing import Any

from chuandao.catalog.knowledge import remedies
from chuandao.catalog.words import in_languages


def remedy_words(remedy: str) -> dict[str, Any]:
    """Return the parameters ``remedy_en``, ``remedy_zh_hans`` … of a message.

    A remedy of the office's own stands as it was given.

    Examples
    --------
    >>> remedy_words("training")["remedy_zh_hant"], remedy_words("晨会")["remedy_en"]
    ('骨幹培訓', '晨会')
    """
    found = remedies().get(remedy)
    return in_languages("remedy", lambda language: found.label(language) if found else remedy)
