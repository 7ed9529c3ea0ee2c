"""What is known of a case, as short facts in groups: read from the rows of one moment (store/past.py).

Band and amount stand among them only where the viewer may see them at that moment and today: the queries ask the rule
for the one, `Sight` is the answer for the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.statute import grounds
from bandingdesk.store.projections import council as council_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import (
    advice,
    around,
    casework,
    council,
    decisions,
    letters,
    panel,
    party_profiles,
    register,
    rounds,
    rulebooks,
)
from bandingdesk.store.queries.act_words import Told
from bandingdesk.store.queries.casework import CaseRow
from bandingdesk.store.queries.council import NothingInForceError

Group = Literal["case", "clocks", "papers", "people", "panel", "decision", "letters", "matrix", "law"]
GROUPS: tuple[Group, ...] = (
    "case", "clocks", "papers", "people", "panel", "decision", "letters", "matrix", "law",
)  # fmt: skip

# One sentence for each kind of fact. A name in braces ends as its code says: {need} is a code of needs, {on} a day.
FACTS: dict[str, str] = {
    "child": QT_TRANSLATE_NOOP("past", "{name}, born {on}"),
    "setting": QT_TRANSLATE_NOOP("past", "Setting: {name} ({setting_kind})"),
    "year": QT_TRANSLATE_NOOP("past", "{year}"),
    "need": QT_TRANSLATE_NOOP("past", "Main need: {need}"),
    "second_need": QT_TRANSLATE_NOOP("past", "Second need: {need}"),
    "list_band": QT_TRANSLATE_NOOP("past", "Band on the council’s list: {band}"),
    "review": QT_TRANSLATE_NOOP("past", "Review meeting held {on}"),
    "entry": QT_TRANSLATE_NOOP("past", "In the register: {what}, {on}"),
    "entry_undated": QT_TRANSLATE_NOOP("past", "In the register: {what}"),
    "clock_running": QT_TRANSLATE_NOOP("past", "{step}: law’s last day {law_day} ({provision})"),
    "clock_met": QT_TRANSLATE_NOOP("past", "{step}: done {on}, law’s last day {law_day} ({provision})"),
    "clock_met_late": QT_TRANSLATE_NOOP("past", "{step}: done {on}, after the law’s last day {law_day} ({provision})"),
    "clock_ended": QT_TRANSLATE_NOOP("past", "{step}: ended ({provision})"),
    "paper": QT_TRANSLATE_NOOP("past", "{title}, by {by}, dated {on}"),
    "paper_replaced": QT_TRANSLATE_NOOP("past", "{title}, by {by}, dated {on}: an older version"),
    "paper_answered": QT_TRANSLATE_NOOP("past", "{title}, by {by}, dated {on}: {reliance}"),
    "advice_waiting": QT_TRANSLATE_NOOP("past", "Waited for: {what}, asked for {on}"),
    "advice_due": QT_TRANSLATE_NOOP("past", "Waited for: {what}, asked for {on}, law’s last day {law_day}"),
    "advice_came": QT_TRANSLATE_NOOP("past", "Came: {what}, on {on}"),
    "caseworker": QT_TRANSLATE_NOOP("past", "Caseworker: {person}"),
    "decision_maker": QT_TRANSLATE_NOOP("past", "Could decide: {person}"),
    "around": QT_TRANSLATE_NOOP("past", "Around the child: {person}"),
    "seat": QT_TRANSLATE_NOOP("past", "At the panel of {on}: {person}, {role}"),
    "meeting": QT_TRANSLATE_NOOP("past", "{name} of {on}: {meeting}"),
    "frozen": QT_TRANSLATE_NOOP("past", "Papers frozen for the panel of {on}: {count}"),
    "put_off": QT_TRANSLATE_NOOP("past", "Put off by the panel of {on}"),
    "stepped_out": QT_TRANSLATE_NOOP("past", "Stepped out for this case: {count}"),
    "round_open": QT_TRANSLATE_NOOP("past", "Blind scoring: {locked} of {count} sheets locked"),
    "round_revealed": QT_TRANSLATE_NOOP("past", "Scores revealed, levels not all agreed"),
    "round_agreed": QT_TRANSLATE_NOOP("past", "Levels agreed"),
    "round_answered": QT_TRANSLATE_NOOP("past", "Questions of law answered"),
    "level": QT_TRANSLATE_NOOP("past", "{strand}: level {level}"),
    "answer": QT_TRANSLATE_NOOP("past", "{strand}: {level}"),
    "profile": QT_TRANSLATE_NOOP("past", "Profile of the {party}: {profile}"),
    "indicated": QT_TRANSLATE_NOOP("past", "Indicated by the agreed levels: {band}"),
    "step": QT_TRANSLATE_NOOP("past", "Decision: {decision_step}"),
    "outcome": QT_TRANSLATE_NOOP("past", "Outcome: {outcome}"),
    "test": QT_TRANSLATE_NOOP("past", "Legal test: {words}"),
    "band": QT_TRANSLATE_NOOP("past", "Band: {band}"),
    "amount": QT_TRANSLATE_NOOP("past", "Amount: {pence} a {period}"),
    "signed": QT_TRANSLATE_NOOP("past", "Signed by {person} on {on}"),
    "letter": QT_TRANSLATE_NOOP("past", "{title}, dated {on}: not sent"),
    "letter_sent": QT_TRANSLATE_NOOP("past", "{title}, dated {dated}: sent {on}"),
    "framework": QT_TRANSLATE_NOOP("past", "Framework in force: {title}, version {version}, since {on}"),
    "frozen_framework": QT_TRANSLATE_NOOP("past", "The panel of {on} works by {title}, version {version}"),
    "tariff": QT_TRANSLATE_NOOP("past", "Tariff in force: {name}, since {on}"),
    "panel_type": QT_TRANSLATE_NOOP("past", "{name}: rules since {on}, minute {minute}, quorum {count}, {words}"),
    "law": QT_TRANSLATE_NOOP("past", "{provision}: words in force since {on}"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known: its sentence is FACTS[kind] with TOLD. `key` is the same at every moment for the same thing."""

    group: Group
    key: str
    kind: str
    told: Told = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """What the viewer may see today: whoever may not see a thing today does not see it by going back.

    `is_blind`: they still have to lock their scores, so no earlier level or band of the case is told either.
    """

    viewer: str
    is_blind: bool = False
    bands: frozenset[str] = frozenset()  # decisions whose band may be seen
    amounts: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()  # rounds whose levels may be seen
    profiles: frozenset[tuple[str, int]] = frozenset()


