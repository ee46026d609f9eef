"""The words of the page of a trace in one language."""

from collections.abc import Mapping

from chuandao.messages import codes, has, render
from chuandao.report.tracing.model import Status
from chuandao.report.tracing.records import Change, Link, Quote

_SHOWN = ("label.", "family.", "coverage.", "attribute.", "direction.", "link_source.", "addition.")
_PLACES = ("attribute", "direction", "n", "label", "upper", "lower", "path", "probability", "what")


class Words:
    """Everything the page says, by code; what the catalogue does not know is shown as it is.

    Examples
    --------
    >>> words = Words("en")
    >>> words.name("label", "weakened"), words.name("label", "unheard of"), words.share(0.876)
    ('Weakened', 'unheard of', '88%')
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, code: str, **parameters: object) -> str:
        """Return a sentence of the page."""
        return render(f"trace_page.{code}", self.language, **parameters)

    def name(self, group: str, value: str) -> str:
        """Return the name of a value such as a label, or the value."""
        code = f"{group}.{value}"
        return render(code, self.language) if has(code) else value

    def meaning(self, group: str, value: str) -> str:
        """Return one sentence on what a label or status means, if there is one."""
        for code in (f"{group}.{value}.meaning", f"label.{value}.meaning"):
            if has(code):
                return render(code, self.language)
        return ""

    def reason(self, code: str, parameters: Mapping[str, object] | None = None) -> str:
        """Return a reason in words where its code is known, else as it is."""
        try:
            return render(code, self.language, **(parameters or {})) if has(code) else code
        except (KeyError, IndexError, ValueError):
            return code

    def status_reason(self, status: Status) -> str:
        """Return on what a status rests, in words; nothing where no reason is known."""
        known = {"words": status.words}
        code = f"status_reason.{status.reason}"
        return self.reason(code, known) if has(code) else ""

    def why(self, change: Change) -> str:
        """Return the reason of a change in words."""
        known = {
            "attribute": self.name("attribute", change.attribute),
            "direction": self.name("direction", change.direction),
            "upper_value": change.upper.value,
            "lower_value": change.lower.value,
        }
        return self.reason(change.reason, known)

    def source(self, link: Link) -> str:
        """Return who found a link; where a person decided it, also what the program says."""
        found, said = self.name("link_source", link.source), link.machine
        if said is None:
            return found
        if not said.rank:
            return self.say("machine_none", source=found)
        labels = self.say("and").join(self.name("label", label) for label in said.labels)
        return self.say(
            "machine", source=found, labels=labels or "–", share=self.share(said.probability)
        )

    def share(self, value: float | None) -> str:
        """Return a share of one in percent, or nothing where there is none."""
        return "" if value is None else f"{value:.0%}"

    def span(self, quote: Quote) -> str:
        """Return which characters a quotation is, counted from 1 as people count."""
        if quote.end <= quote.start:
            return self.say("absent")
        return self.say("span", start=quote.start + 1, end=quote.end)

    def place(self, change: Change) -> str:
        """Return where both sides of a change stand."""
        return self.say("place", upper=self.span(change.upper), lower=self.span(change.lower))

    def tier(self, value: str) -> str:
        """Return the name of a tier given by its name or its number."""
        return (
            self.say("tier", tier=int(value) + 1) if value.isdecimal() else self.name("tier", value)
        )

    def templates(self) -> dict[str, str]:
        """Return what the script of the page needs, its places left open."""
        kept = {name: f"{{{name}}}" for name in _PLACES}
        every = {code: code for code in codes() if code.startswith(_SHOWN)}
        every |= {f"page.{key}": f"trace_page.{key}" for key in _SCRIPT}
        return {key: render(code, self.language, **kept) for key, code in sorted(every.items())}


_SCRIPT = (
    "additions", "all", "alternatives", "alternatives_note", "alternatives_show", "basis",
    "change", "clauses", "close", "details", "doubtful", "doubtful_why", "how", "how_1", "how_2",
    "how_3", "labels", "links",
    "lower_clause", "lower_text", "no_change", "no_link", "pair_summary", "probability",
    "select_clause", "select_link", "selected", "strip", "statuses", "upper_clause", "upper_text",
)  # fmt: skip
