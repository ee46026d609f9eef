"""What a reading is busy with, told to whoever waits: an outside program has its own time limit."""

from collections.abc import Callable
from typing import Literal

Stage = Literal["read", "convert", "recognise"]
Listener = Callable[[Stage, int], None]


class _Told:
    listener: Listener = staticmethod(lambda _stage, _group: None)


def announce(stage: Stage, group: int = 0) -> None:
    """Say that an outside program was started (its process group) or ended (``read``, 0)."""
    _Told.listener(stage, group)


def listen(listener: Listener) -> None:
    """Have every later announcement told to a listener."""
    _Told.listener = staticmethod(listener)
