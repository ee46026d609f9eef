"""The interpretation kit in Word: the paper, the test as it is handed out, its answers."""

from collections.abc import Iterable, Sequence
from datetime import date

from chuandao.prescription.interpret.kit import Kit
from chuandao.prescription.interpret.model import BELOW, MUST_NOT, OWN, TYPICAL, Misreading, Step
from chuandao.report.interpretation.words import Words
from chuandao.report.papers.letters.frame import Letter, Paragraph, Section, Table, letter_docx
from chuandao.report.papers.quotation import inner, shortened
from chuandao.report.papers.tables import Cell

_RULES = (30.0, 82.0, 44.0)
_READINGS = (26.0, 56.0, 74.0)
_STEPS = (10.0, 78.0, 36.0, 22.0, 10.0)
_TRAINING = (40.0, 66.0, 14.0, 36.0)
_UNCLEAR = (34.0, 46.0, 76.0)
_ANSWERS = (12.0, 14.0, 130.0)
_SHOWN = {OWN: 8, BELOW: 8, TYPICAL: 14}
_TOLD_BELOW = ("reversed", "substituted", "strengthened", "weakened", "narrowed")
_CASE = 120
_MOST_UNCLEAR = 30

Part = Paragraph | Table


def kit_docx(kit: Kit, language: str) -> bytes:
    """Return the kit as a .docx file; the same kit gives the same bytes."""
    return letter_docx(kit_letter(kit, language), language)


def questions_docx(kit: Kit, language: str, *, answers: bool = False) -> bytes:
    """Return the comprehension test, or its answers, as a .docx file."""
    return letter_docx(_test(kit, language, answers=answers), language)


def kit_letter(kit: Kit, language: str) -> Letter:
    """Return the paper of a kit: rules, misreadings, cases, guide, training, what is unclear."""
    words = Words(kit, language)
    title = words.say("title_unit" if kit.unit else "title", title=words.title, unit=kit.unit_name)
    rules = Section(words.say("rules"), tuple(_rules(words)))
    readings = (
        Section(words.say("misreadings"), tuple(_misreadings(words))),
        Section(words.say("cases"), tuple(_cases(words))),
    )
    sections = (
        *((*readings, rules) if kit.unit else (rules, *readings)),
        Section(words.say("steps"), tuple(_steps(words))),
        Section(words.say("training"), tuple(_training(words))),
        Section(words.say("unclear"), tuple(_unclear(words))),
    )
    return _letter(kit, words, title, tuple((line,) for line in words.lead()), sections)


def _letter(
    kit: Kit,
    words: Words,
    title: str,
    lead: tuple[Paragraph, ...],
    sections: tuple[Section, ...],
) -> Letter:
    around = kit.document.envelope
    return Letter(
        issuer=around.issuer or words.say("no_issuer"),
        title=title,
        to="",
        lead=lead,
        sections=sections,
        closing="",
        day=around.dated or date.min,
    )


def _rules(words: Words) -> Iterable[Part]:
    heading = tuple(words.say(f"col.{name}") for name in ("clause", "asks", "who"))
    rows: list[tuple[Cell, ...]] = []
    for rule in words.kit.rules:
        if not rule.restates:
            topic = words.topic(rule.path)
            named = (words.clause(rule.path), *((topic,) if topic else ()), words.chars(rule.quote))
            rows.append((named, words.asks(rule), words.who(rule)))
    yield Table(_RULES, heading, tuple(rows))


def _misreadings(words: Words) -> Iterable[Part]:
    for origin in (OWN, BELOW, TYPICAL):
        held = [one for one in words.kit.misreadings if one.origin == origin]
        shown = _shown(held, origin)
        if not shown:
            continue
        yield (words.say(origin, count=len(held)),)
        heading = ("clause", "own" if origin == OWN else "wrong", "right")
        yield Table(
            _READINGS,
            tuple(words.say(f"col.{name}") for name in heading),
            tuple(_reading(words, one) for one in shown),
        )
        if len(held) > len(shown):
            yield (words.say("more", count=len(held) - len(shown)),)


def _shown(held: Sequence[Misreading], origin: str) -> list[Misreading]:
    """Return the misreadings that the paper has room for, those of most units first."""
    if origin != BELOW:
        return list(held[: _SHOWN[origin]])
    ranked = sorted(held, key=lambda one: (one.kind not in _TOLD_BELOW, -one.units))
    kept = ranked[: _SHOWN[origin]]
    return [one for one in held if one in kept]


def _reading(words: Words, one: Misreading) -> tuple[Cell, ...]:
    path = one.quote.path
    return (words.clause(path), words.topic(path)), words.told(one), words.right(one)


