"""The mappings that come with the product, for the exports that most offices have."""

from functools import cache
from importlib import resources

from chuandao.sources.exports.mapping import ExportMapping, mapping_of


@cache
def ready_mappings() -> tuple[ExportMapping, ...]:
    """Return the ready mappings, those that ask for most headings first.

    Examples
    --------
    >>> "督查台账" in [one.name for one in ready_mappings()]
    True
    """
    folder = resources.files("chuandao.catalog").joinpath("exports")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    found = [mapping_of(file.read_text("utf-8"), file.name) for file in files]
    return tuple(sorted(found, key=lambda one: (-len(one.recognise), one.name)))


def ready_text(file: str) -> str:
    """Return a ready mapping as its file has it."""
    return resources.files("chuandao.catalog").joinpath("exports", file).read_text("utf-8")
