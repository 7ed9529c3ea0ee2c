"""The one next step at the foot: what the main button says, why it can't be pressed now, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.panel import officer
from bandingdesk.ui.workspaces.meeting import higher_step, in_the_way, words
from bandingdesk.ui.workspaces.meeting.words import tr

if TYPE_CHECKING:
    from bandingdesk.store.queries.panel import SeatRow
    from bandingdesk.store.queries.rounds import RoundRow
    from bandingdesk.ui.workspaces.meeting.page import Page
    from bandingdesk.ui.workspaces.meeting.reading import Reading


OVER = ("withdrawn", "deferred", "closed")
PAUSED = ("levels", "propose", "section_f", "money", "answer", "recommend")  # what a lost quorum holds up


class Next(NamedTuple):
    """The main button of a step, the sentence beside it, and the quiet button before it."""

    verb: str
    sentence: str
    line: str = ""
    other: str = ""


def _table() -> dict[str, Next]:
    return {
        "planned": Next(tr("Open the meeting"), tr("The meeting has not begun")),
        "waiting": Next(tr("Open blind scoring"), tr("Nobody has been asked to score this case")),
        "scoring": Next(tr("Reveal"), tr("Scores are hidden until you reveal them all at once")),
        "levels": Next(tr("Agree the rest"), "", "", tr("Score again")),
        "again": Next(tr("Reveal again"), ""),
        "propose": Next(tr("Record the panel's finding"), tr("The amount comes later")),
        "second_signature": Next(tr("Sign second"), tr("Another member signs an override too")),
        "section_f": Next(tr("Section F is checked"), tr("Provision first: the amount comes after this")),
        "money": Next(tr("Show the amount"), tr("Section F is checked")),
        "answer": Next(tr("Record the answers"), tr("Every report is answered before anything is signed")),
        "recommend": Next(tr("Recommend"), tr("The panel recommends, the decision maker decides")),
        "decide": Next(
            tr("Sign the decision"), tr("This is the second record, your own"), "", tr("Send back to the panel")
        ),
        "waiting_decision": Next(tr("Next case"), tr("It waits for the decision maker")),
        "withdrawn": Next(tr("Next case"), tr("It was withdrawn")),
        "deferred": Next(tr("Next case"), tr("It was put off")),
        "closed": Next(tr("Next case"), tr("The panel is done with it")),
        "signed": Next(tr("Write the letters"), tr("Signed. A correction is a new, linked record")),
    }


def _on_questions() -> dict[str, Next]:
    """Return the steps that say something else where questions of law are answered."""
    return {
        "waiting": Next(tr("Open blind answers"), tr("Nobody has been asked to answer on this case")),
        "scoring": Next(tr("Reveal"), tr("Answers are hidden until you reveal them all at once")),
        "levels": Next(tr("Agree answer"), "", "", tr("Answer again")),
        "again": Next(tr("Reveal the new answers"), tr("Where members differ they answer again in private")),
        "propose": Next(tr("Record the panel's finding"), tr("It rests on the agreed answers")),
    }


def show(page: Page) -> None:
    """Show the foot for the step that the item has come to."""
    model, step = page.view_model, page.view_model.step
    seen = model.seen
    if seen is None:
        return
    found = _table().get(step, Next("", ""))
    if seen.on_questions:
        found = _on_questions().get(step, found)
    if step == "second_signature" and _is_own(seen):
        found = Next(tr("Hand the laptop on"), tr("Another member signs this override"))
    if step == "again" and seen.next_scorer is not None:
        found = _to_scorer(seen, seen.next_scorer, found)
    if step in higher_step.STEPS:
        found = _at_higher(page, step)
    elif _is_member(seen):
        found = _of_member(seen, step, found)
    is_filling = model.is_deferring or model.is_going_on or bool(model.room_form)
    page.main.setText(found.verb)
    page.main.setVisible(bool(found.verb) and not is_filling)
    page.main.say_why_not(_refusal(page, step))
    page.other.setText(found.other)
    page.other.setVisible(
        bool(found.other) and (step in ("decide", "scoring", *higher_step.STEPS) or _may_score_again(page))
    )
    page.defer.setVisible(step in ("waiting", "scoring", "levels", "again", "propose") and seen.leads)
    page.foot.say(found.sentence, _line(page, step), "gavel" if step in ("recommend", "decide") else "info")
    page.foot.remark(_remark(page, step))


def take(page: Page) -> None:
    """Do the next step."""
    model, seen = page.view_model, page.view_model.seen
    assert seen is not None
    if model.step in higher_step.STEPS:
        higher_step.take(page, model.step)
        return
    if _is_member(seen) and model.step == "scoring":
        page.to_own_sheet()
        return
    at_once = {
        "planned": model.open_meeting,
        "waiting": model.open_round,
        "levels": page.answers.agree_answer if seen.on_questions else model.agree_rest,
        "propose": model.propose,
        "section_f": model.check_section_f,
        "money": model.show_money,
        "answer": model.answer,
        "waiting_decision": lambda: page.step_item(1),
        "withdrawn": lambda: page.step_item(1),
        "deferred": lambda: page.step_item(1),
        "closed": lambda: page.step_item(1),
        "signed": model.write_letters,
    }
    if model.step in at_once:
        at_once[model.step]()
    elif model.step == "again" and seen.next_scorer is not None:
        page.hand_to_scorer(seen.next_scorer.person_id)
    elif model.step in ("scoring", "again"):
        _reveal(page)
    else:
        _sign(page, seen)


def _sign(page: Page, seen: Reading) -> None:
    model = page.view_model
    match model.step:
        case "second_signature" if _is_own(seen):
            page.hand_on()
        case "second_signature":
            effect = tr("You sign that the reason for another band stands.")
            page.ask_pin(effect, tr("Sign second"), model.countersign)
        case "recommend":
            effect = tr("The panel recommends this to the decision maker. It can't be edited afterwards.")
            page.ask_pin(effect, tr("Recommend"), model.recommend)
        case "decide":
            page.ask_pin(_effect(page), tr("Sign the decision"), model.decide)


def correct(page: Page) -> None:
    """Ask for the PIN before a further record takes the place of this one."""
    effect = tr("A further record takes the place of this decision. Both are kept and linked.")
    page.ask_pin(effect, tr("Sign the further record"), page.view_model.correct)


def other(page: Page) -> None:
    """Do what the quiet button says."""
    if page.view_model.step in higher_step.STEPS:
        higher_step.other(page)
    elif page.view_model.step == "scoring":
        page.to_own_sheet()
    elif page.view_model.step == "levels":
        page.view_model.score_again()
    elif page.view_model.step == "again":
        _reveal(page)
    elif page.view_model.step == "decide":
        page.view_model.return_to_panel()


def say(page: Page, step: str) -> None:
    """Say what is so where there is nothing to work on yet."""
    seen = page.view_model.seen
    item = seen.item if seen else None
    if step == "stepped_out":
        number = str(item.position) if item else ""
        page.say.say(tr("Case {number}: you have stepped out of this case.").replace("{number}", number),
                     tr("Its papers are closed to you, here and in every list."), icon="door-open")  # fmt: skip
    elif step == "scoring" and seen is not None and seen.round is not None:
        count, line = tr("{locked} of {all} have locked their scores."), tr(
            "Nobody sees a level before you reveal them all at once.")  # fmt: skip
        if seen.on_questions:
            count, line = tr("{locked} of {all} have locked their answers."), tr(
                "Nobody sees an answer before you reveal them all at once.")  # fmt: skip
        count = count.replace("{locked}", str(seen.round.locked_count))
        page.say.say(count.replace("{all}", str(seen.round.scorer_count)), line, icon="eye-off")
    elif step == "arriving":
        page.say.say(
            tr("The scores are revealed and on their way to this laptop."),
            tr("They appear all at once, as soon as the shared store has sent them."),
            icon="refresh-cw",
        )
    elif step == "withdrawn" and item is not None:
        line = tr("{words} Its scores stay in the record; nothing is decided.").replace("{words}", item.reason)
        page.say.say(tr("This case was withdrawn."), line, icon="circle-slash")
    elif step == "deferred" and item is not None:
        page.say.say(tr("This case was put off."), item.reason, icon="calendar-clock")
    elif step == "waiting":
        page.say.say(tr("Scoring is not open for this case."), tr("Open it once everybody has answered on interests."),
                     icon="circle-dot")  # fmt: skip
    else:
        page.say.say(tr("Choose a case from the agenda."), "", icon="list-checks")


def _at_higher(page: Page, step: str) -> Next:
    found = higher_step.foot(page.view_model, step)
    return Next(found.verb, found.sentence, "", found.other)


def _is_member(seen: Reading) -> bool:
    """Return whether a member sits here while somebody else leads."""
    return seen.role is not None and not seen.leads and not seen.is_decision_maker


def _of_member(seen: Reading, step: str, found: Next) -> Next:
    """Return what a member does next: their own sheet. What the chair does is no button here."""
    if step == "scoring" and seen.round is not None and seen.round.i_am_scorer:
        if seen.round.my_sheet_locked:
            return Next("", tr("Your scores are locked"), "", tr("Look at my scores"))
        return Next(tr("Score this case"), tr("The panel waits for your scores"))
    if step == "again" and seen.next_scorer is not None:
        mine = seen.next_scorer.person_id == seen.viewer
        return found if mine or seen.is_one_laptop else Next("", tr("Your new scores are in. The chair reveals them"))
    if step in ("second_signature", "waiting_decision", "signed", *OVER):
        return found
    lines = {
        "planned": tr("The chair opens the meeting"),
        "levels": tr("The panel talks. The chair records what is agreed"),
        "propose": tr("The chair records the panel’s finding"),
    }
    return Next("", lines.get(step, tr("The chair takes the next step")))


def _is_own(seen: Reading) -> bool:
    """Return whether the person at the keys proposed the band: somebody else signs second."""
    return seen.decision is not None and seen.decision.proposed.person_id == seen.viewer


def _to_scorer(seen: Reading, scorer: SeatRow, found: Next) -> Next:
    """Return the step to who scores next in private; the chair may also reveal without the rest."""
    mine = scorer.person_id == seen.viewer
    verb = tr("Score mine again") if mine else tr("Hand the laptop to {name}").replace("{name}", scorer.name)
    return Next(verb, found.sentence, "", found.verb)


def _may_agree_rest(found: RoundRow) -> bool:
    ready = (row for row in found.spreads if row.agreed is None and not row.rescoring)
    return any(row.middle is not None and not row.flagged for row in ready)


def _may_score_again(page: Page) -> bool:
    """Return whether the chair may have strands scored again, or reveal those that are."""
    seen = page.view_model.seen
    found = seen.round if seen else None
    if found is None or page.view_model.lead_refusal:
        return False
    if page.view_model.step == "again":
        return True
    if page.view_model.step != "levels" or found.again_id:
        return False
    return any(row.may_rescore and row.strand in found.asked for row in found.spreads)


def _refusal(page: Page, step: str) -> str:
    model, seen = page.view_model, page.view_model.seen
    if step in higher_step.STEPS:
        return higher_step.refusal(model, step)
    if seen is not None and seen.is_disputed and step in ("recommend", "decide"):
        return tr("Two versions of this case differ. Settle under Sync which one stands, then sign.")
    if seen is not None and step == "signed" and seen.decision is not None and seen.decision.step != "signed":
        return tr("No letter is written from this record.")
    if step == "answer":
        return words.left_to_answer(model.left_to_answer) if model.left_to_answer else ""
    if seen is None or step in (*OVER, "decide", "signed", "second_signature", "waiting_decision"):  # not the chair's
        unsaid = tr("Say whether you decide as recommended.")
        return unsaid if step == "decide" and not model.form.decide_agrees else _listed(page, step)
    if model.lead_refusal and not (step == "again" and seen.next_scorer is not None):
        return model.lead_refusal
    if step == "levels" and seen.round is not None and not seen.on_questions and not _may_agree_rest(seen.round):
        return tr("What is left has no middle score to stand, or is flagged: agree each strand in its row.")
    return (model.quorum_refusal if step in PAUSED else "") or _listed(page, step)


def _listed(page: Page, step: str) -> str:
    """Return that something is in the way of a signature, where the page lists it."""
    model, seen = page.view_model, page.view_model.seen
    if seen is None or not in_the_way.problems(seen, model.form, step, model.quorum_refusal):
        return ""
    return tr("Something is in the way of the signature: the page lists it.")


def _line(page: Page, step: str) -> str:
    seen = page.view_model.seen
    if seen is None:
        return ""
    if step == "waiting_decision":
        return seen.terms.delegation
    return ""


def _remark(page: Page, step: str) -> str:
    found = page.view_model.seen.round if page.view_model.seen else None
    if step in ("levels", "again") and found is not None and found.still_open:
        return tr("{count} to agree").replace("{count}", str(len(found.still_open)))
    return ""


def _effect(page: Page) -> str:
    model, seen = page.view_model, page.view_model.seen
    assert seen is not None
    decision = seen.decision
    assert decision is not None
    agrees = model.form.decide_agrees == "yes"
    outcome = decision.outcome if agrees else model.form.decide_outcome or decision.outcome
    band = decision.band_title if agrees else dict(seen.bands).get(model.form.decide_band, decision.band_title)
    return officer.effect(agrees, words.effect(outcome), band if decision.has_band else "")


def _reveal(page: Page) -> None:
    model, found = page.view_model, page.view_model.to_reveal
    assert found is not None
    if found.missing_count == 0:
        model.reveal()
    else:
        page.ask_to_go_on()
