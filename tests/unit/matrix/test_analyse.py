"""`check`: planted faults are found with a witness that shows them; the shipped files are clean."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from bandingdesk import resources
from bandingdesk.matrix import analyse, files
from bandingdesk.matrix.analyse import Finding, Report
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.profile import Profile
from tests.support.frameworks import PAIRS, SMALL, framework, read, small, tariff


def report(definition: dict[str, Any]) -> Report:
    return analyse.check(read(definition))


# The small definitions here have no worked tests, leave strands out and jump: what that gives is told elsewhere.
ASIDE = (
    "cliff", "descriptor_dominated", "descriptor_text_missing", "strand_inert", "test_edge_missing", "test_row_unused",
)  # fmt: skip


def told(found: Report) -> list[Finding]:
    return [finding for finding in found.findings if finding.code not in ASIDE]


def only(found: Report) -> Finding:
    (finding,) = told(found)
    return finding


def points_of(definition: dict[str, Any], finding: Finding) -> int | None:
    """Return the witness's points, worked out by the engine."""
    assert finding.witness is not None
    return evaluate(compile_scheme(read(definition)), Profile(finding.witness.levels)).points


def ladder(*rows: tuple[str, int, int], **ends: str) -> dict[str, Any]:
    named = [{"band": band, "from": low, "to": high} for band, low, high in rows]
    return small(decide={"kind": "thresholds", "measure": "score", "rows": named, **ends})


@pytest.mark.parametrize(("name", "money"), PAIRS)
def test_shipped_frameworks_are_answered_in_writing(name: str, money: str) -> None:
    file = files.read_framework_file(resources.shipped(f"frameworks/{name}").read_bytes(), name)
    assert file.life is not None
    found = analyse.check(file.definition, tariff(money), answers=file.life.answers)
    assert found.is_clean
    assert [finding for finding in found.findings if finding.answer is None] == []
    assert found.complete
    assert found.limits == ()
    assert found.adoptable
    assert found.passed >= 8
    assert found.failed == 0
    assert found.bands_reachable == tuple(band.id for band in framework(name).ladder())


def test_every_profile_is_counted() -> None:
    assert analyse.check(framework("exampleshire-2026.1.json")).profiles == 6**12  # 2.18 thousand million: matrix 1
    assert report(SMALL).profiles == 5 * 5 * 3


def test_a_gap_is_found_with_a_profile_in_it() -> None:
    definition = ladder(("B1", 0, 4), ("B2", 7, 9), ("B3", 10, 18))
    finding = only(report(definition))
    assert (finding.code, finding.severity, finding.where) == ("threshold_gap", "error", "decide.rows[1]")
    assert points_of(definition, finding) in (5, 6)
    # 5 or 6 points: a + b of 5, 6 with c 0 (4 and 3 pairs of 0..4), and a + b of 0, 1 with c 1 (1 and 2 pairs).
    assert finding.count == 4 + 3 + 1 + 2
    assert "5 to 6" in finding.message


def test_a_gap_that_no_profile_falls_into_is_a_warning() -> None:
    definition = ladder(("B1", 0, 4), ("B2", 5, 9), ("B3", 10, 15), ("B3", 17, 18))
    definition["measures"][0]["table"][2]["points"] = [0, 0, 0]
    definition["measures"][0]["table"][0]["points"] = [0, 1, 2, 3, 14]
    finding = only(report(definition))
    assert (finding.code, finding.severity, finding.count) == ("threshold_gap", "error", 3)  # 14 + 2, c any
    definition["measures"][0]["table"][1]["points"] = [0, 1, 1, 3, 4]
    finding = only(report(definition))
    assert (finding.code, finding.severity, finding.count) == ("threshold_gap", "warning", 0)
    assert not report(definition).adoptable
    assert report(definition).is_clean


def test_an_overlap_is_found_with_a_profile_in_it() -> None:
    definition = ladder(("B1", 0, 5), ("B2", 4, 9), ("B3", 10, 18))
    finding = only(report(definition))
    assert (finding.code, finding.where) == ("threshold_overlap", "decide.rows[1]")
    assert points_of(definition, finding) in (4, 5)
    assert "Band 1 and Band 2 both cover 4 to 5" in finding.message


@pytest.mark.parametrize(
    ("rows", "end", "code", "points"),
    [
        ((("B1", 1, 4), ("B2", 5, 9), ("B3", 10, 18)), "below", "below_first", 0),
        ((("B1", 0, 4), ("B2", 5, 9), ("B3", 10, 17)), "above", "above_last", 18),
    ],
)
def test_values_beyond_the_ends_are_errors_unless_declared(rows: Any, end: str, code: str, points: int) -> None:
    definition = ladder(*rows)
    finding = only(report(definition))
    assert (finding.code, finding.severity, finding.count) == (code, "error", 1)
    assert points_of(definition, finding) == points
    assert told(report(ladder(*rows, **{end: "refer"}))) == []


