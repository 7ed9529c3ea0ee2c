"""Outcomes and panel types as they ship: whole, of their family, each refusal on a test, letters of the matrix."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bandingdesk import resources
from bandingdesk.panel import outcomes, shipped
from bandingdesk.panel.room import screen
from bandingdesk.statute import grounds, required_letters

DAY = date(2026, 11, 23)
BOOK = outcomes.book()
TEXT = resources.text("panels/outcomes.json")
TYPES = resources.text("panels/types.json")


def test_the_nine_types_of_the_trade_ship() -> None:
    assert [one.key for one in shipped.shipped()] == [
        "assess",
        "issue",
        "banding",
        "top_up",
        "placement",
        "annual_review",
        "high_cost",
        "joint",
        "oversight",
    ]


@pytest.mark.parametrize("one", shipped.shipped(), ids=lambda one: one.key)
def test_a_template_names_only_what_there_is(one: shipped.ShippedType) -> None:
    """Outcomes of its own family, tests of the law, types to go to, parts of a pack and of the room."""
    book, keys = shipped.book(), {known.key for known in shipped.shipped()}
    assert all(one.family in BOOK.get(outcome).family for outcome in one.outcomes)
    assert set(one.tests) <= set(grounds.book().ids)
    assert {route.to for route in one.routes} | ({one.ratified_by} - {""}) <= keys
    assert set(one.pack) <= set(book.pack)
    assert set(one.room) <= set(book.room)
    assert {default.kind for default in one.interest_defaults} == {kind.kind for kind in book.interests}
    assert one.recommends  # statutory types recommend only, by default, and the others too
    assert one.family in book.decides
    assert one.basis in book.bases


def test_what_the_room_may_show_is_the_rooms_own_list() -> None:
    assert set(shipped.book().room) == {*screen.BY_COUNCIL, screen.HIDE_NAMES}


def test_every_outcome_is_offered_by_a_template() -> None:
    offered = {outcome for one in shipped.shipped() for outcome in one.outcomes}
    assert offered == set(BOOK.kinds)


def test_what_a_round_answers_covers_the_tests_of_its_outcomes() -> None:
    """A panel on questions asks every test that its refusals rest on; only a family without a request has its own."""
    for one in shipped.shipped():
        if one.basis == "questions":
            rests = {m.test for id_ in one.outcomes for m in BOOK.get(id_).measures if m.rests}
            assert rests - {"BUDGET"} <= set(one.tests), one.key


def test_oversight_ends_in_findings_and_never_in_a_band() -> None:
    kinds = BOOK.of_family("oversight")
    assert [kind.title for kind in kinds] == [
        "Sound",
        "Reasons to add by a further record",
        "Return to the decision maker",
        "A theme to learn from",
        "Wording of the matrix to review",
    ]
    assert not any(kind.needs & {"band", "money", "section_f"} for kind in kinds)


def test_a_higher_panel_decides_funds_and_neither_levels_nor_section_f() -> None:
    for family in ("high_cost", "joint"):
        assert not any(kind.needs & {"band", "fit", "section_f", "changes"} for kind in BOOK.of_family(family))


def test_each_letter_is_in_the_letter_matrix_and_each_refusal_that_can_be_appealed_has_one_with_the_right() -> None:
    """statute.md 2.2: L3, L4, L6, L11b, L12 hold a right of appeal; a personal budget has a review instead."""
    matrix = required_letters.read(resources.text("statute/letters.json"))
    for kind in BOOK:
        rows = [matrix.row(letter) for letter in kind.letters]
        if kind.refuses and kind.id != "budget_refused":
            assert any(row.appealable for row in rows), kind.id


def test_the_letters_of_a_review() -> None:
    """statute.md 2.2. A band alone makes L15 and no letter that can be appealed."""
    assert BOOK.letters("keep") == ("L7", "L15")
    assert BOOK.letters("amend") == ("L8", "L15")
    assert BOOK.letters("cease") == ("L11a", "L11b")
    assert BOOK.letters("band_other") == ("L15",)
    for row in required_letters.read(resources.text("statute/letters.json")).letters:
        assert not row.outcome or row.id in BOOK.letters(row.outcome)


def test_the_law_of_an_outcome_comes_in_order_with_the_councils_words_beneath() -> None:
    shown = BOOK.law("cease", DAY, {"CEASE": "We ask the young person first."})
    assert [one.ground.id for one in shown] == ["REVIEW", "CEASE", "CEASE.NEED", "CEASE.OVER18"]
    assert [one.guidance for one in shown] == ["", "We ask the young person first.", "", ""]


def test_an_outcome_of_a_newer_version_keeps_its_own_name_and_asks_for_nothing() -> None:
    assert (BOOK.title("newer"), BOOK.letters("newer"), BOOK.law("newer", DAY)) == ("newer", (), ())
    with pytest.raises(outcomes.OutcomeUnknownError):
        BOOK.get("newer")


def planted(**changes: Any) -> str:
    raw = json.loads(TEXT)
    raw["outcomes"][1] |= changes
    return json.dumps(raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        planted(id="assess"),
        planted(family=["court"]),
        planted(family=[]),
        planted(needs=["luck"]),
        planted(tests=[{"test": "AFFORDABLE", "rests": "any_no"}]),
        planted(tests=[{"test": "ASSESS", "rests": "mostly"}]),
        planted(tests=[]),
        planted(needs=[]),
    ],
    ids=["empty", "list", "twice", "no such family", "no family", "need", "no test", "rests", "bare", "no grounds"],
)
def test_damaged_outcomes_are_refused(text: str) -> None:
    with pytest.raises(outcomes.OutcomesInvalidError):
        outcomes.read(text)


@pytest.mark.parametrize(
    "text", ["", "[]", TYPES.replace('"quorum": 3, ', "", 1), TYPES.replace('"issue"', '"assess"')]
)
def test_damaged_panel_types_are_refused(text: str) -> None:
    with pytest.raises(shipped.PanelTypesInvalidError):
        shipped.read(text)
