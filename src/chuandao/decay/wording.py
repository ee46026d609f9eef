"""Causes and sources as messages name them, in the words of each language."""

from collections.abc import Iterable
from typing import Any

from chuandao.catalog.values import values
from chuandao.catalog.words import in_languages


def cause_words(cause: str) -> dict[str, Any]:
    """Return the parameters ``cause_en``, ``cause_zh_hans`` … of a message.

    Examples
    --------
    >>> cause_words("resources")["cause_zh_hans"]
    '资源匹配'
    """
    return {**in_languages("cause", lambda language: values("cause").label(cause, language))}


def source_words(name: str, sources: Iterable[str]) -> dict[str, Any]:
    """Return the parameters ``<name>_en`` … that list sources.

    Examples
    --------
    >>> source_words("sources", ["inspection", "self_report"])["sources_en"]
    'Inspection, Self-report'
    """
    listed = list(sources)

    def words(language: str) -> str:
        labels = [values("evidence_source").label(source, language) for source in listed]
        return ("、" if language.startswith("zh") else ", ").join(labels)

    return {**in_languages(name, words)}
