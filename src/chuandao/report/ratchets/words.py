"""The words and figures of targets from tier to tier, in one language."""

from chuandao.catalog.values import values
from chuandao.messages import has, render
from chuandao.report.ratchets.view import ChainView, Statement

_SIGNS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "about": "≈", "by": "+", "cut": "−"}
_WAN, _YI = 10**4, 10**8


class RatchetWords:
    """What is said of chains: sentences by code, figures with their sign.

    ``named``: tiers are known, and called by their names.

    Examples
    --------
    >>> tell = RatchetWords("en")
    >>> tell.change(0.25), tell.change(-0.111), tell.change(0.0), tell.number(12000)
    ('+25%', '−11%', '0%', '12,000')
    >>> RatchetWords("zh-Hans").number(30000)
    '3万'
    """

    def __init__(self, language: str, *, named: bool = True) -> None:
        self.language = language
        self.named = named

    def say(self, code: str, /, **parameters: object) -> str:
        """Return a sentence."""
        return render(f"ratchets.{code}", self.language, **parameters)

    def tier(self, depth: int) -> str:
        """Return the name of a tier, or which step it is where tiers are not known."""
        if self.named and has(f"papers.tier.{depth}"):
            return render(f"papers.tier.{depth}", self.language)
        return self.say("depth", n=depth + 1)

    def direction(self, value: str) -> str:
        """Return the name of a direction."""
        return values("ratchet_direction").label(value, self.language) if value else ""

    def allocation(self, value: str) -> str:
        """Return the name of what became of a total."""
        return values("allocation").label(value, self.language) if value else ""

    def number(self, value: float) -> str:
        """Return a figure as documents of the language write it."""
        if self.language != "en":
            for size, name in ((_YI, self.say("yi")), (_WAN, self.say("wan"))):
                if abs(value) >= size and (value * 100) % size == 0:
                    return f"{value / size:g}{name}"
        return f"{value:,.0f}" if value == int(value) else f"{value:g}"

    def value(self, row: Statement, measure: str) -> str:
        """Return a value with its comparator and unit of measure."""
        sign = _SIGNS.get(row.comparator, "")
        return f"{sign} {self.number(row.value)} {measure}".strip()

    def change(self, share: float | None) -> str:
        """Return a change as percent with its sign; a dash where none can be told."""
        if share is None:
            return "–"
        shown = f"{abs(share):.1%}" if 0 < abs(share) < 0.01 else f"{abs(share):.0%}"  # noqa: PLR2004
        return shown if round(share, 4) == 0 else ("+" if share > 0 else "−") + shown

    def share(self, share: float | None) -> str:
        """Return a share as percent; a dash where there is none."""
        return "–" if share is None else f"{share:.0%}"

    def told(self, chain: ChainView) -> str:
        """Return the values of a chain in one sentence, for those who do not see the plot."""
        parts = [f"{row.name} {self.value(row, chain.measure)}" for row in chain.rows]
        return self.say("told", metric=chain.metric, values=self.say("separator").join(parts))
