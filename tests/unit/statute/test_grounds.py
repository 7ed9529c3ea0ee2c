"""The legal tests: the law's words by day, out of a council's reach, with its own criteria beneath as guidance."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bandingdesk import resources
from bandingdesk.council import policy
from bandingdesk.council.ops import PolicyAdopted
from bandingdesk.letters import sample, sheet
from bandingdesk.statute import grounds
from tests.support import case_builders as b

DAY = date(2026, 11, 23)
TEXT = resources.text("statute/tests.json")


def test_every_section_that_decides_is_there_in_its_own_words() -> None:
    """Sections 33, 36(8), 37(1), 39(4) and (5), 40(2), 44, 45, 49 and 61, and section 9 of 1996: statute.md 2.1."""
    words = {g.provision: " ".join(g.sentences()) for g in grounds.book().versions}
    for section, phrase in {
        "CFA 2014 s33(2)": "unless that is incompatible with (a) the wishes of the child's parent",
        "CFA 2014 s36(8)": "has or may have special educational needs, and (b) it may be necessary",
        "CFA 2014 s37(1)": "it is necessary for special educational provision to be made",
        "CFA 2014 s39(4)": "incompatible with (i) the provision of efficient education for others, or (ii) the",
        "CFA 2014 s39(5)": "thinks would be appropriate for the child or young person, or (b) specifies the type",
        "CFA 2014 s40(2)": "appropriate for the child or young person concerned, or",
        "EA 1996 s9": "compatible with the provision of efficient instruction and training and the avoidance of",
        "CFA 2014 s61": "(2) An authority may do so only if satisfied that it would be inappropriate",
        "CFA 2014 s49(1)": "must prepare a personal budget for him or her if asked to do so",
        "CFA 2014 s44(1)": "in the period of 12 months starting with the date on which the plan was first made",
        "CFA 2014 s44(5)": "aged over 18",
        "CFA 2014 s45(1)": "only if (a) the authority is no longer responsible",
        "CFA 2014 s45(4)": "may not cease to maintain an EHC plan",
    }.items():
        assert phrase in words[section]


def test_words_hold_from_their_day_and_not_before() -> None:
    assert grounds.book().on("ASSESS", date(2014, 9, 1)).version == "CFA-2014"
    with pytest.raises(grounds.GroundNotInForceError):
        grounds.book().on("ASSESS", date(2014, 8, 31))
    with pytest.raises(grounds.GroundUnknownError):
        grounds.book().on("AFFORDABLE", DAY)


def test_what_was_not_compared_with_the_law_says_so() -> None:
    for ground in grounds.book().versions:
        assert ground.checked == bool(ground.compared)
        assert ground.source.startswith("https://www.legislation.gov.uk/")
    assert not grounds.book().on("NAMING", DAY).checked


def test_each_letter_finds_its_tests() -> None:
    assert [shown.ground.id for shown in grounds.book().of_letter("L3", DAY)] == ["ASSESS"]
    assert [shown.ground.id for shown in grounds.book().of_letter("L4", DAY)] == ["PLAN"]


def changed(**version: Any) -> str:
    raw = json.loads(TEXT)
    first = raw["tests"][0]["versions"][0]
    raw["tests"][0]["versions"] = [first, {**first, **version}]
    return json.dumps(raw)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"tests": [{"id": "X"}]}', changed(), changed(**{"from": "2030-01-01"}), changed(compared="")],
    ids=["empty", "a list", "a test without words", "twice", "the first never ends", "checked against nothing"],
)
def test_a_damaged_book_is_refused(text: str) -> None:
    with pytest.raises(grounds.GroundsInvalidError):
        grounds.read(text)


def test_a_later_version_takes_over_on_its_day() -> None:
    raw = json.loads(TEXT)
    first = raw["tests"][0]["versions"][0]
    later = {**first, "from": "2030-09-01", "words": "New words", "version": "CFA-2030"}
    raw["tests"][0]["versions"] = [{**first, "to": "2030-08-31"}, later]
    found = grounds.read(json.dumps(raw))
    assert found.on("MAINSTREAM", date(2030, 8, 31)).version == "CFA-2014"
    assert found.on("MAINSTREAM", date(2030, 9, 1)).words == "New words"


def adopt(value: dict[str, Any], key: str = policy.LOCAL_CRITERIA) -> None:
    policy.adopt(None, "p1", b.NOW, PolicyAdopted(key, value, DAY, "minute 4"))


def test_no_policy_reaches_the_words_of_the_law() -> None:
    """Whatever a council adopts, under whatever name, the tests stay as they shipped; its words stand beneath."""
    before = grounds.read(TEXT)
    for key in (policy.LOCAL_CRITERIA, "tests", "statute", "statute/tests.json", "grounds"):
        adopt({"ASSESS": "We assess only after two cycles of support."}, key)
    assert grounds.book() == before
    guidance = {"REVIEW": "We look for two terms of progress.", "CEASE": "", "MADE.UP": "Never shown"}
    for shown in grounds.book().shown(("REVIEW", "CEASE"), DAY, guidance):
        assert shown.ground == before.on(shown.ground.id, DAY)
        assert shown.guidance == guidance.get(shown.ground.id, "")


def test_local_criteria_for_a_test_that_is_none_are_refused() -> None:
    with pytest.raises(grounds.GroundUnknownError) as caught:
        adopt({"AFFORDABLE": "The band is within budget."})
    assert caught.value.fields["test"] == "AFFORDABLE"


def test_both_sheets_print_the_law_first_and_the_guidance_beneath_it() -> None:
    guidance = {"REVIEW": "We look for two terms of progress."}
    facts = replace(sample.sheet_facts(), law=grounds.book().shown(("REVIEW",), DAY, guidance))
    for made in (sheet.public_sheet(facts), sheet.full_sheet(facts)):
        words = list(next(block for block in made.blocks if block.id == "LAW").texts())
        assert words[0] == "What the law asks"
        assert "Within four weeks of the review meeting" in words[1]
        assert words[2:5] == [f"{limb.mark} {limb.words}" for limb in grounds.book().on("REVIEW", DAY).limbs]
        assert words[5] == f"{grounds.GUIDANCE}: We look for two terms of progress."
