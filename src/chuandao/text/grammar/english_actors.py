"""Who acts in English: the subject of an active predicate, where it names units or people."""

import re

Span = tuple[int, int]
_AGENT = re.compile(
    r"\b(?:Bureaus?|Committees?|Commission(?:ers)?|Departments?|Boards?|Councils?|Panel|Trust|Teams?|Secretariat"
    r"|governments?|townships?|villages?|count(?:y|ies)|units?|inspectors?|schools?|enterprises?|compan(?:y|ies)|firms?"
    r"|shops?|supermarkets?|authorit(?:y|ies)|inspectorates?|farmers?|we|agenc(?:y|ies)|organi[sz]ations?|offices?"
    r"|hospitals?|stations?|part(?:y|ies)|employers?|operators?|residents?|banks?|households?|districts?|cit(?:y|ies)"
    r"|municipalit(?:y|ies)|provinces?|contractors?|teachers?|officials?|officers?|clinics?|cooperatives?|bodies|body|staff"
    r"|owners?|landlords?|tenants?|leaders?|secretar(?:y|ies)|ministr(?:y|ies)|corporations?|utilities|groups?|headmasters?"
    r"|principals?|doctors?|nurses?|parents?|applicants?|institutions?|universit(?:y|ies)|colleges?|mills?|mines?|factories"
    r"|restaurants?|hotels?|markets?|vessels?|individuals?|persons?|citizens?|mayors?|courts?|police|crews?|parish(?:es)?"
    r"|[A-Za-z-]{3,}(?:ers|eers|ors|ees|ants|ists|ians|men|owners|keepers))$",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:[Nn]umbers|[Pp]apers|[Oo]rders|[Mm]atters|[Ll]etters|[Rr]egisters|[Cc]entres|[Pp]rocedures|[Mm]easures|[Ff]igures)$"
)
_RELATIVE = re.compile(
    r"\s(?:who|whose|which|that|where|with|without|within|holding|operating|living|employing|serving|smaller|larger|headed|led"
    r"|in|of|for|at|on|under|over|above|below|aged|receiving|exceeding|engaged|subject)\s"
)
_AND = re.compile(r"\s(?:and|or)\s|,\s(?:and\s)?")


def english_actors(words: str, subject: Span | None) -> list[Span]:
    """Return those who act in a subject, each alone, without what limits it.

    Examples
    --------
    >>> text = "Hospitals and bus stations with fewer than 100 beds must keep counters open."
    >>> [text[a:b] for a, b in english_actors(text, (0, 51))]
    ['Hospitals', 'bus stations']
    """
    if subject is None:
        return []
    start, end = subject
    limit = _RELATIVE.search(words, start, end)
    end = limit.start() if limit else end
    spans, position = [], start
    for joint in [*_AND.finditer(words, start, end), None]:
        stop = joint.start() if joint else end
        spans.append((position, stop))
        position = joint.end() if joint else end
    named = [s for s in spans if _acts(words[slice(*s)])]
    return named if named and (len(named) == len(spans) or named[-1] == spans[-1]) else []


def _acts(name: str) -> bool:
    return bool(_AGENT.search(name)) and not _THINGS.search(name)
