"""The settings of a case, from ``case.toml``: its name, mandate, sources and weights."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chuandao.catalog.values import values
from chuandao.catalog.words import in_languages
from chuandao.errors import Place, Problem, Severity
from chuandao.sources.events.mapping import KEYS

FILE = "case.toml"
_ZONE = "Asia/Shanghai"
_KEYS = ("name", "time_zone", "mandate", "sources", "weights", "designs", "event_log")
_MANDATE = ("basis", "approver", "objects", "period")
_SOURCE = ("source", "anchor", "reliability")
_NEAR = 60


@dataclass(frozen=True)
class Mandate:
    """On what authority the checkup is made: 依據、批准人、對象範圍、時段."""

    basis: str = ""
    approver: str = ""
    objects: str = ""
    period: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not stated."""
        return tuple(part for part in _MANDATE if not getattr(self, part))


@dataclass(frozen=True)
class Source:
    """A source of evidence: whether the level rests on it, and how far it is trusted (0–1)."""

    source: str
    anchor: bool = False
    reliability: float | None = None


@dataclass(frozen=True)
class Settings:
    """The settings of a case."""

    name: str = ""
    time_zone: str = _ZONE
    mandate: Mandate = Mandate()
    sources: tuple[Source, ...] = ()
    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    designs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    event_log: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def anchors(self) -> tuple[str, ...]:
        """The sources on which the level rests."""
        return tuple(source.source for source in self.sources if source.anchor)


def read_settings(folder: Path) -> tuple[Settings, list[Problem]]:
    """Return the settings of a case folder, and what was found wrong with them.

    A folder without ``case.toml`` has the default settings; what cannot be understood is
    left at its default, and said.
    """
    path = folder / FILE
    if not path.is_file():
        return Settings(name=folder.name), [Problem("settings_absent", "note", Place(FILE))]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return Settings(name=folder.name), [Problem("settings_encoding", "error", Place(FILE))]
    return parse_settings(text, folder.name)


def settings_of(cells: Iterable[tuple[str, str]], name: str) -> tuple[Settings, list[Problem]]:
    """Return the settings that two columns of a workbook's sheet give, key and value.

    Parameters
    ----------
    cells : pairs of str
        The keys of ``case.toml`` with dots: ``mandate.basis``; ``sources.<source>`` with the
        word ``anchor`` (or 基准) or a reliability; ``weights.<task>`` with a number;
        ``designs.<remedy>`` with how its order of units was settled; ``event_log.<column>`` with
        the attribute of the logs that becomes it.
    name : str
        The case's name where none is given.

    Examples
    --------
    >>> settings, _ = settings_of([("mandate.basis", "计划"), ("sources.审计", "基准")], "x")
    >>> settings.mandate.basis, settings.anchors
    ('计划', ('audit',))
    """
    sections = ("mandate", "weights", "designs", "event_log")
    given: dict[str, Any] = {**{section: {} for section in sections}, "sources": []}
    for key, value in cells:
        section, _, rest = key.strip().partition(".")
        if section == "sources":
            given["sources"].append({"source": rest, **_source_of(value)})
        elif section in sections and rest:
            given[section][rest] = _number_of(value) if section == "weights" else value
        else:
            given[section] = value
    return _settings_of(given, name, "")


def _source_of(value: str) -> dict[str, Any]:
    if value.strip() in {"anchor", "基准", "基準"}:
        return {"anchor": True}
    return {"reliability": _number_of(value)} if value.strip() else {}


