"""What the meeting page says at a higher panel: its steps, what the first panel found, shares against the cost."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.store.queries.higher import SignedRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.workspaces.meeting.higher_forms import Funds
from bandingdesk.ui.workspaces.meeting.higher_reading import HigherRow

Line = tuple[str, str]


def tr(words: str) -> str:
    """Return WORDS in the language of the screen."""
    return QCoreApplication.translate("higher", words)


def parties() -> dict[str, str]:
    """Return who may bear a share, in the form's order."""
    return {
        "education": tr("Education"),
        "health": tr("Health"),
        "care": tr("Social care"),
        "other": tr("Somebody else"),
    }


def steps(seen: HigherRow, step: str, delegation: str) -> tuple[tuple[Line, ...], int]:
    """Return the steps of the item and which one it has come to."""
    if seen.basis == "funding":
        at = {"funds": 1, "funds_second": 2, "funds_sign": 3, "funds_waiting": 3, "funds_signed": 4}.get(step, 0)
        return (
            (tr("Read what was found"), tr("It can’t be reopened here")),
            (tr("Source and shares"), tr("To the penny")),
            (tr("Second signature"), tr("Another member signs too")),
            (tr("Decide"), delegation),
        ), at
    at = {"oversight": 1, "oversight_answer": 2, "oversight_waiting": 2, "found": 3}.get(step, 0)
    return (
        (tr("Read the record"), tr("As it was signed")),
        (tr("Is it sound?"), tr("Who took part does not judge")),
        (tr("Answer"), tr("A further record, where one is asked for")),
    ), at


def sum_line(form: Funds) -> tuple[str, str]:
    """Return how the shares stand to the cost, and the tone of the sentence."""
    if form.no_amount:
        return tr("“{typed}” is no amount: write pounds, with or without pence.").replace(
            "{typed}", form.no_amount
        ), "warn"
    together, cost = text.money(form.together), text.money(form.cost)
    if not form.together and not form.cost:
        return tr("No cost and no share is named yet."), "text2"
    if form.together == form.cost:
        return tr("Together {amount}: that is the cost.").replace("{amount}", together), "ok"
    if form.together < form.cost:
        said = tr("Together {amount}: {rest} of {cost} is not borne yet.")
        rest = text.money(form.cost - form.together, "")
    else:
        said, rest = tr("Together {amount}: {rest} more than {cost}."), text.money(form.together - form.cost, "")
    said = said.replace("{amount}", together).replace("{rest}", rest)
    return said.replace("{cost}", cost), "warn"


def came(seen: HigherRow) -> Line:
    """Return what the case came from, and why it is here."""
    before = seen.before
    if before is None:
        return tr("No decision stands behind this case."), tr("A case comes here with its decision: see Panels.")
    day = text.day(seen.first_on) if seen.first_on is not None else ""
    said = tr("From {panel}, {day}.").replace("{panel}", seen.first_panel).replace("{day}", day)
    return said, before.why


def found(seen: HigherRow) -> list[Line]:
    """Return what the first panel found, with the field's name before each."""
    row = seen.decision
    if row is None:
        return []
    if row.sight.band != "yes":
        return [(tr("Not yet to be seen"), tr("The first panel has not recommended yet. Its finding comes then."))]
    signed = row.signed
    lines = [
        (tr("Outcome"), codes.outcome(row.final_outcome or row.outcome)),
        (tr("Levels agreed"), levels(seen)),
        (tr("Band"), row.final_band_title or row.band_title),
        (tr("Signed"), mark(SignedRow(signed.person_id, signed.name, signed.at, "")) if signed else tr("Not yet")),
    ]
    return [line for line in lines if line[1]]


def reasons(seen: HigherRow) -> list[Line]:
    """Return why it was decided so: in the words of who decided."""
    row = seen.decision
    if row is None or row.sight.band != "yes":
        return []
    lines = [
        (tr("The legal test, answered"), row.legal_test),
        (tr("Does the matrix fit"), row.fit_words),
        (tr("Why another band"), ". ".join(part for part in (row.reason_title, row.reason) if part)),
        (tr("Views, and what was made of them"), row.views_considered),
        (tr("The child’s own words"), row.views_of_child),
        (tr("Options"), " · ".join(row.options)),
        (tr("The panel’s reasons"), row.recommended.words if row.recommended else ""),
        (tr("The decision maker’s reasons"), row.signed.words if row.signed else ""),
        (tr("Under"), row.delegation),
    ]
    return [line for line in lines if line[1]]


def levels(seen: HigherRow) -> str:
    """Return the agreed levels in a line; questions of law are answered and have none."""
    if seen.first is None or seen.first.questions is not None:
        return ""
    return " · ".join(f"{row.name} {row.agreed}" for row in seen.first.spreads if row.agreed is not None)


