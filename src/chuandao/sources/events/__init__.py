"""Event logs of systems (XES, and CSV with the headings of XES) as rows of the table ``events``."""

from chuandao.sources.events.exported import is_exported, read_exported
from chuandao.sources.events.mapping import LogMapping, mapping_of
from chuandao.sources.events.xes import is_xes, read_xes

__all__ = ["LogMapping", "is_exported", "is_xes", "mapping_of", "read_exported", "read_xes"]
