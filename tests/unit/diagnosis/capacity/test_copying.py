"""Which documents are listed for mechanical copying, and on what words."""

from dataclasses import replace

import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.diagnosis.capacity.copying import findings
from chuandao.messages import LANGUAGES, render
from chuandao.sources.documents import Extracted


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


CITY = """清河市人民政府关于垃圾分类的意见
各县：
一、新建分拣中心六座并配套运输车辆四十辆，二〇二六年六月底前全部完成。
二、不得强制向居民收费，不得以罚代管，不得设置排名通报。
三、每季度在政府网站公布收运线路、处理去向和投诉电话。
四、组织志愿者入户讲解投放办法，学校和商场设置示范点位。
清河市人民政府
2025年3月12日"""


def copied_by(issuer, tier, added=""):
    """Return what is found of a unit that copies the city, or only speaks as the city does."""
    text = (
        CITY.replace("清河市人民政府", issuer)
        if not added
        else f"{issuer}关于垃圾分类的方案\n一、{added}"
    )
    named = text.replace("一、", "根据《清河市人民政府关于垃圾分类的意见》，制定本方案。\n一、", 1)
    documents = [
        replace(understand(Extracted(f"{n}.txt", t, "txt", "utf-8", "", 1.0), n), unit=u, tier=at)
        for n, t, u, at in (("city", CITY, "1", 0), ("own", named, "2", tier))
    ]
    return findings(Trace(trace_documents(documents)))


def test_a_county_that_copies_is_listed_and_a_village_never():
    assert [f.code for f in copied_by("云山县人民政府", 1)] == ["finding.C4"]
    assert copied_by("王家沟村民委员会", 3) == ()


def test_a_township_that_speaks_to_counties_is_listed_by_those_words():
    only = copied_by(
        "石桥镇人民政府", 2, "各县（市、区）要在本镇划定两处临时堆放点，由镇城建办看管。"
    )
    assert [(f.code, f.parameters["markers"]) for f in only] == [
        ("finding.C4.markers", "各县（市、区）")
    ]


def test_a_township_that_speaks_to_its_villages_is_not_listed():
    assert copied_by("石桥镇人民政府", 2, "各村要在村口划定两处临时堆放点，由镇城建办看管。") == ()
