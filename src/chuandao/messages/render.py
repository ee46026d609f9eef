"""Messages by code, from one Babel catalogue: a folder a language, a file a room of the product."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from chuandao.messages.languages import LANGUAGES


def render(code: str, language: str = "en", /, **parameters: object) -> str:
    """Return the message of a code in a language, its parameters filled in.

    Parameters
    ----------
    code : str
        A key of the catalogue, e.g. ``unknown_unit`` or ``unknown_unit.hint``.
    language : str
        One of ``LANGUAGES``.
    **parameters
        What the message's ``{places}`` name; more than it names is no fault.

    Raises
    ------
    KeyError
        A code or parameter the catalogue does not have: a fault of ours, not of the user.

    Examples
    --------
    >>> render("place.row", "en", row=12)
    'row 12'
    >>> render("place.row", "zh-Hans", row=12)
    '第12行'
    """
    return _catalogue(language)[code].format_map(parameters)


def has(code: str) -> bool:
    """Return whether the catalogue has a message of this code."""
    return code in _catalogue("en")


def codes() -> tuple[str, ...]:
    """Return every code of the catalogue, sorted."""
    return tuple(sorted(_catalogue("en")))


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        raise KeyError(language)
    folder = resources.files("chuandao.messages").joinpath(language)
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".po")), key=lambda f: f.name
    )
    return {code: words for file in files for code, words in _messages_of(file, language)}


def _messages_of(file: Traversable, language: str) -> list[tuple[str, str]]:
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language.replace("-", "_"))
    return [(str(message.id), str(message.string)) for message in catalogue if message.id]
