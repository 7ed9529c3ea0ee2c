"""Papers and their extracts, and letters that are issued once and sent once."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.casework import correspondence
from bandingdesk.casework.ops import EvidenceAdded, ExtractMarked, LetterIssued
from bandingdesk.casework.papers import evidence
from bandingdesk.ops import Subject
from tests.support import case_builders as b

PAPER = EvidenceAdded("c1", "School report", "School", "SENCO", date(2026, 10, 1), "setting", "0" * 64, 100,
                      "application/pdf", 4)  # fmt: skip
LETTER = LetterIssued("c1", "d1", "L7", "Keep the plan", "parent", "A. Parent", "1" * 64, 2, 900, ("REASONS",),
                      "SEND-2014", date(2026, 11, 23))  # fmt: skip
DECIDED = (Subject("decision", "d1"), "head-of-d1")


def paper() -> evidence.Evidence:
    return b.folded(evidence.apply, evidence.add("e1", "p1", b.NOW, PAPER))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("page", "highlight"), [(0, "words"), (5, "words"), (2, "other")])
def test_an_extract_lies_on_a_page_of_the_paper_and_holds_what_it_marks(page: int, highlight: str) -> None:
    with pytest.raises(evidence.ExtractOutsideError):
        evidence.mark(paper(), "p1", b.NOW, ExtractMarked("x1", "literacy", page, "Reads single words.", highlight))


def test_extracts_stand_in_the_order_of_marking() -> None:
    known = paper()
    for at, strand in enumerate(("literacy", "speech"), 1):
        op = evidence.mark(known, "p1", b.NOW, ExtractMarked(f"x{at}", strand, at, "Reads single words.", "words"))
        known = evidence.apply(known, b.recorded(op, f"op-{at}"))
    assert [one.strand for one in known.extracts] == ["literacy", "speech"]


def issued(*, is_signed: bool = True, stands: bool = False) -> object:
    return correspondence.issue("l1", "p1", b.NOW, LETTER, is_signed=is_signed, stands=stands, decided=DECIDED)


def test_a_letter_needs_a_signed_decision_and_stands_once() -> None:
    with pytest.raises(correspondence.LetterTooEarlyError):
        issued(is_signed=False)
    with pytest.raises(correspondence.LetterStandsError):
        issued(stands=True)


def test_an_issued_letter_names_the_decision_it_rests_on() -> None:
    assert issued().seen == (DECIDED,)  # type: ignore[attr-defined]


def test_a_letter_is_sent_once() -> None:
    known = b.folded(correspondence.apply, issued())
    op = correspondence.send(known, "p1", b.NOW, on=b.TODAY, method="post", served=date(2026, 11, 25))
    sent = correspondence.apply(known, b.recorded(op, "op-1"))
    assert sent.issued == LETTER
    with pytest.raises(correspondence.LetterSentError) as caught:
        correspondence.send(sent, "p1", b.NOW, on=b.TODAY, method="post", served=date(2026, 11, 25))
    assert caught.value.fields["on"] == b.TODAY
