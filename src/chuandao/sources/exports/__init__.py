"""Exports of office systems, turned into rows of the catalogue's tables by mapping files."""

from chuandao.sources.exports.mapping import ExportMapping, Fill, Into, mapping_of
from chuandao.sources.exports.read import ExportRead, read_export
from chuandao.sources.exports.ready import ready_mappings

__all__ = [
    "ExportMapping",
    "ExportRead",
    "Fill",
    "Into",
    "mapping_of",
    "read_export",
    "ready_mappings",
]
