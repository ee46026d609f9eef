"""How far the deficits of understanding rest on the loss weights, in lines for a reader."""

from collections.abc import Iterable, Mapping

from chuandao.catalog.values import values
from chuandao.messages import render

Row = Mapping[str, object]
_SHOWN = 3  # labels named, those that move the mean most
_STATUSES = frozenset({"dropped", "partial"})


def sensitivity_lines(rows: Iterable[Row], language: str) -> list[str]:
    """Return what the loss weights do to the deficits; nothing where no unit was examined.

    Parameters
    ----------
    rows : iterable of mapping
        Of the result table ``loss_sensitivity``.
    language : str

    Examples
    --------
    >>> def row(label, bound, deficit, change):
    ...     return {"label": label, "bound": bound, "weight": None, "deficit": deficit,
    ...             "change": change, "largest_change": change, "unit": "11",
    ...             "rank_correlation": 0.9, "places": 1}
    >>> table = [row("all", "base", 0.3, 0.0), row("all", "low", 0.2, -0.1),
    ...          row("all", "high", 0.5, 0.2), row("weakened", "high", 0.34, 0.04)]
    >>> for line in sensitivity_lines(table, "en"):
    ...     print(line)
    Deficit of understanding: 0.30 on average; 0.20 with every loss weight at its low end, 0.50 at \
its high end.
      Weakened at its high end: mean 0.34 (+0.04), a unit at most +0.04; order of units: rank \
correlation 0.90, at most 1 place
    """
    held = list(rows)
    ends = {str(row["bound"]): row for row in held if row["label"] == "all"}
    if not ends:
        return []
    means = {bound: f"{row['deficit']:.2f}" for bound, row in ends.items()}
    single = [row for row in held if row["label"] != "all"]
    most = sorted(single, key=lambda row: (-abs(_number(row["change"])), str(row["label"])))
    return [
        render("sensitivity.all", language, **means),
        *(f"  {_line(row, language)}" for row in most[:_SHOWN]),
    ]


def _line(row: Row, language: str) -> str:
    correlation = row["rank_correlation"]
    return render(
        f"sensitivity.{row['bound']}",
        language,
        label=_label(str(row["label"]), language),
        deficit=f"{_number(row['deficit']):.2f}",
        change=f"{_number(row['change']):+.2f}",
        largest=f"{_number(row['largest_change']):+.2f}",
        correlation="—" if correlation is None else f"{_number(correlation):.2f}",
        places=row["places"],
    )


def _label(code: str, language: str) -> str:
    domain = "drop_status" if code in _STATUSES else "change_label"
    return values(domain).label(code, language)


def _number(value: object) -> float:
    return float(str(value))
