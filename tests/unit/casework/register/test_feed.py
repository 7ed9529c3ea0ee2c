"""What a sent letter writes into the register."""

from __future__ import annotations

from datetime import date

from bandingdesk import resources
from bandingdesk.casework.register import entry, feed
from bandingdesk.casework.register.ops import EntryMade
from bandingdesk.statute import register, required_letters
from tests.support import case_builders as b

BOOK = register.book()


def an_entry(type_: str, id_: str = "e1", **values: str) -> entry.Entry:
    made = entry.make(id_, "p1", b.NOW, EntryMade("case", type_, BOOK.version, values), BOOK)
    state: entry.Entry = b.folded(entry.apply, made)
    return state


def written(template: str, *entries: entry.Entry) -> dict[str, object]:
    ops = feed.sent(entries, template, date(2026, 11, 20), "p1", b.NOW, BOOK)
    return {} if not ops else {"subject": ops[0].subject.id, **ops[0].body.values}


def test_a_refusal_that_was_sent_is_the_outcome_of_the_request():
    """Source: statute.md 2.2, L3 feeds RequestOutcome N and its date."""
    found = written("L3", an_entry("request", received="2026-10-12", source="1"))
    assert (found["outcome"], found["outcome_date"]) == ("N", "2026-11-20")


def test_what_somebody_recorded_is_not_replaced():
    assert written("L3", an_entry("request", received="2026-10-12", source="1", outcome="N",
                                  outcome_date="2026-11-18")) == {}  # fmt: skip


def test_the_newest_waiting_entry_is_the_one():
    first = an_entry("review", "e1", meeting="2025-10-12")
    second = an_entry("review", "e2", meeting="2026-10-12")
    found = written("L8", first, second)
    assert (found["subject"], found["outcome"], found["notice_sent"]) == ("e2", "amend", "2026-11-20")


def test_a_letter_about_money_writes_nothing():
    assert written("L15", an_entry("review", meeting="2026-10-12")) == {}


def test_every_letter_of_the_feed_is_a_letter_of_the_matrix():
    matrix = required_letters.read(resources.text("statute/letters.json"))
    for template in BOOK.letters:
        assert matrix.row(template).id == template
