"""Whatever a case's lexicons hold, they are read, and what is taken of them can be used."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.cascade.assembly.lexicons import read_lexicons
from chuandao.cascade.tracing.understanding.additions import reading_with
from chuandao.cascade.tracing.understanding.horizon_cues import growth_metric, horizon_cues
from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.catalog.additions import columns_of, lexicon_files
from chuandao.text.concepts import concepts_in
from chuandao.text.numbers.quantities import targets

FILES = st.sampled_from(sorted(lexicon_files()))
CELLS = st.one_of(
    st.sampled_from(
        ["", "一", "亩", "(*", "a|b", "3", "-1", "3.0", "1e9", "yes", "no", "%", "个", "zh"]
    ),
    st.text(max_size=6),
)


@st.composite
def tables(draw):
    name = draw(FILES)
    heading = [column.name for column in columns_of(name)]
    rows = draw(st.lists(st.lists(CELLS, min_size=len(heading), max_size=len(heading)), max_size=4))
    choices = {c.name: c.choices for c in columns_of(name) if c.choices}
    if draw(st.booleans()):  # rows that are likely to be taken
        rows = [
            [
                draw(st.sampled_from(choices[h])) if h in choices else cell
                for h, cell in zip(heading, row, strict=True)
            ]
            for row in rows
        ]
    return name, "\n".join(",".join(line) for line in [heading, *rows])


@settings(deadline=None, max_examples=60)
@given(st.one_of(tables(), st.tuples(FILES, st.text(max_size=60))))
def test_every_table_is_read_and_what_is_taken_can_be_used(table):
    name, text = table
    with TemporaryDirectory() as folder:
        Path(folder, "lexicon").mkdir()
        Path(folder, "lexicon", name).write_bytes(text.encode("utf-8", "surrogatepass"))
        added, problems = read_lexicons(Path(folder))
    assert all(problem.render() for problem in problems)
    with reading_with(added):
        targets("产值达到3亿元以上，增长5%", lexicon())
        concepts_in("推行一网通办", policy_concepts())
        assert horizon_cues().times
        assert growth_metric().names
