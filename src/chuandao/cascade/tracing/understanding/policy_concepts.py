"""The policy concepts in force as the value that the text's matcher takes."""

from functools import cache

from chuandao.cascade.tracing.understanding.additions import additions
from chuandao.catalog.additions import Additions
from chuandao.catalog.concepts import terms
from chuandao.text.concepts import Concepts, ConceptTerm


def policy_concepts() -> Concepts:
    """Return the concepts of the catalogue with those that the case in hand adds.

    Examples
    --------
    >>> from chuandao.text.canonical import plain
    >>> from chuandao.text.concepts import concepts_in
    >>> words = plain("推行「一網通辦」，設綜合窗口。")
    >>> [found.concept for found in concepts_in(words, policy_concepts())]
    ['one_net', 'one_window']
    """
    return _concepts(additions())


@cache
def _concepts(added: Additions) -> Concepts:
    return Concepts(tuple(ConceptTerm(t.concept, t.term, t.weight, t.not_in) for t in terms(added)))
