"""Which attribute of an event log becomes which column of the table ``events``."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

TRACE = "case:"
"""Stands before the key of an attribute of the case (trace), as exports to CSV write it."""


@dataclass(frozen=True)
class LogMapping:
    """The attribute behind each column, by its key; an attribute of the case begins ``case:``.

    Attributes
    ----------
    case, activity, department : str
        What the standard extensions of XES call them.
    time, transition, instance : str
        When something happened; whether the step began (``start``) or was done (``complete``);
        which doing of a step, where the log tells.
    due, unit, task, route, paused_hours : str
        Not in the standard: empty unless the log has them.
    """

    case: str = "case:concept:name"
    activity: str = "concept:name"
    department: str = "org:group"
    time: str = "time:timestamp"
    transition: str = "lifecycle:transition"
    instance: str = "concept:instance"
    due: str = ""
    unit: str = ""
    task: str = ""
    route: str = ""
    paused_hours: str = ""

    @property
    def wanted(self) -> Mapping[str, str]:
        """The attribute of each column that has one."""
        return {f.name: key for f in fields(self) if (key := getattr(self, f.name))}


KEYS = tuple(f.name for f in fields(LogMapping))


def mapping_of(given: Mapping[str, str]) -> LogMapping:
    """Return the mapping that settings give; what they do not name stays as XES has it.

    Examples
    --------
    >>> mapping_of({"due": "case:deadline"}).due, mapping_of({}).department
    ('case:deadline', 'org:group')
    """
    return LogMapping(**{key: value for key, value in given.items() if key in KEYS})
