"""The words of the product stand in the glossary, in both scripts, each with one meaning."""

import re
from pathlib import Path

import opencc
import pytest

GLOSSARY = Path(__file__).parents[2] / "docs" / "reference" / "glossary.md"

WORDS = """
unit 單位 · tier 層級 · city 市 · county 縣（市、區） · township 鄉鎮（街道） · village 村（社區） · document 公文
clause 條款 · commitment 任務事項 · task 任務事項 · lead unit 牽頭（主責）單位 · cooperating unit 配合單位
link 對應關係 · trace 條目對照 · change 變化 · faithful 忠實 · localised 因地制宜細化 · strengthened 層層加碼
verbatim 照搬照轉 · summarised 摘要化 · narrowed 縮小範圍 · weakened 打折扣 · sloganised 口號化
substituted 走樣 · dropped 未見部署 · added 新增 · not required 無需配套發文 · sign 問題表現
finding 待核情況 · problem 問題 · cause 成因 · deficit 差距 · shortfall 缺口 · evidence 佐證材料
source 數據來源 · efficacy 落實度 · retention 逐級傳導率 · loss 遞減幅度 · blockage 堵點
attribution 成因分析 · remedy 舉措 · plan 對策建議 · alert 預警 · rectification 整改 · review 復核
ledger 台賬 · checkup 體檢 · unit's sheet 體檢情況反饋單 · whole report 體檢報告
special report 督查專報 · measure 測算 · prescribe 提出對策
"""

SIGNS = {"U": 10, "R": 7, "C": 6, "A": 5, "D": 6}


def rows():
    lines = GLOSSARY.read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if row[0] not in {"term", "---"}]


def words():
    pairs = re.split(r" · |\n", WORDS.strip())
    return [tuple(pair.rsplit(" ", 1)) for pair in pairs]


@pytest.mark.parametrize(("term", "chinese"), words())
def test_word_stands_in_the_glossary(term, chinese):
    assert [row[2] for row in rows() if row[0] == term] == [chinese]


def test_every_sign_stands_in_the_glossary():
    told = [row[0].split()[0] for row in rows() if re.match(r"[URCAD]\d", row[0])]
    assert told == [f"{cause}{n}" for cause, count in SIGNS.items() for n in range(1, count + 1)]


def test_the_two_scripts_say_the_same():
    simplify = opencc.OpenCC("t2s").convert
    assert [row for row in rows() if simplify(row[2]) != row[1]] == []


def test_no_term_is_told_twice():
    terms = [row[0] for row in rows()]
    assert sorted(terms) == sorted(set(terms))


def test_every_term_has_one_sentence():
    assert [row[0] for row in rows() if not row[3].endswith(".") or ". " in row[3]] == []