def given(seen: HigherRow) -> list[Line]:
    """Return each strand whose agreed level was given a reason, with that reason."""
    said = tr("Level {level}. {words}")
    return [
        (row.name, said.replace("{level}", str(row.agreed)).replace("{words}", row.reason))
        for row in (seen.first.spreads if seen.first is not None else ())
        if row.agreed is not None and row.reason
    ]


def dissent(seen: HigherRow) -> list[Line]:
    """Return who saw it differently, in their words."""
    return [(row.name, row.words) for row in seen.first.minority] if seen.first is not None else []


def letters(seen: HigherRow) -> list[Line]:
    """Return the letters that were written from the decision."""
    sent, not_sent = tr("sent {day}"), tr("not sent yet")
    return [
        (row.template, f"{row.title}, " + (sent.replace("{day}", text.day(row.sent_on)) if row.sent_on else not_sent))
        for row in seen.letters
    ]


def mark(row: SignedRow) -> str:
    """Return who did a step and when."""
    return f"{row.name}, {text.moment(row.at)}"


def funds(seen: HigherRow) -> list[Line]:
    """Return what a funding panel found, as it is recorded."""
    row = seen.finding
    if row is None or row.kind != "funds":
        return []
    names = parties()
    shares = [f"{names[one.party]} {text.money(one.pence)} ({one.words})" for one in row.shares]
    hidden = "" if row.shows_money else tr("Amounts are shown by role.")
    lines = [
        (tr("Outcome"), codes.outcome(row.outcome)),
        (tr("The cost"), text.money(row.pence) if row.pence is not None else hidden),
        (tr("Shares"), "\n".join(shares)),
        (tr("How it is commissioned"), row.commissioned),
        (tr("From"), text.day(row.starts) if row.starts else ""),
        (tr("For how long"), months(row.months)),
        (tr("Conditions"), "\n".join(row.conditions)),
        (tr("Options looked at"), "\n".join(row.options)),
        (tr("Reasons"), row.found.words if row.found else ""),
        (tr("Recorded"), mark(row.found) if row.found else ""),
        (tr("Signed second"), _told(row.countersigned)),
        (tr("Decided"), _decided(seen)),
    ]
    return [line for line in lines if line[1]]


def told(seen: HigherRow) -> list[Line]:
    """Return what an oversight panel found, and the answer, as they are recorded."""
    row = seen.finding
    if row is None or row.kind != "oversight":
        return []
    wording = seen.strands.get(row.strand, row.strand)
    if row.level is not None:
        wording = f"{wording}, {tr('Level {level}').replace('{level}', str(row.level))}"
    lines = [
        (tr("Found"), codes.outcome(row.outcome)),
        (tr("In words"), row.found.words if row.found else ""),
        (tr("Asked of the decision maker"), "\n".join(row.asks)),
        (tr("Theme"), row.theme),
        (tr("Wording to review"), wording),
        (tr("Recorded"), mark(row.found) if row.found else ""),
        (tr("Answer"), row.answered.words if row.answered else ""),
        (tr("By a further record"), tr("Yes, it stands beside the first one") if row.correction else ""),
        (tr("Answered"), mark(row.answered) if row.answered else ""),
    ]
    return [line for line in lines if line[1]]


def months(count: int | None) -> str:
    """Return how long a source of funds holds."""
    known = {4: tr("One term"), 8: tr("Two terms"), 12: tr("One year"), 24: tr("Two years"), 36: tr("Three years")}
    if count is None:
        return tr("As long as the plan")
    return known.get(count) or QCoreApplication.translate("higher", "%n months", "", count)


def fields() -> dict[str, Line]:
    """Return what a finding lacks, by the rule's own names: (the field, what is missing)."""
    return {
        "outcome": (tr("Outcome"), tr("choose one")),
        "pence": (tr("The cost a year"), tr("an amount in pounds")),
        "shares": (tr("Who bears what"), tr("name at least one amount")),
        "agreed": (tr("Who agreed"), tr("say for each share who agreed it, and when")),
        "commissioned": (tr("How it is commissioned"), tr("say how")),
        "months": (tr("For how long"), tr("choose a time")),
        "conditions": (tr("Conditions"), tr("list at least one")),
        "options": (tr("Options looked at"), tr("list at least one")),
        "reasons": (tr("Reasons"), tr("say why")),
        "words": (tr("What was found"), tr("say it in words")),
        "asks": (tr("What is asked"), tr("list at least one thing")),
        "theme": (tr("The theme"), tr("name it")),
        "strand": (tr("The strand"), tr("choose one")),
    }


def _told(row: SignedRow | None) -> str:
    return "" if row is None else f"{mark(row)}. {row.words}".strip(" .") + "."


def _decided(seen: HigherRow) -> str:
    row = seen.finding
    if row is None or row.signed is None:
        return ""
    agrees = tr("As found") if row.agrees else tr("Not as found")
    parts = (agrees, mark(row.signed), row.signed.words.rstrip("."), row.delegation)
    return ". ".join(part for part in parts if part) + "."
