"""Settings of the documentation; `make docs` builds it and takes a warning for an error."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "chuandao 傳導"
author = "The chuandao team"
copyright = author
release = version_of("chuandao")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated"]
exclude_patterns = ["_build", "_ext"]

myst_heading_anchors = 3
napoleon_google_docstring = False
autodoc_default_options = {"members": True}
autodoc_typehints = "none"

html_theme = "alabaster"
html_title = "chuandao 傳導"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "description": "Where a strategy loses its force on the way down, why, and what to do",
    "fixed_sidebar": True,
    "page_width": "1100px",
    "show_powered_by": False,
}
