"""What keeps the next signature away, as a list in the page: each line a link to the place where it is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bandingdesk.panel.deciding import section_f
from bandingdesk.panel.deciding.refusals import Facts, Refusal, refusals
from bandingdesk.panel.deciding.section_f import LOWER
from bandingdesk.ui.widgets.problem_list import Problem
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.words import tr

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.meeting.forms import Forms
    from bandingdesk.ui.workspaces.meeting.page import Page
    from bandingdesk.ui.workspaces.meeting.reading import Reading


def problems(seen: Reading, form: Forms, step: str, quorum: str) -> tuple[Problem, ...]:
    """Return what is in the way of the signature of STEP; QUORUM says what is wrong with it, "" where it is met."""
    if step not in ("recommend", "decide", "signed"):
        return ()
    return tuple(_problem(one) for one in refusals(_facts(seen, form, step, quorum)))


def _facts(seen: Reading, form: Forms, step: str, quorum: str) -> Facts:
    decision, beside = seen.decision, seen.deciding
    if decision is None or beside is None:
        return Facts()
    if step == "signed":
        return Facts(new_evidence=beside.new_evidence if decision.step == "signed" else ())
    if step == "recommend":
        return Facts(
            quorum=quorum,
            open_interests=beside.open_interests,
            late_papers=beside.late,
            unanswered=len(seen.unanswered),
            second_open=decision.countersign_needed,
            higher=_must_go(seen),
            is_disputed=seen.is_disputed,
        )
    otherwise = form.decide_agrees == "no"
    band = (form.decide_band or None) if otherwise else (decision.band or None)
    lower = beside.lower_than(band) if "section_f" in decision.needs else ()
    changes = section_f.is_changed(decision.section_f)
    plan = tuple(row.words for row in beside.section_f)
    left = section_f.unanswered(decision.section_f, decision.section_f_words, plan, in_full=True)
    return Facts(
        unanswered=len(seen.unanswered),
        section_f_open=len(left) if lower and not changes else 0,
        lower=" and ".join(words.tr(LOWER[one]) for one in lower),
        shortfall_open=seen.shortfall is not None and seen.shortfall.is_open,
        reason_missing=otherwise and not form.decide_words.strip(),
        is_disputed=seen.is_disputed,
    )


def _must_go(seen: Reading) -> str:
    """Return the higher panel that a cost over the limit has to go on to: not one that may go."""
    if seen.decision is None or (seen.decision.money is None and not seen.decision.shares):
        return ""
    to = words.higher(seen)
    names = {one: name for one, name, _above in (seen.deciding.routes if seen.deciding is not None else ())}
    return names.get(to, to)


def _problem(one: Refusal) -> Problem:
    said = {
        "quorum": (tr("Who is here"), one.names),
        "disputed": (tr("Two versions of this case"), tr("settle which one stands")),
        "interest": (tr("Interests"), tr("the chair settles: {names}")),
        "late_paper": (tr("Late papers"), tr("take them, put off, or leave them out: {many}")),
        "reports": (tr("Reports"), tr("answer each with its reason: {many}")),
        "second_signature": (tr("Second signature"), tr("another member signs first")),
        "section_f": (tr("Section F"), tr("the band is {names}: {many} lines lack what the setting needs")),
        "shortfall": (tr("Section F costs more than the band"), tr("say who secures it")),
        "higher": (tr("Cost above the limit"), tr("send it to {names}")),
        "grounds": (tr("Legal test"), tr("answer each part: {names}")),
        "reason": (tr("Your reasons"), tr("you decide otherwise: say why")),
        "evidence": (tr("New evidence"), tr("came after the signature: {names}")),
    }
    about, missing = said[one.why]
    return Problem(about, missing.replace("{names}", one.names).replace("{many}", str(one.many)), one.why)


def go(page: Page, where: str) -> None:
    """Go to the place WHERE of a problem: a field of the page, or the page that settles it."""
    seen = page.view_model.seen
    case = seen.case.id if seen is not None and seen.case is not None else ""
    match where:
        case "late_paper" | "interest":
            page.go("panels", meeting_id=page.view_model.meeting_id)
        case "shortfall":
            page.go("cases", case_id=case, section="provision")
        case "disputed":
            page.go("sync")
        case "higher":
            page.steps.send_higher.setFocus()
        case "reason":
            page.steps.decide_words.setFocus()
        case "evidence":
            page.sheets.after.words.setFocus()
        case "section_f":
            page.steps.decide_words.setFocus()
        case "quorum":
            page.side.setFocus()
        case _ if page.higher.isVisible():
            page.higher.focus(where)
        case _:
            page.proposal.focus(where)
