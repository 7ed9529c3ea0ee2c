"""What may be said on the phone at each step: before the signature nothing of band, scores or recommendation."""

from __future__ import annotations

import pytest

from bandingdesk.panel import spoken

BEFORE = {"review_held": True, "on_agenda": True, "is_letter_sent": False, "is_decided": False}
SHUT = {"outcome", "recommendation", "band", "amount", "scores", "names"}


@pytest.mark.parametrize(
    "step", [None, "proposed", "second_signature", "section_f_checked", "money_shown", "recommended", "returned"]
)
def test_before_the_signature_nothing_of_the_decision_is_said(step):
    found = spoken.sayable(spoken.moment(step=step, **BEFORE))
    assert set(found.not_now) == SHUT
    assert not SHUT & set(found.may)


def test_after_the_signature_the_outcome_is_said_and_the_reasons_come_with_the_letter():
    signed = spoken.sayable(spoken.moment(step="signed", **BEFORE | {"is_decided": True}))
    sent = spoken.sayable(spoken.moment(step="signed", **BEFORE | {"is_decided": True, "is_letter_sent": True}))
    assert "outcome" in signed.may
    assert "reasons" in signed.not_now
    assert {"outcome", "reasons", "appeal"} <= set(sent.may)
    for found in (signed, sent):
        assert {"band", "amount", "scores", "names"} <= set(found.not_now)


def test_an_older_decision_does_not_open_the_next_one():
    assert spoken.moment(step="recommended", **BEFORE) == "waits_to_be_signed"
    assert spoken.moment(step="signed", **BEFORE | {"on_agenda": False}) == "review_held"
    assert (
        spoken.moment(step=None, review_held=False, on_agenda=False, is_letter_sent=False, is_decided=False)
        == "nothing"
    )
