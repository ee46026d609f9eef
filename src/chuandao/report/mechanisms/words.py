"""The words and figures of the drawings behind the causes, in one language."""

from collections.abc import Sequence
from decimal import Decimal

from chuandao.catalog.values import values
from chuandao.messages import render

_TEN_THOUSAND = 10_000


class MechanismWords:
    """Sentences by code, labels of the catalogue, amounts.

    Examples
    --------
    >>> MechanismWords("zh-Hans").money(1234567), MechanismWords("en").money(1234567)
    ('123.5万元', '1,235 thousand yuan')
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, code: str, /, **parameters: object) -> str:
        """Return a sentence."""
        return render(f"mechanisms.{code}", self.language, **parameters)

    def value(self, domain: str, value: str) -> str:
        """Return the label of a value of the catalogue."""
        return values(domain).label(value, self.language)

    def money(self, yuan: float | Decimal) -> str:
        """Return an amount as papers write it: 万元, or thousands."""
        if self.language == "en":
            return self.say("money", amount=f"{float(yuan) / 1000:,.0f}")
        return self.say("money", amount=f"{float(yuan) / _TEN_THOUSAND:,.1f}")

    def days(self, days: float) -> str:
        """Return a number of days."""
        return self.say("days", days=f"{days:,.1f}")

    def percent(self, share: float) -> str:
        """Return a share in whole per cent."""
        return f"{round(share * 100)}%"

    def listed(self, parts: Sequence[str]) -> str:
        """Return parts as a list in a sentence."""
        return render("papers.list_separator", self.language).join(parts)
