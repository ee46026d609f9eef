"""Results of a reading as one line of JSON, between the process that reads and the one that asks.

JSON and not pickle: what a hostile file might make of the reading process cannot run here.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chuandao.errors import Place, Problem
from chuandao.sources.documents.extracted import Extracted

Frame = dict[str, Any]


def line_of(frame: Mapping[str, object]) -> bytes:
    r"""Return a message as one line.

    Examples
    --------
    >>> line_of({"stage": "read"})
    b'{"stage": "read"}\n'
    """
    return json.dumps(frame, default=str).encode("ascii") + b"\n"


def frame_of(line: bytes) -> Frame:
    """Return the message of a line; empty where it is none."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def of_extracted(found: Extracted) -> Frame:
    """Return what was extracted, as JSON holds it."""
    return {**vars(found), "notes": [of_problem(note) for note in found.notes]}


def to_extracted(frame: Frame) -> Extracted:
    """Return what was extracted, from its JSON."""
    return Extracted(**{**frame, "notes": tuple(map(to_problem, frame["notes"]))})


def of_problem(problem: Problem) -> Frame:
    """Return a problem as JSON holds it."""
    return {**vars(problem), "place": asdict(problem.place), "parameters": {**problem.parameters}}


def to_problem(frame: Frame) -> Problem:
    """Return a problem from its JSON."""
    return Problem(**{**frame, "place": Place(**frame["place"])})