def sight(conn: Connection, case_id: str, viewer: str) -> Sight:
    """Return what VIEWER may see of a case by the rows of CONN."""
    made = decisions.decisions(conn, case_id, viewer)
    seen = [rounds.round(conn, one, viewer) for one in _rounds(conn, case_id)]
    known = range(1, party_profiles.occasion(conn, case_id) + 1)
    shown = (one for n in known for one in party_profiles.profiles(conn, case_id, viewer, of=n) if one.is_shown)
    return Sight(
        viewer,
        any(one.state == "open" and one.i_am_scorer and not one.my_sheet_locked for one in seen),
        frozenset(one.id for one in made if one.sight.band == "yes"),
        frozenset(one.id for one in made if one.sight.money == "yes"),
        frozenset(one.id for one in seen if one.state != "open" and not one.stepped_out and not one.on_their_way),
        frozenset((one.party, one.occasion) for one in shown),
    )


def facts(conn: Connection, case_id: str, today: Sight, day: date) -> tuple[Fact, ...]:
    """Return what the rows of CONN tell of a case on DAY, by group, within what the viewer may see TODAY too."""
    row = casework.find(conn, case_id)
    if row is None:
        return ()
    then = sight(conn, case_id, today.viewer)
    return (
        *_case(row, is_blind=today.is_blind or then.is_blind),
        *_clocks(conn, case_id, day),
        *_papers(conn, case_id),
        *_people(conn, row, day),
        *_panels(conn, case_id, today, then),
        *_profiles(conn, case_id, today, then),
        *_decisions(conn, case_id, today, then),
        *_letters(conn, case_id),
        *_matrix(conn, case_id, day),
        *_law(day),
    )


