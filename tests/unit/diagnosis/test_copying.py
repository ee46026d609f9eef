"""Which documents are listed for mechanical copying, and on what words."""

import pytest

import chuandao as cd
from chuandao.diagnosis.copying import findings
from chuandao.messages import LANGUAGES, render


@pytest.fixture(scope="module")
def trace():
    return cd.trace(cd.read(cd.examples.qinghe))


@pytest.fixture(scope="module")
def found(trace):
    return findings(trace)


def test_the_documents_that_copy_are_listed_and_no_others(trace, found):
    shares = trace.tables["text_indices"].filter(index="copy_vertical")
    copied = set(shares.filter(shares["value"] > 0.7)["document"])
    assert {finding.document for finding in found} == copied
    assert copied


def test_a_finding_rests_on_words_of_the_document(trace, found):
    texts = {document.id: document.text for document in trace.documents}
    for finding in found:
        assert finding.words
        assert all(texts[w.document][w.start : w.end].strip() for w in finding.words)


def test_copying_is_of_the_third_cause_and_stated_in_every_language(found):
    assert {(finding.cause, finding.sign) for finding in found} == {("capacity", "C4")}
    for finding in found:
        assert all(
            finding.parameters["title"] in render(finding.code, language, **finding.parameters)
            or language == "zh-Hant"
            for language in LANGUAGES
        )
