"""How the papers and the page of an interpretation kit say what is in it."""

from collections.abc import Iterable

from chuandao.catalog.interpretation import training_hours, typical_misreadings
from chuandao.messages import render
from chuandao.prescription.interpret.kit import Kit
from chuandao.prescription.interpret.model import (
    MODES,
    OWN,
    TYPICAL,
    Misreading,
    Option,
    Question,
    Quote,
    Rule,
    Session,
    Step,
)
from chuandao.report.paper_words import joined
from chuandao.report.papers.quotation import inner, shortened

_SINGLE = str.maketrans("《》", "〈〉")
_ANNEX = "annex."
_TOPIC = 30
_RAISED = "strengthened"


class Words:
    """Everything a kit says, in one language; what is quoted stays in the document's own."""

    def __init__(self, kit: Kit, language: str) -> None:
        self.kit = kit
        self.language = language
        self._headings = {rule.path: self._topic(rule) for rule in kit.rules}

    def say(self, code: str, **given: object) -> str:
        """Return a sentence of the kit."""
        return render(f"interpret.{code}", self.language, **given)

    @property
    def title(self) -> str:
        """The title of the document, as a title is quoted."""
        return self.say("quoted_title", title=_within(self.kit.document.title))

    def within(self, title: str) -> str:
        """Return a title as it stands within title marks."""
        return _within(title)

    def lead(self) -> tuple[str, str]:
        """Return what the kit is for, and what it rests on."""
        around = self.kit.document.envelope
        number = self.say("number", number=around.number) if around.number else ""
        title = _within(self.kit.document.title)
        given = {"title": title, "number": number, "unit": self.kit.unit_name}
        kind = "unit" if self.kit.unit else "after" if self.kit.issued else "before"
        return self.say(f"lead.{kind}", **given), self.say("lead.sources")

    def clause(self, path: str) -> str:
        """Return how a clause is cited."""
        if path.startswith(_ANNEX):
            return self.say("annex", path=path.removeprefix(_ANNEX))
        return self.say("clause", path=path)

    def chars(self, quote: Quote) -> str:
        """Return the characters at which words stand, counted from 1."""
        return self.say("chars", start=quote.start + 1, end=quote.end)

    def topic(self, path: str) -> str:
        """Return what a clause is about: its heading, else its first words."""
        return self._headings.get(path, "")

    def asks(self, rule: Rule) -> tuple[str, ...]:
        """Return what a clause asks, a paragraph a mode."""
        said = ((mode, [one.quote.words for one in rule.of(mode)]) for mode in MODES)
        return tuple(
            self.say(f"mode.{mode}", words=self.say("join").join(words))
            for mode, words in said
            if words
        )

    def who(self, rule: Rule) -> tuple[str, ...]:
        """Return by whom, by when, how measured, and what is left open."""
        units = [
            self.say(
                f"who.{role}", units=joined(self._distinct(getattr(rule, role)), self.language)
            )
            for role in ("lead", "responsible", "cooperate")
            if getattr(rule, role) and not (role == "responsible" and rule.lead)
        ]
        values = [
            self.say(
                f"who.{name}", words=self.say("join").join(self._distinct(getattr(rule, name)))
            )
            for name in ("deadlines", "targets", "vague")
            if getattr(rule, name)
        ]
        left = [self.say(f"open.{name}") for name in rule.open]
        if rule.concern == "not_duty":
            left.append(self.say("not_duty", unit=self.kit.unit_name))
        return (*units, *values, *left) or (self.say("who.all"),)

    def wrong(self, one: Misreading) -> str:
        """Return a misreading, without a name and without its place."""
        if one.origin == TYPICAL:
            return typical_misreadings()[one.kind].wrong(self.language)
        code = f"wrong.{one.kind}_from" if one.before else f"wrong.{one.kind}"
        return self.say(code, wrong=inner(one.wrong), before=inner(one.before))

    def told(self, one: Misreading) -> str:
        """Return a misreading as the table has it: own with its place, others with a count."""
        said = self.wrong(one)
        if one.origin == OWN and one.own_words:
            held = one.own_words
            said = self.wrong_kind(one) + self._own(held)
            return self.say("doubtful_mark", words=said) if one.doubtful else said
        if one.origin == TYPICAL:
            return _capital(said)
        code = "seen" if one.units > 1 else "seen_one"
        return self.say(code, wrong=said, count=one.units)

    def wrong_kind(self, one: Misreading) -> str:
        """Return how a reading departs, up to the colon."""
        return self.say(f"wrong.{one.kind}", wrong="")

    def right(self, one: Misreading) -> str:
        """Return how the clause is to be read, with the words it follows from."""
        if one.right is None:
            return ""
        words, cut = shortened(one.right.words, 110)
        given = {
            "words": inner(words) + ("……" if cut else ""),
            "start": one.right.start + 1,
            "end": one.right.end,
        }
        if one.origin == TYPICAL:
            right = typical_misreadings()[one.kind].right(self.language)
            return self.say("right_typical", right=_capital(right), **given)
        if one.kind == _RAISED:
            return self.say("right_typical", right=self.say("as_stated"), **given)
        return self.say("right", **given)

    def step(self, step: Step) -> str:
        """Return a step with its clause."""
        quote = step.statement.quote
        return self.say("step", words=quote.words, clause=self.clause(quote.path))

    def units(self, step: Step) -> str:
        """Return who takes a step."""
        named = joined(step.units, self.language) or self.say("no_unit")
        if not step.cooperate or step.statement.actors:
            return named
        return self.say("step_with", units=named, cooperate=joined(step.cooperate, self.language))

    def audience(self, session: Session) -> str:
        """Return who is trained."""
        name = self.kit.unit_name if session.audience == "unit" else session.name
        return self.say(f"audience.{session.audience}", name=name)

    def content(self, session: Session) -> str:
        """Return the clauses of a session, by their topics."""
        return self.say("join").join(
            f"{self.clause(path)} {self.topic(path)}".strip() for path in session.clauses
        )

    def hours(self, session: Session) -> str:
        """Return the hours of a session."""
        return f"{session.hours.normalize():f}"

    def hours_note(self) -> str:
        """Return how the hours come about, and that they are assumed."""
        hours = {name: f"{value.normalize():f}" for name, value in training_hours().items()}
        return self.say("training_note", **hours)

    def footer(self) -> str:
        """Return what every page says that leaves the office."""
        return render("papers.footer", self.language)

    def why(self, session: Session) -> str:
        """Return why a session is held."""
        return self.say("join").join(
            self.say(f"why.{name}", count=count) for name, count in session.reasons.items()
        )

    def asked(self, question: Question) -> str:
        """Return the words of a question."""
        given = {
            "clause": self.clause(question.path),
            "topic": self.topic(question.path),
            "words": inner(self.option(question.said)),
        }
        return self.say(f"said.{question.code}", **given)

    def option(self, option: Option) -> str:
        """Return an answer to choose; of a misreading only what is done, not that it is wrong."""
        if option.misreading and option.misreading.origin != TYPICAL:
            return inner(option.misreading.wrong)
        if option.misreading and option.right:
            return typical_misreadings()[option.misreading.kind].right(self.language)
        if option.misreading:
            return self.wrong(option.misreading)
        return option.words or self.say(f"option.{option.code}")

    def letter(self, at: int) -> str:
        """Return the letter of an option."""
        return self.say(f"letter.{at}")

    def key(self, question: Question) -> str:
        """Return the words from which the answer follows."""
        key = question.key
        return self.say(
            "key",
            words=inner(key.words),
            clause=self.clause(key.path),
            start=key.start + 1,
            end=key.end,
        )

    def answer(self, question: Question) -> str:
        """Return the answer as it is marked."""
        if question.form == "judge":
            return self.option(question.options[question.answer])
        return self.letter(question.answer)

    def _own(self, held: Quote) -> str:
        below = self.kit.own_titles.get(held.document, held.document)
        return self.say(
            "own_place",
            words=inner(held.words),
            title=_within(below),
            path=held.path,
            start=held.start + 1,
            end=held.end,
        )

    def _topic(self, rule: Rule) -> str:
        if rule.heading:
            return rule.heading
        first = rule.statements[0].quote.words
        words, cut = shortened(first, _TOPIC)
        return f"{words}……" if cut else words

    def _distinct(self, found: Iterable[Quote]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(quote.words for quote in found))


def _within(title: str) -> str:
    """Return a title as it stands within title marks: marks in it become single ones."""
    return title.translate(_SINGLE)


def _capital(words: str) -> str:
    """Return words with a capital at their beginning."""
    return words[:1].upper() + words[1:]
