"""The template of a case: ``chuandao new``."""

from chuandao.sources.template.marks import README, is_example_row, is_template_sheet
from chuandao.sources.template.write import write_template

__all__ = ["README", "is_example_row", "is_template_sheet", "write_template"]
