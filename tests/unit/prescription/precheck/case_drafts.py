"""Runs the case files of tests/cases/precheck: a draft, perhaps a case, and what is said."""

import csv
from collections.abc import Iterator, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import yaml

import chuandao as cd

_RUNNER = Path(__file__).parents[2] / "diagnosis" / "case_files.py"


def _tables_of_causes():
    spec = spec_from_file_location("case_files_of_causes", _RUNNER)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(path: Path, folder: Path) -> tuple[Mapping, cd.Precheck]:
    """Return what the file says and the precheck of its draft, a case written to a folder."""
    told = yaml.safe_load(path.read_text("utf-8"))
    return told, cd.precheck(told["draft"], _case(told, folder) if "tables" in told else None)


def _case(told: Mapping, folder: Path) -> cd.Case:
    usual = _tables_of_causes().USUAL
    for name, rows in {"单位": usual["单位"], **told["tables"]}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    for name, text in told.get("files", {}).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return cd.read(folder)


def differences(told: Mapping, found: cd.Precheck) -> Iterator[str]:
    """Yield what is not as the file expects it, each in one line."""
    expect, met = told["expect"], []
    for wanted in expect.get("remarks", []):
        alike = [one for one in found.remarks if _meets(one, wanted)]
        met += alike
        if not alike:
            yield f"remark missing: {wanted}; found {[_short(one) for one in found.remarks]}"
    for one in found.remarks:
        if one.check in expect.get("none_of", []) or (expect.get("only") and one not in met):
            yield f"remark too many: {_short(one)}"
    standing = {one.check: one.status for one in found.checks}
    for check, status in expect.get("status", {}).items():
        if standing[check] != status:
            yield f"{check}: wanted {status}, is {standing[check]}"


def _meets(one, wanted: Mapping) -> bool:
    first = one.places[0] if one.places else None
    held = {
        "check": one.check,
        "kind": one.kind,
        "severity": one.severity,
        "whole": one.whole,
        "clause": first.path if first else "",
        "words": first.words if first else "",
    }
    return all(held[name] == value for name, value in wanted.items())


def _short(one) -> str:
    return f"{one.check}.{one.kind} {[(p.path, p.words) for p in one.places]}"
