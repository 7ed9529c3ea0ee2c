"""The cards of the People part: who letters go to and why, each person, care, capacity, the child's own entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.casework.around import care, lists
from bandingdesk.casework.ops import CareRecorded
from bandingdesk.store.queries.around import AroundRow, CapacityRow
from bandingdesk.ui import around_words, text
from bandingdesk.ui.widgets import card, flow, labels
from bandingdesk.ui.widgets.buttons import Button, LinkButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.chip import ChipRow, Fact
from bandingdesk.ui.workspaces.cases.case_sections import FactGrid
from bandingdesk.ui.workspaces.cases.people import forms
from bandingdesk.ui.workspaces.cases.people.forms import Kind
from bandingdesk.ui.workspaces.cases.people.reading import People
from bandingdesk.ui.workspaces.cases.people.view_model import PeopleViewModel

_TOP = Qt.AlignmentFlag.AlignTop


def _facts(facts: Sequence[tuple[str, str]]) -> FactGrid:
    grid = FactGrid()
    grid.set(list(facts))
    return grid


def letters_card(seen: People) -> Card:
    """Return who gets letters today and why, and who gets none."""
    made = Card(QCoreApplication.translate("people", "Who letters go to now"))
    to = seen.letters
    if seen.stop is not None:
        made.add(_line("ban", "danger", QCoreApplication.translate("people", "Nobody: every letter is stopped."), ""))
        return made
    if not to.is_recorded:
        none = QCoreApplication.translate("people", "Nobody is recorded yet.")
        review = QCoreApplication.translate("people", "Letters go to the parent or carer whom the review names.")
        made.add(_line("info", "info", none, review))
        return made
    if not to.receivers:
        none = QCoreApplication.translate("people", "Nobody recorded here may get letters. Add who may.")
        made.add(_line("triangle-alert", "warn", none, ""))
    for one in to.receivers:
        name = QCoreApplication.translate("people", "{0} gets a copy").replace("{0}", one.name)
        said = name if one.is_copy else one.name
        made.add(_line("mail-check", "ok", said, around_words.why(one.why)))
        if not one.lines:
            lacks = QCoreApplication.translate("people", "No address is recorded for this letter.")
            made.add(_line("triangle-alert", "warn", lacks, ""))
    for held in to.held_back:
        none = QCoreApplication.translate("people", "No letters to {0}").replace("{0}", held.name)
        made.add(_line("circle-minus", "text2", none, around_words.why(held.why)))
    return made


def person_card(row: AroundRow, model: PeopleViewModel, why_not: str) -> Card:
    """Return one person around the child, with what can be done."""
    facts = row.facts
    made = Card()
    made.add(labels.Label(facts.name, "card_title", wrap=True))
    made.add(labels.Label(lists.relation(facts.relation), "second", "text2", wrap=True))
    made.add(ChipRow(badges(row)))
    size = around_words.wishes(facts.format, facts.large_print, facts.language, facts.interpreter)
    address = ", ".join(facts.address)
    if facts.withheld:
        address = QCoreApplication.translate("people", "Withheld. It shows when you change or confirm it.")
    made.add(
        _facts(
            [
                (QCoreApplication.translate("people", "Address"), address),
                (QCoreApplication.translate("people", "Last confirmed"), _confirmed(row)),
                (QCoreApplication.translate("people", "Phone"), ", ".join(facts.phones)),
                (QCoreApplication.translate("people", "E-mail"), facts.email),
                (QCoreApplication.translate("people", "Wants letters"), size),
                (QCoreApplication.translate("people", "Responsibility known from"), facts.responsibility_source),
                (QCoreApplication.translate("people", "Letters"), _letters(row)),
                (QCoreApplication.translate("people", "Off the list"), _ended(row)),
            ]
        )
    )
    for limit in facts.limits:
        made.add(_limit(row, limit.words, limit.starts, limit.ends, model, why_not))
    if row.ended is None:
        made.add(_buttons(row, model, why_not))
    return made


def badges(row: AroundRow) -> tuple[Fact, ...]:
    """Return what is so of a person, each in words."""
    facts, found = row.facts, []
    if row.ended is not None:
        return (Fact(QCoreApplication.translate("people", "Off the list"), "plain", "user-minus"),)
    if facts.relation != lists.SELF:
        tone, icon = {"yes": ("ok", "user-check"), "no": ("plain", "user-x")}.get(
            facts.responsibility, ("warn", "circle-help")
        )
        found.append(Fact(around_words.say(around_words.RESPONSIBILITY[facts.responsibility]), tone, icon))
    if facts.lives_with:
        found.append(Fact(QCoreApplication.translate("people", "Lives with the child"), "plain", "home"))
    if row.limits:
        found.append(Fact(QCoreApplication.translate("people", "A court’s limit holds"), "danger", "gavel"))
    if facts.withheld:
        found.append(Fact(QCoreApplication.translate("people", "Address withheld"), "danger", "eye-off"))
    if facts.interpreter:
        found.append(Fact(QCoreApplication.translate("people", "Interpreter"), "info", "ear"))
    if row.is_stale:
        found.append(Fact(QCoreApplication.translate("people", "Address not confirmed for a year"), "warn", "clock"))
    return tuple(found)


def care_card(seen: People, model: PeopleViewModel, why_not: str, today: date) -> Card:
    """Return whether the child is looked after, since when, and who to call."""
    made = Card(QCoreApplication.translate("people", "Looked after by an authority"))
    now = care.care_on(seen.care, today)
    if not seen.care:
        known = QCoreApplication.translate("people", "No time of being looked after is recorded.")
        listed = QCoreApplication.translate("people", "The council’s list says that the child is looked after.")
        made.add(labels.Label(listed if seen.child.looked_after else known, "body", "text2", wrap=True))
    for one in seen.care:
        made.add(_facts(_care(one, is_now=one == now)))
    words = QCoreApplication.translate("people", "Record a time of being looked after")
    if seen.care and seen.care[0].ends is None:
        words = QCoreApplication.translate("people", "Change or end this time")
    made.add(_row(_act(words, "pencil", lambda: model.begin("care"), why_not)))
    return made


def capacity_card(seen: People, model: PeopleViewModel, why_not: str) -> Card:
    """Return the capacity records of a young person, each about one decision."""
    made = Card(QCoreApplication.translate("people", "Capacity, decision by decision"))
    if not seen.capacity:
        none = QCoreApplication.translate(
            "people", "None is recorded. Everybody is taken to have it unless it is shown that they lack it."
        )
        made.add(labels.Label(none, "body", "text2", wrap=True))
    for one in seen.capacity:
        made.add(_facts(_capacity(one)))
    words = QCoreApplication.translate("people", "Record capacity for a decision")
    made.add(_row(_act(words, "scale", lambda: model.begin("capacity"), why_not)))
    return made


def entry_card(seen: People, model: PeopleViewModel, why_not: str) -> Card:
    """Return the child's own entry: name, birth, numbers with what is doubted, and the entries put under it."""
    child = seen.child
    made = Card(QCoreApplication.translate("people", "The child’s entry"))
    numbers = [
        (around_words.say(around_words.IDENTIFIERS[name]), _number(getattr(child, name) or "", name, child.doubted))
        for name in forms.IDENTIFIERS
    ]
    last = text.day(seen.school_age_ends)
    made.add(
        _facts(
            [
                (QCoreApplication.translate("people", "Name"), child.name),
                (QCoreApplication.translate("people", "Date of birth"), text.day_bare(child.born)),
                (QCoreApplication.translate("people", "Compulsory school age ends"), last),
                *numbers,
                (QCoreApplication.translate("people", "Cases"), ", ".join(seen.references)),
            ]
        )
    )
    for one in seen.merged:
        words = QCoreApplication.translate("people", "{0} ({1}) was put under this entry: {2}")
        said = words.replace("{0}", one.name).replace("{1}", ", ".join(one.references)).replace("{2}", one.reason)
        part = LinkButton(QCoreApplication.translate("people", "Part them"))
        part.setAccessibleName(QCoreApplication.translate("people", "Part them: {0}").replace("{0}", one.name))
        part.clicked.connect(lambda _on=False, id_=one.child_id: model.begin("unmerge", id_))
        part.say_why_not(why_not)
        line = _line("git-merge", "text2", said, "")
        line.addWidget(part, 0, _TOP)
        made.add(line)
    words = QCoreApplication.translate("people", "Correct this entry")
    made.add(_row(_act(words, "pencil", lambda: model.begin("correct"), why_not)))
    return made


