"""What the tests of the precheck share."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def case_drafts() -> ModuleType:
    """Return the runner of case files with drafts."""
    spec = spec_from_file_location("case_drafts", Path(__file__).with_name("case_drafts.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