def _cases(words: Words) -> Iterable[Part]:
    for case in words.kit.good_cases:
        said, cut = shortened(case.quote.words.strip(), _CASE)
        clause = f"{words.clause(case.clause.path)}{_bracketed(words, case.clause.path)}"
        yield (
            words.say(
                "case",
                unit=words.kit.names[case.unit],
                clause=clause,
                words=inner(said.rstrip("。；")) + ("……" if cut else ""),
                title=words.within(case.title),
                path=case.quote.path,
            ),
        )
    if words.kit.good_cases:
        yield (words.say("cases_note"),)


def _bracketed(words: Words, path: str) -> str:
    topic = words.topic(path)
    return words.say("number", number=topic) if topic else ""


def _steps(words: Words) -> Iterable[Part]:
    kit = words.kit
    yield (words.say("steps_lead"),)
    own = [step for step in kit.steps if step.concern == "duty"]
    rest = [step for step in kit.steps if step.concern != "duty"]
    if kit.unit and own:
        yield (words.say("steps_duty", unit=kit.unit_name),)
        yield _checklist(words, own)
        if rest:
            yield (words.say("steps_rest"),)
            yield _checklist(words, rest)
    elif kit.steps:
        yield _checklist(words, kit.steps)
    bans = [
        f"{one.quote.words}（{words.clause(rule.path)}）"
        if words.language != "en"
        else f"{one.quote.words} ({words.clause(rule.path)})"
        for rule in kit.rules
        if not rule.restates
        for one in rule.of(MUST_NOT)
    ]
    if bans:
        said = words.say("join").join(bans)
        yield (f"{words.say('bans_lead')}{_colon(words)}{said}",)


def _colon(words: Words) -> str:
    from chuandao.messages import render

    return render("papers.colon", words.language)


def _checklist(words: Words, steps: Sequence[Step]) -> Table:
    heading = tuple(words.say(f"col.{name}") for name in ("number", "step", "units", "due", "done"))
    rows = tuple(
        (
            str(at),
            words.step(step),
            words.units(step),
            step.due or words.say("no_due"),
            words.say("box"),
        )
        for at, step in enumerate(steps, 1)
    )
    return Table(_STEPS, heading, rows, centred=(0, 4))


def _training(words: Words) -> Iterable[Part]:
    heading = tuple(words.say(f"col.{name}") for name in ("audience", "content", "hours", "why"))
    rows = tuple(
        (words.audience(one), words.content(one), words.hours(one), words.why(one))
        for one in words.kit.sessions
    )
    yield Table(_TRAINING, heading, rows, centred=(2,))
    yield (words.hours_note(),)


def _unclear(words: Words) -> Iterable[Part]:
    """Yield what the drafting department should say; a unit below is not asked for it."""
    rows: list[tuple[Cell, ...]] = []
    for rule in words.kit.rules:
        if rule.restates or not (rule.vague or rule.open):
            continue
        said = (
            *(quote.words for quote in rule.vague),
            *(words.say(f"open.{n}") for n in rule.open),
        )
        asked = (
            *(words.say("clear.vague", words=quote.words) for quote in rule.vague),
            *(words.say(f"clear.{name}") for name in rule.open),
        )
        rows.append(((words.clause(rule.path), words.topic(rule.path)), said, asked))
    if rows and not words.kit.unit:
        heading = tuple(words.say(f"col.{name}") for name in ("clause", "said", "clear"))
        yield (words.say("unclear_lead"),)
        yield Table(_UNCLEAR, heading, tuple(rows[:_MOST_UNCLEAR]))
        if len(rows) > _MOST_UNCLEAR:
            yield (words.say("more", count=len(rows) - _MOST_UNCLEAR),)


def _test(kit: Kit, language: str, *, answers: bool) -> Letter:
    words = Words(kit, language)
    code = "answers" if answers else "test"
    title = words.say(f"{code}_title", title=words.title)
    made = _answers(words) if answers else _questions(words)
    return _letter(kit, words, title, ((words.say(f"{code}_lead"),),), tuple(made))


def _questions(words: Words) -> Iterable[Section]:
    for form in ("judge", "choice"):
        parts: list[Part] = []
        for one in (q for q in words.kit.questions if q.form == form):
            asked = words.asked(one)
            said = words.say("judge_end", words=asked) if form == "judge" else asked
            parts.append((words.say("question", number=one.number, words=said),))
            if form == "choice":
                parts += [
                    (words.say("option", letter=words.letter(at), words=words.option(option)),)
                    for at, option in enumerate(one.options)
                ]
        yield Section(words.say(form), tuple(parts))


def _answers(words: Words) -> Iterable[Section]:
    heading = tuple(words.say(f"col.{name}") for name in ("number", "answer", "key"))
    rows = tuple((str(q.number), words.answer(q), words.key(q)) for q in words.kit.questions)
    yield Section("", (Table(_ANSWERS, heading, rows, centred=(0, 1)),))
