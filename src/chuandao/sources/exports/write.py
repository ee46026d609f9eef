"""A mapping written as TOML, with remarks where something is left to be filled in."""

from collections.abc import Iterable, Mapping

from chuandao.sources.exports.learn import Learned, Open
from chuandao.sources.exports.mapping import Fill, Into


def mapping_text(learned: Learned) -> str:
    """Return a mapping as the text of its file; reading it back gives the same mapping.

    Notes
    -----
    A word left open stands with an empty value, and the nearest known one as a remark: a
    guess is never written as if it were known.
    """
    mapping = learned.mapping
    lines = [f"name = {quoted(mapping.name)}"]
    about = {key: getattr(mapping, key) for key in ("about_en", "about_zh")}
    lines += [f"{key} = {quoted(words)}" for key, words in about.items() if words]
    lines.append(f"recognise = {listed(mapping.recognise)}")
    for at, into in enumerate(mapping.into):
        left = [one for one in learned.open if one.into == at]
        missing = [name for table, name in learned.missing if table == into.table]
        lines += ["", *_into(into, left, missing)]
    return "\n".join(lines) + "\n"


def quoted(word: str) -> str:
    r"""Return a word as TOML writes it.

    Examples
    --------
    >>> print(quoted('a"b'))
    "a\"b"
    """
    import json

    return json.dumps(word, ensure_ascii=False)


def listed(words: Iterable[str]) -> str:
    """Return words as a TOML list."""
    return f"[{', '.join(map(quoted, words))}]"


def _into(into: Into, left: list[Open], missing: list[str]) -> Iterable[str]:
    yield "[[into]]"
    yield f"table = {quoted(into.table)}"
    if into.need:
        yield f"need = {listed(into.need)}"
    for key in ("keep", "skip"):
        held: Mapping[str, tuple[str, ...]] = getattr(into, key)
        if held:
            pairs = ", ".join(f"{quoted(name)} = {listed(words)}" for name, words in held.items())
            yield f"{key} = {{ {pairs} }}"
    if into.share:
        share = into.share
        among = f", among = {listed(share.among)}" if share.among else ""
        yield f"share = {{ of = {quoted(share.of)}, counts = {listed(share.counts)}{among} }}"
    if into.spread:
        parts = [f"{key} = {quoted(getattr(into.spread, key))}" for key in _SPREAD]
        yield f"spread = {{ {', '.join(parts)} }}"
    if into.count:
        yield "count = true"
    if into.completes:
        yield f"completes = {quoted(into.completes)}"
    yield "[into.columns]"
    asked = {one.column for one in left}
    yield from (f"{name} = {_fill(f)}" for name, f in into.columns.items() if name not in asked)
    yield from (f"# {name} = " for name in missing)
    for one in left:
        yield from _open(one, into.columns[one.column])


_SPREAD = ("headings", "into", "value")


def _fill(fill: Fill) -> str:
    parts = list(_parts(fill))
    plain = len(parts) == 1 and len(fill.headings) == 1
    if plain:
        return quoted(fill.headings[0])
    if fill.words:
        pairs = ", ".join(f"{quoted(word)} = {quoted(value)}" for word, value in fill.words.items())
        parts.append(f"words = {{ {pairs} }}")
        return f"{{ {', '.join(parts)} }}"
    return f"{{ {', '.join(parts)} }}"


def _parts(fill: Fill) -> Iterable[str]:
    if fill.headings:
        one = len(fill.headings) == 1
        yield f"heading = {quoted(fill.headings[0]) if one else listed(fill.headings)}"
    for key in ("join", "constant", "since", "until", "grain", "caption"):
        if getattr(fill, key):
            yield f"{key} = {quoted(getattr(fill, key))}"
    for key in ("cut", "contains"):
        if getattr(fill, key):
            yield f"{key} = {listed(getattr(fill, key))}"
    if fill.split:
        yield "split = true"
    if fill.times is not None:
        yield f"times = {fill.times:g}"


def _open(one: Open, fill: Fill) -> Iterable[str]:
    """Write a column whose words are left to be filled in, a line a word."""
    yield ""
    yield f"[into.columns.{one.column}]"
    yield from _parts(fill)
    yield f"[into.columns.{one.column}.words]"
    for word, value in fill.words.items():
        near = one.words.get(word, "")
        remark = f"  # {near}?" if near and not value else ""
        yield f"{quoted(word)} = {quoted(value)}{remark}"
