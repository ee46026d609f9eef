"""How many documents of an issuer and year were not seen."""

from chuandao.cascade.tracing.parentage.number_gaps import gap_record, number_gaps
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted


def make(name, number, issuer="云山县人民政府"):
    text = f"{number}\n{issuer}关于种茶的意见\n各镇：\n一、种茶200亩。\n{issuer}\n2025年3月1日"
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


def test_each_mark_and_year_is_a_series_of_its_own():
    documents = [
        make("a", "云政发〔2025〕3号"),
        make("b", "云政发〔2025〕11号"),
        make("c", "云政办发〔2025〕4号"),
        make("d", "云政发〔2024〕9号"),
    ]
    found = {(gap.mark, gap.year): gap.total for gap in number_gaps(documents)}
    assert set(found) == {("云政发", 2025), ("云政办发", 2025), ("云政发", 2024)}
    assert (found["云政发", 2025].seen, found["云政发", 2025].largest) == (2, 11)


def test_a_number_without_mark_counts_within_its_issuer():
    documents = [
        make("a", "〔2025〕3号", "云山县人民政府"),
        make("b", "〔2025〕5号", "临湖区人民政府"),
    ]
    assert [gap.total.seen for gap in number_gaps(documents)] == [1, 1]


def test_a_document_without_a_readable_number_is_left_out():
    assert number_gaps([make("a", "云政发〔2O25〕3号"), make("b", "云政发")]) == ()


def test_the_row_says_how_many_there_may_be_in_all():
    (gap,) = number_gaps([make("a", "云政发〔2025〕3号"), make("b", "云政发〔2025〕11号")])
    record = gap_record(gap)
    assert record["estimate"] == 11 + 11 / 2 - 1
    assert record["low"] <= 11 < record["high"]
