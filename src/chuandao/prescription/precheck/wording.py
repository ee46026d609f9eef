"""The remarks of a precheck in words: what is missing, what is proposed, on which rule."""

from collections.abc import Mapping

from chuandao.catalog.knowledge import references
from chuandao.messages import render
from chuandao.prescription.precheck.model import DESIGN, Checked, Remark

_LIST = "、"
_ANSWERS = frozenset({"yes", "no"})


def missing(remark: Remark, language: str) -> str:
    """Return what is missing or doubtful, in a sentence."""
    return render(remark.code, language, **_filled(remark, language))


def proposal(remark: Remark, language: str) -> str:
    """Return the wording proposed, with blanks where only the drafter knows."""
    return render(f"{remark.code}.proposal", language, **_filled(remark, language))


def basis(remark: Remark, language: str) -> str:
    """Return the rule a remark rests on; that it is this tool's own, where it is."""
    if remark.reference == DESIGN:
        return render("precheck.basis.design", language)
    held = references()[remark.reference]
    return held.number_or_doi or held.citation


def state(checked: Checked, language: str) -> str:
    """Return how one matter stands, in a phrase."""
    if checked.needed:
        return render(f"precheck.needed.{checked.needed[0]}", language)
    if checked.reason:
        return render(f"precheck.reason.{checked.reason}", language)
    code = f"precheck.fine.{checked.check}" if checked.status == "fine" else "precheck.partly"
    return render(code, language, judged=checked.judged, fine=checked.fine)


def _filled(remark: Remark, language: str) -> Mapping[str, str]:
    told = dict(remark.parameters)
    for name, value in remark.parameters.items():
        if value in _ANSWERS:
            told[f"{name}_told"] = render(f"precheck.told.{value}", language)
        elif language == "en" and name in {"clauses", "units"}:
            told[name] = value.replace(_LIST, ", ")
    return told
