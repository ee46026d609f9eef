"""What holds for every test."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)  # machines are shared: no test asserts time
settings.load_profile("patient")
