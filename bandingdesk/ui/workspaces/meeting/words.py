"""What the meeting page says, in whole sentences: steps, states, refusals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.provision.shortfall import yearly
from bandingdesk.council.ops import Route
from bandingdesk.panel import outcomes
from bandingdesk.panel.upward import routes_for
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.people import StepRow
from bandingdesk.ui.workspaces.meeting import higher_words
from bandingdesk.ui.workspaces.meeting.reading import Reading


def tr(words: str) -> str:
    """Return WORDS in the language of the screen."""
    return QCoreApplication.translate("meeting", words)


def steps(seen: Reading, now: str) -> list[StepRow]:
    """Return the six steps of a case with the present one marked."""
    if seen.higher is not None:
        return _rows(*higher_words.steps(seen.higher, now, seen.terms.delegation))
    places = {
        "waiting": 0, "scoring": 0, "arriving": 1, "levels": 1, "again": 1, "propose": 2, "second_signature": 2,
        "section_f": 3, "money": 3, "answer": 4, "recommend": 4, "waiting_decision": 5, "decide": 5, "signed": 6,
    }  # fmt: skip
    at = places.get(now, 0)
    found = seen.round
    locked = ""
    if found is not None:
        locked = tr("{locked} of {all} have locked").replace("{locked}", str(found.locked_count))
        locked = locked.replace("{all}", str(found.scorer_count))
    decision = seen.decision
    decides = (tr("Decide"), decision.delegation if decision and decision.delegation else seen.terms.delegation)
    if seen.on_questions:
        return _rows(_question_lines(seen, locked, decides), {0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5}[at])
    lines = (
        (tr("Reveal"), locked or tr("Scoring is not open yet")),
        (tr("Talk and agree levels"), tr("The middle score stands unless you say why not")),
        (tr("Band and reasons"), _band_line(seen)),
        (tr("Section F, then £"), tr("Provision first, the amount last")),
        (tr("Recommend"), _recommend_line(seen)),
        decides,
    )
    return _rows(lines, at)


def _rows(lines: Sequence[tuple[str, str]], at: int) -> list[StepRow]:
    return [
        StepRow(title, line, "done" if place < at else "now" if place == at else "waiting")
        for place, (title, line) in enumerate(lines)
    ]


def _question_lines(seen: Reading, locked: str, decides: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the five steps where questions of law are answered: no band follows from them."""
    found = seen.round
    agreed = tr("Yes or no, each with its reason")
    if found is not None and found.spreads:
        done = len(found.asked) - len(found.still_open)
        agreed = tr("{done} of {all} agreed").replace("{done}", str(done)).replace("{all}", str(len(found.asked)))
    return (
        (tr("Reveal"), locked or tr("Blind answers are not open yet")),
        (tr("Talk and agree answers"), agreed),
        (tr("Finding and reasons"), tr("It names each limb with the evidence")),
        (tr("Recommend"), _recommend_line(seen)),
        decides,
    )


def left_to_answer(count: int) -> str:
    """Return how many reports lack an answer or its reason."""
    return QCoreApplication.translate("meeting", "%n reports need an answer and a reason.", "", count)


def _recommend_line(seen: Reading) -> str:
    """Return what the recommendation waits for: an answer to each report, else the chair's signature."""
    count = len(seen.unanswered)
    if not count or seen.decision is None:
        return tr("The chair signs for the panel")
    return QCoreApplication.translate("meeting", "%n reports are not answered yet", "", count)


def _band_line(seen: Reading) -> str:
    """Return how far the band is: hidden until all levels are agreed, then indicated, then decided."""
    if seen.decision is not None:
        return tr("Decided: {band}").replace("{band}", seen.decision.final_band_title or seen.decision.band_title)
    band = seen.round.band if seen.round is not None else None
    if band is None:
        return tr("Hidden until all levels are agreed")
    return tr("Indicated: {band}").replace("{band}", band.title) if band.band else tr("No band is indicated")


