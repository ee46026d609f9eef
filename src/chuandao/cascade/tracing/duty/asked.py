"""Whether a document asks those below for a document of their own, in its own words."""

import re

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.duty.evidence import PLAN_ASKED
from chuandao.text.duty.spoken import spoken_to

_SENTENCE = re.compile(r"[^。；;]+[。；;]?|[^.]+\.")
_SPARED = re.compile(
    r"不要求|不需要|无需|无须|不另(?:行)?(?:制定|发|印)|不(?:再)?制定|不发|不得要求|不必"
    r"|\bno (?:local )?plan\b|\bneed not\b",
    re.IGNORECASE,
)


def asks_below(document: Understood, level: int) -> bool:
    """Tell whether a document asks the units of a level for an implementing document.

    Parameters
    ----------
    document : Understood
    level : int
        1 county, 2 township, 3 village.

    Notes
    -----
    A sentence asks where it speaks to the level and wants a plan or rules drawn up, and does not
    say in the same breath that none is needed. Without such a sentence none is asked: national
    rules spare the grassroots supporting documents.
    """
    return any(
        spoken_to(sentence, level) and PLAN_ASKED.search(sentence) and not _SPARED.search(sentence)
        for clause in document.clauses
        for sentence in _SENTENCE.findall(clause.side.words)
    )
