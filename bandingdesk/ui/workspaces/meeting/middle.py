"""What the middle of the page shows: one form, the strips, the two sheets, or a sentence where nothing is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bandingdesk.ui.workspaces.meeting import higher_step, next_step

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.meeting.page import Page


def show(page: Page, step: str) -> None:
    """Show what STEP of the item in hand needs. A form that another part adds gets its line here."""
    model, seen = page.view_model, page.view_model.seen
    assert seen is not None
    levels_open = step in ("levels", "again") or (model.shows_levels and seen.round is not None and seen.round.spreads)
    for part in (
        page.proposal,
        page.found,
        page.produce,
        page.steps,
        page.deferral,
        page.going_on,
        page.attendance,
        page.higher,
    ):
        part.setVisible(False)
    for form in page.room.forms.values():
        form.setVisible(False)
    if model.room_form and step != "stepped_out":
        page.room.show_form()
        page.stack.setCurrentWidget(page.forms)
    elif model.is_deferring:
        page.deferral.setVisible(True)
        page.stack.setCurrentWidget(page.forms)
    elif model.is_going_on and step in ("scoring", "again") and model.to_reveal is not None:
        page.going_on.show_missing(model.to_reveal.missing_count)
        page.going_on.setVisible(True)
        page.stack.setCurrentWidget(page.forms)
    elif step == "planned":
        page.attendance.show_seats(seen, model.attendance, leads=seen.leads)
        page.attendance.setVisible(True)
        page.stack.setCurrentWidget(page.forms)
    elif step in higher_step.STEPS:
        page.higher.show_step(seen, model.form.higher, step, model.correction_made)
        page.higher.setVisible(True)
        page.stack.setCurrentWidget(page.forms)
    elif levels_open and seen.round is not None:
        refusal = model.lead_refusal or model.quorum_refusal
        if seen.round.questions is None:
            page.levels.show_levels(seen, seen.round, model.strand, refusal=refusal)
        else:
            is_closed = seen.decision is not None and seen.decision.step != "returned"
            begun = model.form.agreeing.get(model.strand)
            page.answers.show_answers(seen.round, model.strand, begun, refusal=refusal, is_closed=is_closed)
        page.stack.setCurrentWidget(page.strips)
    elif step == "signed" or (model.shows_sheets and seen.decision is not None):
        page.sheets.show_sheets(seen, model.sheets)
        page.sheets.show_after(seen, model.form, is_correcting=model.is_correcting)
        page.stack.setCurrentWidget(page.sheets)
    elif step == "propose":
        page.proposal.show_form(seen, model.form.proposal, model.item_id, model.needs, model.offered)
        page.found.show_found(seen)
        page.produce.show_form(seen, model.form.proposal, model.needs, model.hints)
        page.proposal.setVisible(True)
        page.produce.setVisible(True)
        page.found.setVisible(page.is_wide)
        page.stack.setCurrentWidget(page.forms)
    elif seen.decision is not None and step != "stepped_out":
        page.steps.show_step(seen, model.form, step, model.item_id, model.answers)
        page.steps.setVisible(True)
        page.found.show_found(seen)
        page.found.setVisible(step == "decide" and seen.round is not None and bool(seen.round.spreads))
        page.stack.setCurrentWidget(page.forms)
    else:
        next_step.say(page, step)
        page.stack.setCurrentWidget(page.say)
