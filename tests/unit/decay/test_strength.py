"""Every claim says how strong its evidence is."""

import polars as pl

from chuandao.decay.model import DecayModel


def blocked(evidence, sources):
    """Return evidence in which a township and its villages lose half, as some sources see it."""
    return [
        (*r[:4], r[4] * 0.5) if r[0].startswith("00102") and r[3] in sources else r
        for r in evidence
    ]


def test_what_two_sources_see_is_moderate(case_of, city):
    units, evidence, deficits = city((6, 4, 3), seed=5)
    rows = blocked(evidence, {"inspection", "self_report"})
    found = DecayModel(draws=2).fit(case_of(units, rows), deficits).blockages()
    assert set(found.filter(unit="00102")["strength"]) == {"moderate"}


def test_what_one_source_sees_is_weak(case_of, city):
    units, evidence, deficits = city((6, 4, 3), seed=5)
    only = [r for r in blocked(evidence, {"inspection"}) if r[3] == "inspection"]
    found = DecayModel(draws=2).fit(case_of(units, only), deficits).blockages()
    assert set(found.filter(unit="00102")["strength"]) == {"weak"}


def test_what_causes_go_with_is_weak_and_the_rest_names_no_cause(case_of, city):
    units, evidence, deficits = city()
    rows = DecayModel(points=1, draws=2).fit(case_of(units, evidence), deficits).attribution()
    named = pl.col("cause").is_in(["tier", "local"])
    assert set(rows.filter(~named)["strength"]) == {"weak"}
    assert rows.filter(named)["strength"].null_count() == rows.filter(named).height


def test_a_reporter_held_against_two_sources_is_moderate(case_of, city):
    units, evidence, _ = city((6, 6, 2), seed=6)
    raised = [
        (*r[:4], r[4] * 1.5) if (r[0], r[3]) == ("00203", "self_report") else r for r in evidence
    ]
    third = [(*r[:3], "third_party", r[4]) for r in evidence if r[3] == "inspection"]
    for rows, strength in ((raised, "weak"), (raised + third, "moderate")):
        found = DecayModel(points=1, draws=2).fit(case_of(units, rows)).reporters()
        assert found.filter(unit="00203")["strength"].to_list() == [strength]
