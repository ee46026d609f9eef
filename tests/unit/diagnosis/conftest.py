"""What the tests of the causes share."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def case_files() -> ModuleType:
    """Return the runner of case files."""
    path = Path(__file__).with_name("case_files.py")
    spec = spec_from_file_location("case_files", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