def _buttons(row: AroundRow, model: PeopleViewModel, why_not: str) -> QWidget:
    held = QWidget()
    line = flow.Flow(held)
    offered: list[tuple[Kind, str, str]] = [
        ("change", QCoreApplication.translate("people", "Change"), "pencil"),
        ("confirm", QCoreApplication.translate("people", "Confirm the address"), "badge-check"),
        ("letters", QCoreApplication.translate("people", "Letters"), "mail"),
        ("limit", QCoreApplication.translate("people", "Add a court’s limit"), "gavel"),
        ("end", QCoreApplication.translate("people", "Take off the list"), "user-minus"),
    ]
    for kind, words, icon in offered:
        if kind == "confirm" and row.confirmed_on is None:
            continue  # no address is on record
        if kind in ("letters", "limit") and row.facts.relation == lists.SELF:
            continue
        button = _act(words, icon, partial(model.begin, kind, row.id), why_not)
        button.setAccessibleName(f"{words}: {row.facts.name}")
        line.addWidget(button)
    return held


def _limit(
    row: AroundRow, words: str, starts: date, ends: date | None, model: PeopleViewModel, why_not: str
) -> QHBoxLayout:
    until = QCoreApplication.translate("people", "{0} to {1}").replace("{1}", text.day(ends)) if ends else ""
    since = QCoreApplication.translate("people", "from {0}, with no last day")
    days = (until or since).replace("{0}", text.day(starts))
    made = _line("gavel", "danger" if words in row.limits else "text2", words, days)
    change = LinkButton(QCoreApplication.translate("people", "Set its last day"))
    change.setAccessibleName(QCoreApplication.translate("people", "Set the last day of: {0}").replace("{0}", words))
    begun = {"limit": words, "starts": forms.written(starts), "ends": forms.written(ends)}
    change.clicked.connect(lambda: model.begin("limit", row.id, **begun))
    change.say_why_not(why_not)
    change.setVisible(row.ended is None)
    made.addWidget(change, 0, _TOP)
    return made


