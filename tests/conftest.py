"""What holds for every test."""

import os

from hypothesis import settings

# Machines are shared: no test asserts time. The same commit gives the same result, unless new
# examples are asked for: CHUANDAO_EXPLORE=1 make test
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("CHUANDAO_EXPLORE") else "same")
