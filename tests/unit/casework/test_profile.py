"""A profile is locked whole, unlocked by its writer until the reveal, revealed when all expected have locked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles import forward, profile
from bandingdesk.casework.profiles.forward import Left, StrandWords
from bandingdesk.casework.profiles.ops import ProfileLocked, Start
from bandingdesk.casework.profiles.profile import DraftStrand, Missing, PartyProfile
from bandingdesk.ops import Erased, Subject
from tests.support import case_builders as b

SCALE = {"attention": (0, 1, 2, 3, 4), "literacy": (0, 1, 2), "fit": (1, 2)}
CARDS = {"fit": {1: ("d1",), 2: ("d2", "d3")}}
WHOLE = (
    DraftStrand("attention", 3, "fairly", "He needs an adult beside him."),
    DraftStrand("literacy", 1, relied=("x1",)),
    DraftStrand("fit", 2, note="As the report says.", descriptors=("d3",)),
)


def locked(party: Party = "officer", occasion: int = 1, by: str = "p1") -> PartyProfile:
    body = profile.body("c1", party, "0" * 64, WHOLE, occasion)
    return b.folded(profile.apply, profile.lock(None, by, b.NOW, body))  # type: ignore[no-any-return]


def then(known: PartyProfile, op: object, op_id: str = "next") -> PartyProfile:
    return profile.apply(known, b.recorded(op, op_id))


def changed(strand: str, **values: object) -> list[DraftStrand]:
    return [replace(one, **values) if one.strand == strand else one for one in WHOLE]  # type: ignore[arg-type]


def test_a_whole_profile_is_locked_with_all_that_was_written() -> None:
    profile.require_whole(WHOLE, SCALE, CARDS)
    op = profile.lock(None, "p1", b.NOW, profile.body("c1", "officer", "0" * 64, WHOLE, 1))
    assert (op.kind, op.subject, op.parent) == ("profile.locked", Subject("profile", "c1.officer"), None)
    assert op.body.levels == {"attention": 3, "literacy": 1, "fit": 2}
    assert op.body.notes == {"attention": "He needs an adult beside him.", "fit": "As the report says."}
    assert op.body.relied == {"literacy": ("x1",)}
    assert op.body.confidence["attention"] == "fairly"
    assert profile.drafts_of(op.body) == WHOLE


@pytest.mark.parametrize(
    ("strand", "values", "what"),
    [
        ("attention", {"level": None}, "level"),
        ("attention", {"note": " "}, "basis"),
        ("literacy", {"relied": ()}, "basis"),
        ("attention", {"is_confirmed": False}, "copy"),
        ("fit", {"descriptors": ()}, "descriptors"),
        ("fit", {"descriptors": ("d1",)}, "descriptors"),
    ],
)
def test_what_is_missing_is_named_by_its_strand(strand: str, values: dict[str, object], what: str) -> None:
    with pytest.raises(profile.ProfileIncompleteError) as refused:
        profile.require_whole(changed(strand, **values), SCALE, CARDS)
    assert refused.value.missing == (Missing(strand, what),)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.count) == ("PF-01", 1)


def test_an_empty_profile_lacks_every_level() -> None:
    assert [one.what for one in profile.missing(tuple(SCALE), {}, CARDS)] == ["level"] * 3


@pytest.mark.parametrize(("strand", "level"), [("attention", 5), ("literacy", 3), ("nowhere", 1)])
def test_a_level_that_the_framework_has_not_is_refused(strand: str, level: int) -> None:
    with pytest.raises(profile.LevelUnknownError) as refused:
        profile.require_whole([*WHOLE, DraftStrand(strand, level, note="x")], SCALE, CARDS)
    assert (refused.value.strand, refused.value.level) == (strand, level)


def test_a_locked_profile_is_not_locked_again_until_it_was_unlocked() -> None:
    known = locked()
    body = profile.body("c1", "officer", "0" * 64, WHOLE, 1)
    with pytest.raises(profile.ProfileLockedError):
        profile.lock(known, "p1", b.NOW, body)
    known = then(known, profile.unlock(known, "p1", b.NOW, 1, band_shown=False), "u1")
    assert not known.locks[0].is_locked
    known = then(known, profile.lock(known, "p1", b.NOW, body), "l2")
    assert (known.locks[0].is_locked, known.locks[0].revision) == (True, 2)


def test_the_lock_is_taken_back_by_who_made_it_before_the_reveal_and_before_a_band() -> None:
    known = locked()
    with pytest.raises(profile.NotYourProfileError):
        profile.unlock(known, "p2", b.NOW, 1, band_shown=False)
    with pytest.raises(profile.BandShownError):
        profile.unlock(known, "p1", b.NOW, 1, band_shown=True)
    with pytest.raises(profile.ProfileOpenError):
        profile.unlock(known, "p1", b.NOW, 2, band_shown=False)
    (op,) = profile.reveal([known], "p1", b.NOW, 1, expected=("officer",), panel_revealed=False)
    with pytest.raises(profile.ProfileRevealedError):
        profile.unlock(then(known, op), "p1", b.NOW, 1, band_shown=False)


def test_each_decision_has_profiles_of_its_own() -> None:
    known = locked()
    (op,) = profile.reveal([known], "p1", b.NOW, 1, expected=("officer",), panel_revealed=False)
    known = then(known, op, "r1")
    with pytest.raises(profile.ProfileRevealedError):
        profile.lock(known, "p1", b.NOW, profile.body("c1", "officer", "0" * 64, WHOLE, 1))
    known = then(known, profile.lock(known, "p2", b.NOW, profile.body("c1", "officer", "0" * 64, WHOLE, 2)), "l2")
    assert [(one.body.occasion, one.is_revealed, one.by) for one in known.locks] == [(1, True, "p1"), (2, False, "p2")]


@pytest.mark.parametrize("expected", [("setting", "officer"), ("setting",), ("officer", "panel"), ("panel",)])
@given(
    has=st.sets(st.sampled_from(profile.PARTIES)),
    unlocked=st.sets(st.sampled_from(profile.PARTIES)),
    panel=st.booleans(),
)
def test_nothing_is_revealed_before_all_expected_have_locked(
    expected: tuple[str, ...], has: set[Party], unlocked: set[Party], panel: bool
) -> None:
    known = []
    for party in sorted(has):
        one = locked(party)
        if party in unlocked:
            one = then(one, profile.unlock(one, "p1", b.NOW, 1, band_shown=False))
        known.append(one)
    stands = (has - unlocked) | ({"panel"} if panel else set())
    ops = profile.reveal(known, "p9", b.NOW, 1, expected=expected, panel_revealed=panel)
    assert {op.body.party for op in ops} == (has - unlocked if set(expected) <= stands else set())


def test_an_erased_profile_keeps_its_head_alone() -> None:
    op = profile.lock(None, "p1", b.NOW, profile.body("c1", "officer", "0" * 64, WHOLE, 1))
    known = profile.apply(None, replace(b.recorded(op, "op-1"), body=Erased("plan_25_years")))
    assert known == PartyProfile("c1.officer", "op-1")


# Copied forward

BEFORE = {
    "attention": StrandWords("Attention", {0: "none", 3: "often"}),
    "literacy": StrandWords("Literacy", {1: "some", 2: "much"}),
    "fit": StrandWords("Fit", {2: "two"}),
    "old": StrandWords("Self-care", {1: "one"}),
}
NOW = {
    "attention": StrandWords("Attention", {0: "none", 3: "very often"}),
    "literacy": StrandWords("Literacy", {1: "some"}),
    "fit": StrandWords("Fit", {2: "two"}),
    "fresh": StrandWords("Hearing", {0: "none"}),
}


def test_a_copy_says_where_it_came_from_and_waits_to_be_confirmed() -> None:
    (one,) = forward.copied("d7", {"fit": 2})
    assert (one.start, one.level, one.is_confirmed) == (Start("d7", 2), 2, False)
    assert (one.note, one.relied) == ("", ())


def test_what_cannot_be_carried_to_another_version_is_named() -> None:
    copies = forward.copied("d7", {"attention": 3, "literacy": 2, "fit": 2, "old": 1})
    carried = forward.carry(copies, BEFORE, NOW)
    assert carried.left == (
        Left("attention", "Attention", 3, "reworded"),
        Left("literacy", "Literacy", 2, "level"),
        Left("old", "Self-care", 1, "gone"),
        Left("fresh", "Hearing", None, "new"),
    )
    assert {one.strand: one.level for one in carried.drafts} == {"attention": 3, "literacy": None, "fit": 2}


def test_a_draft_keeps_its_words_under_a_new_version_and_a_reworded_level_waits() -> None:
    drafts = (DraftStrand("attention", 3, note="Mine."), DraftStrand("literacy", 2, note="Mine too."))
    first, second = forward.carry(drafts, BEFORE, NOW).drafts
    assert (first.level, first.note, first.is_confirmed) == (3, "Mine.", False)
    assert (second.level, second.note, second.is_confirmed) == (None, "Mine too.", True)


def test_the_same_version_carries_all() -> None:
    assert forward.carry(WHOLE[:1], BEFORE, BEFORE) == (WHOLE[:1], ())


def test_a_copy_never_goes_over_what_was_written() -> None:
    own = {"attention": DraftStrand("attention", 1, note="Mine."), "fit": DraftStrand("fit", None, note="A line.")}
    made = forward.merged(own, forward.copied("d7", {"attention": 3, "fit": 2, "literacy": 1}))
    assert made["attention"] == own["attention"]
    assert (made["fit"].level, made["fit"].note, made["fit"].is_confirmed) == (2, "A line.", False)
    assert made["literacy"].start == Start("d7", 1)


def test_a_body_of_version_1_is_of_the_first_decision() -> None:
    from bandingdesk import ops
    from bandingdesk.store import folds

    old = b'{"case":"c1","framework_sha256":"00","levels":{"a":1},"notes":{},"party":"setting"}'
    body = ops.body_of(folds.registry().kinds, "profile.locked", 1, old)
    assert body == ProfileLocked("c1", "setting", "00", {"a": 1}, {}, 1)
