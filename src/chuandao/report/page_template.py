"""The templates, styles and scripts of the pages, read from the package."""

from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template


@cache
def page_template(name: str) -> Template:
    """Return a template of a page: everything put into it is escaped, nothing may be missing."""
    environment = Environment(
        loader=FunctionLoader(page_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


@cache
def page_source(name: str) -> str:
    """Return the text of a file among the templates: a template, a style, a script.

    Examples
    --------
    >>> "{" in page_source("trace.css")
    True
    """
    file = resources.files("chuandao.report").joinpath("templates", name)
    return file.read_text(encoding="utf-8")