def _fact(group: Group, kind: str, key: str = "", **told: object) -> Fact:
    values = tuple((name, _text(value)) for name, value in told.items() if value is not None)
    return Fact(group, f"{kind.partition('_')[0] if key else kind}:{key}", kind, values)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _case(row: CaseRow, *, is_blind: bool) -> Iterator[Fact]:
    yield _fact("case", "child", name=row.child_name, on=row.born)
    yield _fact("case", "setting", name=row.setting_name, setting_kind=row.setting_kind)
    yield _fact("case", "year", year=row.year_group)
    yield _fact("case", "need", need=row.primary_need)
    if row.secondary_need:
        yield _fact("case", "second_need", need=row.secondary_need)
    if row.band and not is_blind:
        yield _fact("case", "list_band", band=row.band)
    if row.review is not None:
        yield _fact("case", "review", on=row.review.on)


def _clocks(conn: Connection, case_id: str, day: date) -> Iterator[Fact]:
    for one in register.entries(conn, case_id, day):
        if one.withdrawn is None:
            kind = "entry" if one.main_day is not None else "entry_undated"
            yield _fact("case", kind, one.id, what=one.kind.title, on=one.main_day)
    for line in register.clock_lines(conn, case_id):
        if line.law_day is not None:
            told = {"step": line.step, "law_day": line.law_day, "provision": line.provision, "on": line.stopped_on}
            yield _fact("clocks", f"clock_{line.state}", f"{line.entry_id or ''}.{line.rule}.{line.trigger}", **told)


def _papers(conn: Connection, case_id: str) -> Iterator[Fact]:
    for row in casework.evidence(conn, case_id):
        kind = "paper_replaced" if row.replaced_by else "paper_answered" if row.reliance else "paper"
        yield _fact("papers", kind, row.id, title=row.title, by=row.author_role, on=row.dated, reliance=row.reliance)
    for asked in advice.advice(conn, case_id):
        if asked.state == "withdrawn":
            continue
        kind = "advice_came" if asked.came else "advice_due" if asked.due else "advice_waiting"
        told = {"what": asked.title, "on": asked.came or asked.sent, "law_day": asked.due}
        yield _fact("papers", kind, asked.id, **told)


def _people(conn: Connection, row: CaseRow, day: date) -> Iterator[Fact]:
    names = {one.id: one.name for one in council.people(conn)}
    if row.assigned is not None:
        yield _fact("people", "caseworker", person=names.get(row.assigned, ""))
    c = council_tables.ROLE.c
    held = select(c.person, c.ends).where(c.role == "decision_maker", c.starts <= day.isoformat())
    for person, ends in conn.execute(held):
        if ends is None or ends >= day.isoformat():
            yield _fact("people", "decision_maker", person, person=names.get(person, ""))
    for one in around.people(conn, row.child_id, day):
        if one.ended is None:
            yield _fact("people", "around", one.id, person=one.facts.name)


def _places(conn: Connection, case_id: str) -> list[tuple[str, str]]:
    c = panel_tables.ITEM.c
    return [(m, i) for m, i in conn.execute(select(c.meeting, c.item).where(c.case_id == case_id))]


def _rounds(conn: Connection, case_id: str) -> list[str]:
    c = panel_tables.ROUND.c
    return list(conn.execute(select(c.id).where(c.case_id == case_id, c.first.is_(None)).order_by(c.id)).scalars())


def _panels(conn: Connection, case_id: str, today: Sight, then: Sight) -> Iterator[Fact]:
    for meeting_id, item in _places(conn, case_id):
        meeting = panel.meeting(conn, meeting_id)
        yield _fact("panel", "meeting", meeting_id, name=meeting.type_name, on=meeting.on, meeting=meeting.state)
        for seat in meeting.seats:
            told = {"on": meeting.on, "person": seat.name, "role": seat.role}
            yield _fact("people", "seat", f"{meeting_id}.{seat.person_id}", **told)
        if papers := panel.papers(conn, item):
            yield _fact("panel", "frozen", item, on=meeting.on, count=len(papers))
        away = sum(one in ("withdraw", "inform") for one in panel.standings(conn, meeting_id, item).values())
        if away:
            yield _fact("panel", "stepped_out", item, count=away)
        for round_id in panel.round_ids(conn, item):
            yield from _round(conn, round_id, today, then)


