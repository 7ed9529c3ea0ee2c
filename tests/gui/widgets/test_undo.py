"""The undo of a draft, and who scores next on one laptop."""

from bandingdesk.ui.models.undo import Step, Steps
from bandingdesk.ui.workspaces.scoring.handing_on import next_scorer
from bandingdesk.ui.workspaces.scoring.reading import Scorer


def test_steps_go_back_and_forth_by_name():
    steps = Steps()
    steps.push(Step("Speech 1 → 2", "speech", 1, 2))
    steps.push(Step("Speech 2 → 3", "speech", 2, 3))
    assert steps.undo().before == 2
    assert (steps.undo_name, steps.redo_name) == ("Speech 1 → 2", "Speech 2 → 3")
    assert steps.redo().after == 3
    assert steps.redo() is None


def test_a_new_step_forgets_what_was_taken_back():
    steps = Steps()
    steps.push(Step("a", "speech", 1, 2))
    steps.undo()
    steps.push(Step("b", "speech", 1, 4))
    assert steps.redo_name == ""


def test_typing_a_line_is_one_step():
    steps = Steps()
    for before, after in (("", "E"), ("E", "EP")):
        steps.push(Step("the line", "speech", before, after), joins=True)
    steps.push(Step("the line", "literacy", "", "S"), joins=True)
    steps.undo()
    step = steps.undo()
    assert (step.before, step.after) == ("", "EP")
    assert steps.undo() is None


def scorers(*locked):
    return tuple(Scorer(name, name, has_locked, True) for name, has_locked in zip("ABC", locked, strict=True))


def test_the_next_scorer_is_the_first_after_me_who_has_not_locked():
    assert next_scorer(scorers(True, False, False), "A").person_id == "B"
    assert next_scorer(scorers(False, True, True), "B").person_id == "A"
    assert next_scorer(scorers(True, True, True), "B") is None