def _number_of(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def parse_settings(text: str, name: str = "") -> tuple[Settings, list[Problem]]:
    r"""Return the settings that TOML text gives, and what was found wrong with it.

    Examples
    --------
    >>> settings, problems = parse_settings('name = "清河"\ntime_zon = "UTC"')
    >>> settings.name, [problem.code for problem in problems]
    ('清河', ['setting_unknown_near'])
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(name=name), [_not_toml(error)]
    return _settings_of(given, name, text)


def _settings_of(given: Mapping[str, Any], name: str, text: str) -> tuple[Settings, list[Problem]]:
    problems = list(_unknown(given, _KEYS, "", text))
    settings = Settings(
        name=_text(given, "name", name, problems, text),
        time_zone=_zone(given, problems, text),
        mandate=_mandate(given.get("mandate", {}), problems, text),
        sources=_sources(given.get("sources", []), problems, text),
        weights=_weights(given.get("weights", {}), problems, text),
        designs=_designs(given.get("designs", {}), problems, text),
        event_log=_event_log(given.get("event_log", {}), problems, text),
    )
    return settings, problems


def _not_toml(error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (found[1], found[2]) if found else (0, 0)
    what = re.sub(r"\s*\(at .*\)$", "", str(error))
    return _problem(
        "settings_not_toml" if found else "settings_not_toml_end",
        "error",
        int(line),
        {"line": line, "column": column, "what": what},
    )


def _problem(code: str, severity: Severity, line: int, parameters: Mapping[str, object]) -> Problem:
    return Problem(code, severity, Place(FILE, row=line), dict(parameters))


def _line_of(text: str, key: str) -> int:
    """Return the line in which a key first stands; 0 where it is written in an unusual way."""
    found = re.search(rf"^\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|\.)", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 + found[0].count("\n") if found else 0


def _unknown(
    given: Mapping[str, Any], known: Iterable[str], within: str, text: str
) -> Iterable[Problem]:
    from rapidfuzz import process

    for key in given:
        if key in known:
            continue
        near = process.extractOne(key, list(known), score_cutoff=_NEAR)
        nearest = str(near[0]) if near else ""
        parameters = {"key": within + key, "nearest": nearest, "known": ", ".join(known)}
        code = "setting_unknown_near" if nearest else "setting_unknown"
        yield _problem(code, "warning", _line_of(text, key), parameters)


def _text(
    given: Mapping[str, Any], key: str, default: str, problems: list[Problem], text: str
) -> str:
    value = given.get(key, default)
    if isinstance(value, str):
        return value
    problems.append(_wrong(key, value, text, "setting_not_text"))
    return default


def _wrong(key: str, value: object, text: str, code: str) -> Problem:
    parameters = {"key": key, "value": str(value)[:40]}
    return _problem(code, "error", _line_of(text, key.rpartition(".")[2]), parameters)


def _zone(given: Mapping[str, Any], problems: list[Problem], text: str) -> str:
    zone = _text(given, "time_zone", _ZONE, problems, text)
    if _is_zone(zone):
        return zone
    problems.append(_wrong("time_zone", zone, text, "setting_no_such_zone"))
    return _ZONE


def _is_zone(zone: str) -> bool:
    """Polars brings its own list of time zones, so that no machine lacks one."""
    import polars as pl

    try:
        pl.Series([None], dtype=pl.Datetime("us")).dt.replace_time_zone(zone)
    except pl.exceptions.PolarsError:
        return False
    return bool(zone)


def _mandate(given: object, problems: list[Problem], text: str) -> Mandate:
    if not isinstance(given, dict):
        problems.append(_wrong("mandate", given, text, "setting_not_table"))
        return Mandate()
    problems.extend(_unknown(given, _MANDATE, "mandate.", text))
    parts = {part: _plain(given, part, problems, text) for part in _MANDATE}
    return Mandate(**parts)


def _plain(given: Mapping[str, Any], part: str, problems: list[Problem], text: str) -> str:
    """Text; a list of texts (objects) or a date (period) is written out."""
    value = given.get(part, "")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if isinstance(value, dict | list | bool):
        problems.append(_wrong(f"mandate.{part}", value, text, "setting_not_text"))
        return ""
    return str(value)


def _sources(given: object, problems: list[Problem], text: str) -> tuple[Source, ...]:
    if not isinstance(given, list):
        problems.append(_wrong("sources", given, text, "setting_not_list"))
        return ()
    found: dict[str, Source] = {}
    for item in given:
        source = _source(item, problems, text)
        if source and source.source in found:
            problems.append(_wrong("sources.source", source.source, text, "setting_source_twice"))
        elif source:
            found[source.source] = source
    return tuple(found[name] for name in sorted(found))


def _source(item: object, problems: list[Problem], text: str) -> Source | None:
    if not isinstance(item, dict):
        problems.append(_wrong("sources", item, text, "setting_not_list"))
        return None
    problems.extend(_unknown(item, _SOURCE, "sources.", text))
    name = values("evidence_source").resolve(str(item.get("source", "")))
    if name is None:
        problems.append(_no_source(item, text))
        return None
    return Source(name, _anchor(item, problems, text), _reliability(item, problems, text))


def _no_source(item: Mapping[str, Any], text: str) -> Problem:
    known = values("evidence_source")
    parameters = {"value": str(item.get("source", "")), **in_languages("known", known.labels)}
    return _problem("setting_no_such_source", "error", _line_of(text, "source"), parameters)


def _anchor(item: Mapping[str, Any], problems: list[Problem], text: str) -> bool:
    value = item.get("anchor", False)
    if isinstance(value, bool):
        return value
    problems.append(_wrong("sources.anchor", value, text, "setting_not_boolean"))
    return False


def _reliability(item: Mapping[str, Any], problems: list[Problem], text: str) -> float | None:
    value = item.get("reliability")
    if value is None or (_is_number(value) and 0 <= value <= 1):
        return None if value is None else float(value)
    problems.append(_wrong("sources.reliability", value, text, "setting_not_share"))
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _weights(given: object, problems: list[Problem], text: str) -> Mapping[str, float]:
    if not isinstance(given, dict):
        problems.append(_wrong("weights", given, text, "setting_not_table"))
        return MappingProxyType({})
    for key, value in given.items():
        if not _is_number(value) or value < 0:
            problems.append(_wrong(f"weights.{key}", value, text, "setting_not_weight"))
    good = {k: float(v) for k, v in sorted(given.items()) if _is_number(v) and v >= 0}
    return MappingProxyType(good)


def _designs(given: object, problems: list[Problem], text: str) -> Mapping[str, str]:
    """Return how the order in which units got a remedy was settled, by remedy."""
    if not isinstance(given, dict):
        problems.append(_wrong("designs", given, text, "setting_not_table"))
        return MappingProxyType({})
    known, found = values("rollout_design"), {}
    for remedy, words in sorted(given.items()):
        design = known.resolve(str(words))
        if design is None:
            told = {"remedy": remedy, "value": str(words)[:40]}
            told |= in_languages("known", known.labels)
            problems.append(
                _problem("setting_no_such_design", "error", _line_of(text, remedy), told)
            )
        else:
            found[remedy] = design
    return MappingProxyType(found)


def _event_log(given: object, problems: list[Problem], text: str) -> Mapping[str, str]:
    """Return which attribute of event logs becomes which column, where it is not as usual."""
    if not isinstance(given, dict):
        problems.append(_wrong("event_log", given, text, "setting_not_table"))
        return MappingProxyType({})
    problems.extend(_unknown(given, KEYS, "event_log.", text))
    for key, value in given.items():
        if not isinstance(value, str):
            problems.append(_wrong(f"event_log.{key}", value, text, "setting_not_text"))
    good = {k: v for k, v in sorted(given.items()) if k in KEYS and isinstance(v, str)}
    return MappingProxyType(good)
