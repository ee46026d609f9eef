"""Figures beside their targets, CPU seconds and memory."""

import resource
import time


def tell(what: str, figure: str, target: str = "") -> None:
    """Print a figure beside its target."""
    print(f"  {what:58} {figure:>14}   {target}", flush=True)


def peak() -> float:
    """Return the peak memory of this process in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


class Clock:
    """CPU seconds of this process since it was made, or since last asked."""

    def __init__(self) -> None:
        self._since = time.process_time()

    def lap(self) -> float:
        """Return the CPU seconds since last asked."""
        now = time.process_time()
        passed, self._since = now - self._since, now
        return passed
