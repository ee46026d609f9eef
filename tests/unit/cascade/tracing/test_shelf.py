"""Documents looked up by number and title, as asking every pair would find them."""

from dataclasses import replace
from datetime import date

from chuandao.cascade.tracing.parentage.naming import names
from chuandao.cascade.tracing.parentage.parent_scorer import Grams, likely_parents
from chuandao.cascade.tracing.parentage.parents import may_be
from chuandao.cascade.tracing.parentage.shelf import Shelf
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted
from chuandao.text.envelope.citations import Citation

PLACES = ("清河市人民政府", "云山县人民政府", "柳河镇人民政府", "柳湾村村民委员会")
MATTERS = ("生活垃圾分类", "特色茶叶产业发展", "农村供水保障", "社区养老服务")
BODIES = ("回收利用率达到35%以上。", "新建茶园3000亩。", "集中供水率达到98%。", "新增助餐点36个。")


def make(at):
    place, matter = PLACES[at % 4], MATTERS[at // 4 % 4]
    number = f"清政发〔2025〕{at % 7}号" if at % 3 else ""
    lines = [number, f"{place}关于{matter}的通知", "各单位：", f"一、{BODIES[at // 4 % 4]}", place]
    text = "\n".join(line for line in lines if line)
    found = understand(Extracted(f"{at}.txt", text, "txt", "utf-8", "", 1.0), f"d{at}")
    day = date(2025, 1 + at % 11, 1) if at % 5 else None
    return replace(found, envelope=replace(found.envelope, dated=day))


DOCUMENTS = [make(at) for at in range(40)]
CITED = [
    Citation("", "清政发[2025] 4号", 0, 1, answered=True),
    Citation("关于生活垃圾分类的通知", "", 0, 1, answered=True),
    Citation("清河市人民政府关于农村供水保障的通知", "清政发〔2025〕99号", 0, 1, answered=True),
    Citation("茶叶", "", 0, 1, answered=True),
]


def test_a_citation_names_the_documents_that_asking_each_one_finds():
    shelf = Shelf(DOCUMENTS)
    for cited in CITED:
        assert shelf.named(cited) == [d for d in DOCUMENTS if names(cited, d)]


def test_what_may_be_above_is_what_asking_each_one_finds():
    shelf = Shelf(DOCUMENTS)
    for child in DOCUMENTS:
        asked = [
            other
            for other in DOCUMENTS
            if may_be(other, child)
            and (
                None in {other.tier, child.tier} or other.tier < child.tier or other is DOCUMENTS[0]
            )
        ]
        assert shelf.may_be_above(child) == asked


def test_of_many_candidates_the_one_that_the_clauses_fit_best_is_compared(monkeypatch):
    monkeypatch.setattr("chuandao.cascade.tracing.parentage.parent_scorer._MOST", 8)
    child = next(d for d in DOCUMENTS if d.id == "d19")
    others = [other for other in DOCUMENTS if other.id != child.id]
    rated = likely_parents(child, others, Grams(DOCUMENTS))
    best = max(rated, key=lambda item: item[1])[0]
    assert BODIES[0] in best.text
    assert len(rated) == 16