def test_ends_count_caps_and_additions() -> None:
    rows = (("B1", 0, 4), ("B2", 5, 9), ("B3", 10, 17))
    capped = ladder(*rows)
    capped["measures"][0]["group_caps"] = [{"strands": ["a", "b"], "max": 7}]
    assert told(report(capped)) == []  # 7 + 10 = 17 is the most
    both = {"kind": "all", "of": [{"kind": "strand_at_least", "strand": s, "level": 4} for s in ("a", "b")]}
    capped["measures"][0]["add_if"] = [{"id": "U", "when": both, "add": 1, "why": "x"}]
    finding = only(report(capped))
    assert finding.code == "above_last"
    assert finding.witness is not None
    assert dict(finding.witness.levels) == {"a": 4, "b": 4, "c": 2}


def test_a_band_nobody_reaches_is_an_error() -> None:
    definition = small()
    definition["bands"].append({"id": "B4", "name": "Band 4", "rank": 4})
    finding = only(report(definition))
    assert (finding.code, finding.where) == ("band_unreachable", "bands[3]")


def test_a_cap_that_hides_a_row_makes_its_band_unreachable() -> None:
    definition = ladder(("B1", 0, 4), ("B2", 5, 9), ("B3", 10, 18))
    definition["measures"][0]["group_caps"] = [{"strands": ["a", "b", "c"], "max": 9}]
    assert only(report(definition)).code == "band_unreachable"


A2 = {"kind": "strand_at_least", "strand": "a", "level": 2}
A3 = {"kind": "strand_at_least", "strand": "a", "level": 3}


def cases(policy: str, *rules: tuple[dict[str, Any], str], **more: str) -> dict[str, Any]:
    rows = [{"id": f"R{n}", "when": when, "band": band, "why": "x"} for n, (when, band) in enumerate(rules, start=1)]
    return small(decide={"kind": "cases", "policy": policy, "rows": rows, **more}, bands=SMALL["bands"][:2])


def test_case_tables_with_gaps_conflicts_and_shadows() -> None:
    finding = only(report(cases("first", (A3, "B2"), (A2, "B1"))))
    assert (finding.code, finding.severity, finding.count) == ("case_gap", "error", 2 * 5 * 3)  # a at 0 or 1
    assert told(report(cases("first", (A3, "B2"), otherwise="B1"))) == []
    found = report(cases("unique", (A3, "B2"), (A2, "B1"), otherwise="refer"))
    counts = {finding.code: finding.count for finding in told(found)}
    assert counts == {"case_conflict": 2 * 5 * 3, "band_unreachable": 0}  # a at 3 or 4, which are all of B2
    codes = {
        finding.code: finding.severity
        for finding in told(report(cases("first", (A2, "B2"), (A3, "B1"), otherwise="B1")))
    }
    assert codes == {"case_shadowed": "warning"}


def test_contexts_that_rules_read_are_all_looked_at() -> None:
    special = {"kind": "context", "context": "setting", "values": ["special"]}
    definition = cases("first", (special, "B2"))
    found = report(definition)
    finding = next(finding for finding in found.findings if finding.code == "case_gap")
    assert finding.witness is not None
    assert finding.witness.context == {"setting": "main"}
    assert found.profiles == 2 * 75


def test_a_failing_worked_test_is_an_error_and_says_how() -> None:
    tests = [
        {"id": "T1", "levels": {"a": 1, "b": 1, "c": 1}, "expect": {"band": "B3", "points": 8}, "source": "leaflet"},
        {"id": "T2", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "leaflet"},
        {"id": "T3", "levels": {"a": 0}, "expect": {"band": "B1"}, "source": "leaflet"},
    ]
    found = report(small(tests=tests))
    assert (found.passed, found.failed) == (1, 2)
    first, second = told(found)
    assert first.message == "Test T1 fails: it gives band B2 in place of B3 and points 7 in place of 8 (leaflet)."
    assert second.where == "tests[2]"
    assert "Birch" in second.message
    assert not found.is_clean


def test_missing_amounts_are_found_by_band() -> None:
    data = json.loads(files.canonical(tariff("exampleshire-tariff-2026-27.json")))
    gone = [
        row
        for row in data["rows"]
        if row["band"] == "B4" and row["setting"] == "base" and row["phase"] in ("ey", "p16")
    ]
    cut = copy.deepcopy(data)
    cut["rows"] = [row for row in data["rows"] if row not in gone]
    found = analyse.check(framework("exampleshire-2026.1.json"), files.read_tariff(json.dumps(cut).encode(), "cut"))
    finding = only(found)
    assert (finding.code, finding.count) == ("tariff_cell_missing", 2)
    assert finding.witness is not None
    assert finding.witness.context == {"setting": "base", "phase": "ey"}
    assert "2 of 20" in finding.message


def test_the_document_has_the_keys_of_the_contract() -> None:
    document = report(ladder(("B1", 0, 4), ("B2", 7, 9), ("B3", 10, 18))).as_json()
    assert list(document) == [
        "framework", "complete", "limits", "profiles", "bands_reachable", "findings", "tests", "adoptable",
    ]  # fmt: skip
    findings = document["findings"]
    assert isinstance(findings, list)
    assert list(findings[0]) == ["code", "severity", "where", "message", "witness", "count", "answer"]
    assert json.loads(json.dumps(document)) == document
