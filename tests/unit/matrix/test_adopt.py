"""The gate: each condition of adoption, alone and together. Source: matrix design 3.6."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bandingdesk.matrix import adopt, analyse
from bandingdesk.matrix.adopt import AdoptionRefusedError, Predecessor
from bandingdesk.matrix.life import Answer, Life, Paper
from tests.support.frameworks import read, small

STARTS = date(2026, 4, 1)
SHA = "ab" * 32
PASSING = {"id": "T1", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "by hand: 0 points"}
FAILING = {"id": "T2", "levels": {"a": 4, "b": 4, "c": 2}, "expect": {"band": "B1"}, "source": "by hand: 18 points"}
STEEP = {  # one level of Cedar is 5 points: from Band 1 to Band 3
    "kind": "thresholds",
    "measure": "score",
    "rows": [
        {"band": "B1", "from": 0, "to": 2},
        {"band": "B2", "from": 3, "to": 5},
        {"band": "B3", "from": 6, "to": 18},
    ],
}
READY = Life(
    status="consulted",
    minute="CAB 26/1",
    equality=Paper(ref="eqia.pdf", sha256=SHA),
    consultation=Paper(ref="report.pdf", sha256=SHA),
    answers=(Answer(code="cliff", where="strands", text="Wanted: the forum kept it."),),
)


def asked(life: Life = READY, starts: date = STARTS, **changes: Any) -> dict[str, tuple[str, ...]]:
    definition = read(small(**{"tests": [PASSING], "decide": STEEP, **changes}))
    found = adopt.requirements(definition, life, analyse.check(definition), starts)
    return {one.id: one.missing for one in found}


def test_a_version_with_tests_answers_papers_and_minute_may_be_adopted() -> None:
    assert not any(asked().values())


def test_it_needs_a_worked_test_that_passes() -> None:
    assert asked(tests=[])["tests"] == ("It has no worked test: add at least one.",)
    [failing] = asked(tests=[PASSING, FAILING])["tests"]
    assert failing == "Test T2 fails: it gives band B3 in place of B1 (by hand: 18 points)."


def test_an_error_of_the_check_can_not_be_answered_away() -> None:
    rows = [
        {"band": "B1", "from": 0, "to": 4},
        {"band": "B2", "from": 6, "to": 9},
        {"band": "B3", "from": 10, "to": 18},
    ]
    decide = {"kind": "thresholds", "measure": "score", "rows": rows}
    answered = READY.model_copy(update={"answers": (Answer(code="threshold_gap", where="decide", text="It is so."),)})
    missing = asked(answered, decide=decide)["check"]
    assert any(sentence.startswith("An error in How the band is found") for sentence in missing)


def test_each_warning_is_answered_at_its_place_or_above_it() -> None:
    silent = READY.model_copy(update={"answers": ()})
    open_ = asked(silent)["findings"]
    assert open_
    assert open_[0].startswith("A warning about Cedar, level 1 is not answered: One level more in Cedar ")
    elsewhere = READY.model_copy(update={"answers": (Answer(code="cliff", where="decide", text="No."),)})
    assert asked(elsewhere)["findings"] == open_


@pytest.mark.parametrize("paper", ["equality", "consultation"])
def test_a_paper_is_attached_by_its_hash_or_a_named_officer_says_why_not(paper: str) -> None:
    def missing(kept: Paper | None) -> int:
        return len(asked(READY.model_copy(update={paper: kept}))[paper])

    assert missing(None) == 1
    assert missing(Paper(ref="eqia.pdf")) == 1  # a name without the file
    assert missing(Paper(sha256=SHA)) == 1  # a file without a name
    assert missing(Paper(reason="No change of substance.")) == 1  # a reason nobody gives
    assert missing(Paper(reason="No change of substance.", officer="A. Officer (invented)")) == 0


def test_the_minute_is_named() -> None:
    assert asked(READY.model_copy(update={"minute": " "}))["minute"] == ("Name the minute.",)


def test_it_starts_on_a_day_that_its_definition_is_made_for() -> None:
    assert asked(starts=date(2026, 3, 31))["start"] == (
        "The definition is in force from 1 April 2026: start on that day or later.",
    )
    until = {"effective": {"from": "2026-04-01", "to": "2027-03-31"}}
    assert not asked(starts=date(2027, 3, 31), **until)["start"]
    assert asked(starts=date(2027, 4, 1), **until)["start"]


@pytest.mark.parametrize("status", ["adopted", "retired"])
def test_it_is_adopted_once(status: str) -> None:
    before = READY.model_copy(update={"status": status, "starts": STARTS})
    assert asked(before)["once"] == ("It was adopted before, 1 April 2026: make a new version from it.",)


def test_it_names_the_version_it_takes_over_from_and_starts_after_it() -> None:
    first = Predecessor("sha256:" + SHA, "2026.1", STARTS)
    silent = read(small())
    heir = read(small(supersedes="sha256:" + SHA))
    later = date(2027, 4, 1)
    assert not adopt.succession(silent, STARTS, None).missing
    assert not adopt.succession(heir, later, first).missing
    assert adopt.succession(silent, later, first).missing == (
        "Its definition must say that it supersedes version 2026.1.",
    )
    assert adopt.succession(heir, STARTS, first).missing == (
        "It must start after version 2026.1, which started on 1 April 2026.",
    )


def test_a_refusal_names_every_condition_at_once() -> None:
    definition = read(small(tests=[FAILING], decide=STEEP))
    found = adopt.requirements(definition, Life(status="draft"), analyse.check(definition), date(2026, 1, 1))
    unmet = [sentence for one in found for sentence in one.missing]
    with pytest.raises(AdoptionRefusedError) as caught:
        adopt.check("Small, version 1,", found)
    assert caught.value.unmet == tuple(unmet)
    assert {one.id for one in found if not one.is_met} == {
        "tests", "findings", "equality", "consultation", "minute", "start",
    }  # fmt: skip
    assert caught.value.as_json()["unmet"] == unmet
    assert {one.code for one in caught.value.findings} == {"test_failed", "cliff"}
    assert caught.value.as_json()["findings"] == [
        {"code": one.code, "where": one.where, "message": one.message} for one in caught.value.findings
    ]
    assert all(sentence in caught.value.text() for sentence in unmet)


def test_people_read_places_and_never_codes() -> None:
    definition = read(small(tests=[PASSING, FAILING], decide=STEEP))
    found = adopt.requirements(definition, Life(status="draft"), analyse.check(definition), STARTS)
    told = [one for one in found if one.findings]
    assert {one.id for one in told} == {"tests", "findings"}
    for one in told:
        assert len(one.missing) == len(one.findings)
        for sentence, finding in zip(one.missing, one.findings, strict=True):
            assert finding.message in sentence
            assert finding.code not in sentence
            assert finding.where not in sentence