def _round(conn: Connection, round_id: str, today: Sight, then: Sight) -> Iterator[Fact]:
    row = rounds.round(conn, round_id, today.viewer)
    if row.first_id is not None:
        return
    if row.state == "open":
        yield _fact("panel", "round_open", round_id, locked=row.locked_count, count=row.scorer_count)
        return
    agreed = "round_agreed" if row.questions is None else "round_answered"
    yield _fact("panel", agreed if row.state == "agreed" else "round_revealed", round_id)
    if today.is_blind or round_id not in today.rounds & then.rounds:
        return
    for strip in row.spreads:
        if strip.agreed is not None:
            level = strip.level_names[strip.agreed] if row.questions is not None else strip.agreed
            kind = "level" if row.questions is None else "answer"
            yield _fact("panel", kind, f"{round_id}.{strip.strand}", strand=strip.name, level=level)
    if row.band is not None:
        yield _fact("panel", "indicated", round_id, band=row.band.title or row.band.kind)


def _profiles(conn: Connection, case_id: str, today: Sight, then: Sight) -> Iterator[Fact]:
    for one in party_profiles.profiles(conn, case_id, today.viewer):
        if (one.party, one.occasion) in today.profiles & then.profiles:
            yield _fact("panel", "profile", f"{one.party}.{one.occasion}", party=one.party, profile=one.state)


def _decisions(conn: Connection, case_id: str, today: Sight, then: Sight) -> Iterator[Fact]:
    for one in decisions.decisions(conn, case_id, today.viewer):
        yield _fact("decision", "step", one.id, decision_step=one.step)
        if today.is_blind or one.id not in today.bands & then.bands:
            continue
        yield _fact("decision", "outcome", one.id, outcome=one.final_outcome or one.outcome)
        if one.legal_test:
            yield _fact("decision", "test", one.id, words=one.legal_test)
        if title := one.final_band_title or one.band_title:
            yield _fact("decision", "band", one.id, band=title)
        if one.money is not None and one.money.pence is not None and one.id in today.amounts & then.amounts:
            yield _fact("decision", "amount", one.id, pence=one.money.pence, period=one.money.period)
        if one.signed is not None:
            yield _fact("decision", "signed", one.id, person=one.signed.name, on=one.signed.at.date())


def _letters(conn: Connection, case_id: str) -> Iterator[Fact]:
    for one in casework.letters(conn, case_id):
        title = f"{one.template}: {letters.title(one.template)}" if not one.title else one.title
        if one.sent_on is None:
            yield _fact("letters", "letter", one.id, title=title, on=one.dated)
        else:
            yield _fact("letters", "letter_sent", one.id, title=title, dated=one.dated, on=one.sent_on)


def _matrix(conn: Connection, case_id: str, day: date) -> Iterator[Fact]:
    try:
        version = council.framework_in_force(conn, day)
        yield _fact("matrix", "framework", title=version.title, version=version.version, on=version.starts)
        tariff = council.tariff_in_force(conn, day, version)
        yield _fact("matrix", "tariff", name=tariff.year, on=tariff.starts)
    except NothingInForceError:
        pass
    for meeting_id, _ in _places(conn, case_id):
        meeting = panel.meeting(conn, meeting_id)
        if meeting.framework_sha256:
            names = rulebooks.names(conn, meeting.framework_sha256)
            told = {"on": meeting.on, "title": names.title, "version": names.version}
            yield _fact("matrix", "frozen_framework", meeting_id, **told)
        rules = council.panel_type(conn, meeting.panel_type, meeting.on)
        yield _fact(
            "matrix",
            "panel_type",
            meeting_id,
            name=rules.name,
            on=rules.starts,
            minute=rules.minute,
            count=rules.quorum,
            words=rules.delegation,
        )


def _law(day: date) -> Iterator[Fact]:
    for ground in grounds.book().versions:
        if ground.since <= day and (ground.until is None or day <= ground.until):
            yield _fact("law", "law", f"{ground.id}.{ground.version}", provision=ground.provision, on=ground.since)