def amount(decision: DecisionRow) -> tuple[str, str]:
    """Return the decision's amount and the line below it, two empty texts where it may not be seen."""
    shown = decision.money
    if shown is None:
        return "", ""
    line = tr("{band} in the tariff {year}").replace("{band}", decision.band_title).replace("{year}", shown.tariff)
    return text.money(shown.pence, shown.period) if shown.pence is not None else tr("No fixed amount"), line


def section_f(seen: Reading) -> tuple[str, str]:
    """Return what the ledger of Section F says for this step, and its tone: no amount before its moment."""
    if seen.ledger is None:
        return tr("No ledger of Section F is entered, so its cost is not compared. Nothing is held up."), "text2"
    found, money = seen.shortfall, seen.decision is not None and seen.decision.sight.money == "yes"
    if found is None:
        return tr("Section F is entered line by line. Its cost can’t be compared with this band."), "text2"
    if not found.pence:
        return tr("Elements 1 to 3 of {band} cover the lines of Section F.").replace("{band}", found.band), "ok"
    more = (
        tr("Section F costs {amount} more than elements 1 to 3 of {band}.")
        if money
        else tr("Section F costs more than elements 1 to 3 of {band}.")
    )
    more = more.replace("{amount}", text.money(found.pence)).replace("{band}", found.band)
    if found.is_open:
        return f"{more} {tr('Say under Provision who secures it: nobody can sign before that.')}", "warn"
    by = seen.ledger.named.secured_by if seen.ledger.named is not None else ""
    return f"{more} {tr('Secured by: {who}.').replace('{who}', by.rstrip('.'))}", "text2"


def title(seen: Reading) -> str:
    """Return the item as the header names it."""
    if seen.item is None:
        return text.day(seen.meeting.on)
    words = tr("Case {number} of {all}: {child}").replace("{number}", str(seen.item.position))
    return words.replace("{all}", str(len(seen.agenda))).replace("{child}", seen.item.child_name or tr("closed to you"))


def fields() -> dict[str, tuple[str, str]]:
    """Return what a proposal lacks, by the rule's own names: (the field, what is missing)."""
    return {
        "outcome": (tr("Outcome"), tr("choose one")),
        "legal_test": (tr("Legal test"), tr("answer it in words")),
        "fits": (tr("Does the matrix fit"), tr("say why")),
        "fit_words": (tr("Does the matrix fit"), tr("answer in words")),
        "band": (tr("Decided band"), tr("choose one")),
        "reason_code": (tr("Reason"), tr("another band needs a listed reason")),
        "reason": (tr("Reason in words"), tr("another band needs a line")),
        "views_considered": (tr("Views"), tr("say what you thought of them")),
        "evidence": (tr("Evidence"), tr("name at least one paper")),
        "changes": (tr("Changes to the plan"), tr("list at least one")),
        "setting": (tr("Setting"), tr("say which one, or which kind")),
        "months": (tr("How long it holds"), tr("choose a time")),
        "length_reason": (tr("Why for a year or less"), tr("say why")),
        "conditions": (tr("Conditions"), tr("list at least one, or what is still owed")),
        "shares": (tr("Who pays what"), tr("name at least one amount")),
        "actions": (tr("Actions"), tr("each needs words and an owner")),
        "review_by": (tr("Review by"), tr("choose a day after the start")),
        "starts": (tr("Starts"), tr("choose a day")),
    }


def effect(outcome: str) -> str:
    """Return what an outcome does, as the middle of a sentence."""
    return QCoreApplication.translate("outcomes", outcomes.book().effect(outcome))


def higher(seen: Reading) -> str:
    """Return the panel type that the finding's cost goes on to: over a limit, or without an amount; "" for none."""
    decision, beside = seen.decision, seen.deciding
    if decision is None or beside is None or not beside.routes or decision.referred is not None:
        return ""
    pence = sum(share.pence for share in decision.shares) or None
    if pence is None and decision.money is not None:
        pence = yearly(decision.money.pence, decision.money.period)
    routes = [Route(above, to) for to, _name, above in beside.routes]
    can_have_none = decision.outcome == "refer_up" or {"fit", "section_f"} & decision.needs
    if pence is None and ("money" in decision.needs or not can_have_none):
        return ""
    found = routes_for(routes, pence)
    return found[0] if found else ""
