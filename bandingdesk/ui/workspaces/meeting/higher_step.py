"""The one next step at the foot for an item of a higher panel, and which step the record has come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.panel.higher.oversight import TookPartError
from bandingdesk.ui.workspaces.meeting import higher_words
from bandingdesk.ui.workspaces.meeting.higher_words import tr

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.meeting.page import Page
    from bandingdesk.ui.workspaces.meeting.reading import Reading
    from bandingdesk.ui.workspaces.meeting.step import Step
    from bandingdesk.ui.workspaces.meeting.view_model import MeetingViewModel

STEPS = ("funds", "funds_second", "funds_sign", "funds_waiting", "funds_signed",
         "oversight", "oversight_answer", "oversight_waiting", "found")  # fmt: skip
FORMS = ("funds", "oversight")  # what the chair fills in with the panel round the table
MAY_CHANGE = ("funds_second", "funds_waiting")  # until somebody decided on it
_DONE = ("funds_waiting", "funds_signed", "oversight_waiting", "found")


class Foot(NamedTuple):
    """The main button, the sentence beside it, and the quiet button before it."""

    verb: str
    sentence: str
    other: str = ""


def step_of(seen: Reading) -> Step:
    """Return the step that the record has come to, for the person at the keys."""
    higher = seen.higher
    assert higher is not None
    finding = higher.finding
    if higher.basis == "funding":
        if finding is None or finding.kind == "asked":
            return "funds"
        if finding.step in ("second_signature", "signed"):
            return "funds_second" if finding.step == "second_signature" else "funds_signed"
        found_it = finding.found is not None and finding.found.person_id == seen.viewer
        return "funds_sign" if seen.is_decision_maker and not found_it else "funds_waiting"
    if finding is None or finding.kind == "asked":
        return "oversight"
    if finding.step == "to_answer":
        return "oversight_answer" if seen.is_decision_maker else "oversight_waiting"
    return "found"


def foot(model: MeetingViewModel, step: str) -> Foot:
    """Return what the foot of the page says at STEP."""
    seen = model.seen
    assert seen is not None
    may_change = seen.is_chair and seen.is_live
    change = tr("Change the finding") if may_change and step in MAY_CHANGE else ""
    go_on = tr("Done with this case") if _may_end(seen) else tr("Next case")
    settled = tr("No date of the law moves, whatever is settled here")
    if step in FORMS and not seen.is_chair:
        return Foot("", tr("The chair records what is found"))
    back = tr("Leave it as it was") if model.changes_finding else ""
    return {
        "funds": Foot(tr("Record the panel’s finding"), settled, back),
        "funds_second": Foot(
            tr("Hand the laptop on") if _is_own(seen) else tr("Sign second"),
            tr("Another member signs this finding too"),
            change,
        ),
        "funds_sign": Foot(tr("Sign for the funds"), tr("The plan and its Section F stay as they are")),
        "funds_waiting": Foot(go_on, tr("It waits for the decision maker"), change),
        "funds_signed": Foot(go_on, settled),
        "oversight": Foot(tr("Record what was found"), tr("Nothing of the decision is changed here")),
        "oversight_answer": Foot(tr("Record the answer"), tr("A further record, beside the one that is signed")),
        "oversight_waiting": Foot(tr("Next case"), tr("It waits for the decision maker’s answer")),
        "found": Foot(tr("Next case"), tr("Recorded. The decision stands as it was signed")),
    }[step]


def refusal(model: MeetingViewModel, step: str) -> str:
    """Return why the main button can't be pressed now, "" where it can."""
    seen, form = model.seen, model.form.higher
    assert seen is not None
    higher = seen.higher
    assert higher is not None
    if step == "funds_sign" and not form.agrees:
        return tr("Say whether you agree.")
    if step == "oversight_answer" and not form.answer.strip():
        return tr("Say what you answer.")
    if step not in FORMS:
        return ""
    if seen.meeting.state != "open":
        return tr("This meeting is over.")
    if higher.before is None:
        return tr("No decision stands behind this case.")
    if model.quorum_refusal:
        return model.quorum_refusal
    if step == "oversight":
        few = TookPartError(free=higher.free, needed=seen.terms.quorum)
        if higher.i_took_part:
            return tr("You took part in this decision: somebody else takes the chair for it.")
        return few.sentences()[0] if higher.free < seen.terms.quorum else ""
    if not higher.shows_money:
        return tr("Amounts are shown by role.")
    return "" if form.funds.together == form.funds.cost else higher_words.sum_line(form.funds)[0]


def take(page: Page, step: str) -> None:
    """Do what the main button says."""
    model, seen = page.view_model, page.view_model.seen
    assert seen is not None
    if step == "funds_second" and _is_own(seen):
        page.hand_on()
    elif step == "funds_second":
        page.ask_pin(tr("You sign that these funds are rightly found."), tr("Sign second"), model.sign_second)
    elif step == "funds_sign":
        agreed, otherwise = tr("The funds are decided as found."), tr("The funds are not decided as found.")
        effect = agreed if model.form.higher.agrees == "yes" else otherwise
        page.ask_pin(effect, tr("Sign for the funds"), model.sign_funds)
    elif step in _DONE:
        if _may_end(seen):
            model.end_item(lambda _answer: page.step_item(1))
        else:
            page.step_item(1)
    else:
        {"funds": model.find_funds, "oversight": model.find_oversight, "oversight_answer": model.answer_panel}[step]()


def other(page: Page) -> None:
    """Do what the quiet button says: open the finding again, or leave it."""
    page.view_model.ask_to_change(not page.view_model.changes_finding)


def _is_own(seen: Reading) -> bool:
    finding = seen.higher.finding if seen.higher is not None else None
    return finding is not None and finding.found is not None and finding.found.person_id == seen.viewer


def _may_end(seen: Reading) -> bool:
    return seen.leads and seen.is_live
