"""What the summary asks of a fitted model."""

from typing import Protocol

import polars as pl


class Sensitive(Protocol):
    """How the figures would change, as two tables."""

    @property
    def levels(self) -> pl.DataFrame:
        """Columns inflation, period, leaf_tier, tier, efficacy, …."""

    @property
    def causes(self) -> pl.DataFrame:
        """Columns cause, robustness, robustness_95, …."""


class Asked(Protocol):
    """A fitted model (``DecayModel``), as far as the summary asks it."""

    def explain(self, unit: str, task: str | None, period: str | None) -> pl.DataFrame:
        """Return relation, source, count, says and weight of what an estimate rests on."""

    def sensitivity(self) -> Sensitive:
        """Return how the figures would change."""