def _confirmed(row: AroundRow) -> str:
    if row.confirmed_on is None:
        return ""
    words = QCoreApplication.translate("people", "{0}, from: {1}")
    return words.replace("{0}", text.day(row.confirmed_on)).replace("{1}", row.confirmed_by)


def _letters(row: AroundRow) -> str:
    if row.letters is None:
        return ""
    ground = around_words.say(around_words.LETTERS_WHY[row.letters.why])
    return f"{ground}, {text.day(row.letters.on)}: {row.letters.words}"


def _ended(row: AroundRow) -> str:
    return f"{text.day(row.ended.on)}: {row.ended.reason}" if row.ended is not None else ""


def _care(one: CareRecorded, *, is_now: bool) -> list[tuple[str, str]]:
    days = text.day(one.starts) if one.ends is None else f"{text.day(one.starts)} – {text.day(one.ends)}"
    now = QCoreApplication.translate("people", "{0} (now)").replace("{0}", days)
    return [
        (
            QCoreApplication.translate("people", "Since")
            if one.ends is None
            else QCoreApplication.translate("people", "Time"),
            now if is_now else days,
        ),
        (QCoreApplication.translate("people", "Authority"), one.authority),
        (QCoreApplication.translate("people", "Social worker"), _and(one.social_worker, one.social_worker_contact)),
        (QCoreApplication.translate("people", "Virtual school"), _and(one.virtual_school, one.virtual_school_contact)),
        (QCoreApplication.translate("people", "Known from"), one.source),
    ]


def _capacity(one: CapacityRow) -> list[tuple[str, str]]:
    record = one.recorded
    has = QCoreApplication.translate("people", "Has capacity for this decision")
    lacks = QCoreApplication.translate("people", "Lacks capacity for this decision")
    by = QCoreApplication.translate("people", "{0}, recorded by {1}")
    return [
        (QCoreApplication.translate("people", "Decision"), record.about),
        (QCoreApplication.translate("people", "Finding"), has if record.has else lacks),
        (QCoreApplication.translate("people", "Acts for them"), one.alternative_name),
        (QCoreApplication.translate("people", "Known from"), record.source),
        (
            QCoreApplication.translate("people", "Day"),
            by.replace("{0}", text.day(record.on)).replace("{1}", one.recorded_by),
        ),
    ]


def _number(value: str, name: str, doubted: Mapping[str, str]) -> str:
    if name not in doubted:
        return value
    why = doubted[name]
    kept = QCoreApplication.translate("people", "{0} – its check fails. Kept because: {1}")
    bare = QCoreApplication.translate("people", "{0} – its check fails. Nobody said yet why it is kept.")
    return (kept if why else bare).replace("{0}", value).replace("{1}", why)


def _and(name: str, contact: str) -> str:
    return ", ".join(part for part in (name, contact) if part)


def _line(icon: str, tone: str, said: str, below: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(labels.Icon(icon, tone, 18), 0, _TOP)
    words = card.Card(look="", padding=0)
    words.body.setContentsMargins(0, 0, 0, 0)
    words.body.setSpacing(1)
    words.add(labels.Label(said, "body_strong", wrap=True))
    if below:
        words.add(labels.Label(below, "second", "text2", wrap=True))
    row.addWidget(words, 1)
    return row


def _act(words: str, icon: str, do: Callable[[], None], why_not: str) -> Button:
    button = QuietButton(words, icon=icon)
    button.clicked.connect(lambda: do())
    button.say_why_not(why_not)
    return button


def _row(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
