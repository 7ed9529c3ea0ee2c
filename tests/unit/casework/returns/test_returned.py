"""A return is taken over by a person who has seen every doubt; each answer is settled, none twice."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.casework.returns import form, returned
from bandingdesk.casework.returns.ops import Answer, Doubt, FormWritten, ReturnReceived
from tests.support import form_files as f
from tests.support.case_builders import NOW, folded

ANSWERS = (
    Answer("hard", "What is hard?", "Lunch is loud."),
    Answer("hard#2", "What is hard?", "Mornings."),
    Answer("hopes", "What do you hope for?", "Reading."),
)
DOUBTS = (Doubt("twice", "hard"), Doubt("tracked", "", "", "2"))


def received(kind="parent_views", answers=ANSWERS, doubts=DOUBTS, sha256="a" * 64):
    return ReturnReceived("case-1", f.ID, kind, date(2026, 11, 20), "form.docx", sha256, 10, "mime", answers, doubts)


def a_return(*more, **changes):
    return folded(returned.apply, returned.receive("r1", "p1", NOW, received(**changes), ()), *more)


def test_what_came_in_before_is_not_recorded_twice():
    with pytest.raises(returned.ReceivedBeforeError) as refused:
        returned.receive("r2", "p1", NOW, received(), [("a" * 64, date(2026, 11, 18))])
    assert refused.value.on == date(2026, 11, 18)
    returned.receive("r2", "p1", NOW, received(), [("b" * 64, date(2026, 11, 18))])


def test_every_answer_is_settled_before_anything_is_taken():
    with pytest.raises(returned.DoubtOpenError) as refused:
        returned.take(a_return(), "p1", NOW, {"hopes"}, (), seen=True)
    assert (refused.value.count, refused.value.keys) == (2, ("hard", "hard#2"))


def test_doubts_about_the_file_are_looked_at_first():
    with pytest.raises(returned.DoubtsUnseenError) as refused:
        returned.take(a_return(), "p1", NOW, {"hopes", "hard"}, {"hard#2"}, seen=False)
    assert refused.value.count == 1


def test_two_answers_to_one_question_are_not_both_taken():
    with pytest.raises(returned.TwoAnswersError):
        returned.take(a_return(), "p1", NOW, {"hard", "hard#2", "hopes"}, (), seen=True)


def test_what_is_no_level_is_not_taken_as_one():
    answers = (Answer("strand.literacy", "Literacy: Level", "2 or 3"), Answer("strand.speech", "Speech", "", "", None))
    state = a_return(kind="setting_profile", answers=answers, doubts=())
    for key in ("strand.literacy", "strand.speech"):
        with pytest.raises(returned.NothingToTakeError):
            returned.take(state, "p1", NOW, {key}, {"strand.literacy", "strand.speech"} - {key}, seen=True)


def test_taken_and_left_out_are_recorded_in_the_order_of_the_form_and_close_it():
    op = returned.take(a_return(), "p2", NOW, {"hopes", "hard#2"}, {"hard"}, seen=True, became=("evidence:e1",))
    assert (op.body.taken, op.body.left_out, op.body.became) == (("hard#2", "hopes"), ("hard",), ("evidence:e1",))
    closed = a_return(op)
    assert closed.taken_by == "p2"
    for again in (
        lambda: returned.take(closed, "p1", NOW, {"hopes"}, {"hard", "hard#2"}, seen=True),
        lambda: returned.set_aside(closed, "p1", NOW, "Too late"),
        lambda: returned.ask(closed, "p1", NOW, (), "Which one?"),
    ):
        with pytest.raises(returned.ReturnClosedError):
            again()


def test_setting_aside_and_asking_need_words():
    state = a_return()
    for act in (returned.set_aside(state, "p1", NOW, "Came twice"), returned.ask(state, "p1", NOW, {"hard"}, "Which?")):
        assert act.subject.id == "r1"
    with pytest.raises(form.ReasonMissingError):
        returned.set_aside(state, "p1", NOW, "  ")
    with pytest.raises(form.ReasonMissingError):
        returned.ask(state, "p1", NOW, {"hard"}, "")
    asked = a_return(returned.ask(state, "p1", NOW, {"hopes", "hard"}, "Which? "))
    assert (asked.asked[0].about, asked.asked[0].words) == (("hard", "hopes"), "Which?")
    assert a_return(returned.set_aside(state, "p1", NOW, "Came twice")).set_aside == "Came twice"


def test_an_erased_return_is_closed():
    from tests.support.case_builders import recorded

    op = returned.receive("r1", "p1", NOW, received(), ())
    state = returned.apply(None, recorded(op, body=object()))
    with pytest.raises(returned.ReturnClosedError):
        returned.set_aside(state, "p1", NOW, "Came twice")


# The form itself


def test_a_form_is_wanted_back_on_a_day_to_come():
    with pytest.raises(form.ReplyDayError):
        form.make(f.ID, "p1", NOW, f.a_form("advice", due=date(2026, 11, 22)))


def test_a_seal_is_of_all_that_is_printed():
    one = f.a_form("advice")
    assert form.seal(f.ID, one) == one.seal
    assert len({form.seal(f.ID, f.a_form("advice", **change)) for change in (
        {}, {"called": "TS"}, {"reference": "2026-0018"}, {"framework_sha256": "1" * 64}, {"book": "2027.1"},
    )}) == 5  # fmt: skip
    assert form.seal("other", one) != one.seal


def test_a_withdrawn_form_leaves_no_more_as_a_file():
    made = form.make(f.ID, "p1", NOW, f.a_form("advice"))
    state = folded(form.apply, made)
    written = form.write(state, "p1", NOW, FormWritten("case-1", "a.docx", "0" * 64, False))
    assert folded(form.apply, made, written).written_at == NOW
    gone = folded(form.apply, made, form.withdraw(state, "p1", NOW, "She moved away."))
    with pytest.raises(form.FormWithdrawnError):
        form.write(gone, "p1", NOW, FormWritten("case-1", "a.docx", "0" * 64, False))
    with pytest.raises(form.ReasonMissingError):
        form.withdraw(state, "p1", NOW, " ")
