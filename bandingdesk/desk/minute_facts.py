"""From rows of the record to the facts of minutes. What is not known stays empty; nothing of another child is read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bandingdesk.letters import wording
from bandingdesk.letters.minutes import (
    ActionLine,
    CaseFacts,
    Deferral,
    Finding,
    Head,
    Interest,
    ItemLine,
    MeetingFacts,
    Paper,
    Present,
    Strand,
)
from bandingdesk.panel import outcomes
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.meeting import HERE, VOTING, Item
from bandingdesk.panel.sitting import Sitting
from bandingdesk.store.queries import after, casework, council, decisions, minutes, panel, panel_types
from bandingdesk.store.queries.decisions import DecisionRow, MarkRow
from bandingdesk.store.queries.minutes import RoundRow, StrandRow
from bandingdesk.store.queries.panel import MeetingRow

_PARTS = {
    "chair": "Chair",
    "deputy": "Deputy chair",
    "member": "Member",
    "clerk": "Clerk",
    "presenter": "Presenter",
    "observer": "Observer",
    "parent": "Parent representative",
    "parent_representative": "Parent representative",
}
_WAS = {"present": "in the room", "remote": "by video", "left": "had left", "absent": "not there"}
_SETTLED = {"withdraw": "stepped out", "inform": "may inform, not score or decide", "noted": "noted"}
_KINDS = {
    "annual_review": "Annual review",
    "plan": "Plan in force",
    "request": "Request for an assessment",
    "top_up": "Top-up without a plan",
}
_LATE = {"take": "Came late and was taken", "defer": "Came late; the case waits", "leave_out": "Came late, left out"}
_STATES = {"open": "open", "done": "done", "dropped": "dropped"}
_NOTHING = "The panel did not come to this case."


def head(conn: Connection, row: MeetingRow, *, is_demo: bool) -> Head:
    """Return what stands at the head of all minutes of a meeting."""
    council_name = str((council.policy(conn, "letters", row.on) or {}).get("name", ""))
    times = f"{row.starts} to {row.ends}"
    return Head(council_name, row.type_name, row.on, times, row.place, row.checkpoint, is_demo)


def of_case(conn: Connection, meeting_id: str, item: str, *, is_demo: bool) -> CaseFacts:
    """Return what the minutes of ITEM may say, as the record stands."""
    row, taken = panel.meeting(conn, meeting_id, item), panel.sitting(conn, meeting_id, item)
    place = taken.meeting.item(item)
    case = casework.case(conn, place.case)
    round_ = minutes.round_of(conn, item, row.on)
    decision = _recommended(conn, item)
    return CaseFacts(
        head=head(conn, row, is_demo=is_demo),
        number=place.position,
        reference=case.reference,
        child_name=case.child_name,
        setting_name=case.setting_name,
        kind=_KINDS.get(place.kind, place.kind),
        present=_present(conn, row, taken, place),
        quorum=taken.quorum.words,
        interests=_interests(conn, meeting_id, item),
        papers=_papers(conn, meeting_id, place),
        strands=tuple(_strand(one) for one in round_.strands) if round_ else (),
        on_questions=round_.on_questions if round_ else False,
        finding=_finding(conn, decision, round_, row) if decision else None,
        deferral=_deferral(conn, place, case) if place.state == "deferred" and decision is None else None,
        minority=round_.minority if round_ else (),
        votes=minutes.votes(conn, meeting_id, item),
        actions=tuple(_action(one) for one in after.actions_of_item(conn, item)),
        left_open=_left_open(place, round_),
    )


def of_meeting(conn: Connection, meeting_id: str, *, is_demo: bool) -> MeetingFacts:
    """Return what the minutes of the whole meeting may say, as the record stands."""
    row = panel.meeting(conn, meeting_id)
    agenda = sorted(panel.sitting(conn, meeting_id, "").meeting.items, key=lambda one: one.position)
    items = [_line(conn, panel.sitting(conn, meeting_id, one.item), one) for one in agenda]
    told = minutes.attendance(conn, meeting_id)
    present = tuple(
        Present(
            seat.name,
            _PARTS.get(seat.role, seat.role),
            seat.profession,
            _course(told.get(seat.person_id, ()), agenda),
            seat.role in VOTING,
        )
        for seat in row.seats
    )
    actions = tuple(_action(one) for one in after.actions_of_meeting(conn, meeting_id))
    earlier = tuple(_earlier(conn, meeting_id))
    return MeetingFacts(head(conn, row, is_demo=is_demo), present, tuple(items), actions, earlier)


def _course(told: tuple[tuple[str, str], ...], agenda: list[Item]) -> str:
    """Return how somebody's presence went, in words: "in the room; had left from item 6"."""
    numbers = {one.item: one.position for one in agenda}
    said: list[str] = []
    for state, item in told:
        since = f" from item {numbers[item]}" if item in numbers and said else ""
        if not said or said[-1].partition(" from item")[0] != _WAS[state]:
            said.append(f"{_WAS[state]}{since}")
    return "; ".join(said) or _WAS["absent"]


def _recommended(conn: Connection, item: str) -> DecisionRow | None:
    """Return the decision on ITEM once the panel has recommended it: before that it found nothing that stands."""
    known = panel.decision_id(conn, item)
    row = decisions.decision(conn, known, None) if known else None
    return row if row is not None and row.recommended is not None else None


def _present(conn: Connection, row: MeetingRow, taken: Sitting, place: Item) -> tuple[Present, ...]:
    counted = set(taken.quorum.people)
    found = []
    for seat in row.seats:
        presence = taken.attendance(seat.person_id)
        was = "stepped out" if seat.standing in ("withdraw", "declared") else _WAS[presence]
        if presence in HERE and seat.standing == "inform":
            was = "informed only"
        part = _PARTS.get(seat.role, seat.role)
        found.append(Present(seat.name, part, seat.profession, was, seat.person_id in counted))
    for guest in minutes.guests(conn, row.id, place.item):
        part = _PARTS.get(guest.role, guest.role)
        found.append(Present(guest.name, part, guest.capacity, _WAS[guest.state], counts=False))
    return tuple(found)


def _interests(conn: Connection, meeting_id: str, item: str) -> tuple[Interest, ...]:
    return tuple(
        Interest(one.name, one.nature or "not said", _SETTLED.get(one.outcome or "", "not settled"))
        for one in panel.interests(conn, meeting_id, item)
        if one.answer not in (None, "none")
    )


def _papers(conn: Connection, meeting_id: str, place: Item) -> tuple[Paper, ...]:
    late = minutes.late_papers(conn, meeting_id, place.item)
    known = {row.id: row for row in casework.evidence(conn, place.case)}
    found = []
    for evidence, version in place.papers:
        row = known.get(evidence)
        if row is not None:
            told = late.pop(evidence, None)
            frozen = f"{version.replace('-', '')[-8:]}, frozen"
            found.append(Paper(row.title, row.author_role, row.dated, frozen, _late(told)))
    for evidence, told in late.items():
        if (row := known.get(evidence)) is not None:
            found.append(Paper(row.title, row.author_role, row.dated, "came after the freeze", _late(told)))
    return tuple(found)


def _late(told: tuple[str, str] | None) -> str:
    if told is None:
        return ""
    said = _LATE.get(told[0], told[0])
    return f"{said}: {told[1]}" if told[1] else said


def _strand(row: StrandRow) -> Strand:
    if not row.first:
        first = "not answered"
    elif len(row.first) == 1:
        first = f"all {row.first[0][0]}"
    else:
        first = f"{row.first[0][0]} to {row.first[-1][0]}"
    why = " ".join(filter(None, (f"{row.reason_title}." if row.reason_title else "", row.reason)))
    if not why and row.agreed and row.first:
        why = "All the same" if len(row.first) == 1 else "Middle score"
    return Strand(row.name, first, row.agreed or "not agreed", why)


def _finding(conn: Connection, row: DecisionRow, round_: RoundRow | None, meeting: MeetingRow) -> Finding:
    book = outcomes.book()
    departs = f"{row.reason_title}. {row.reason}".strip() if row.is_override else ""
    limbs = {one.strand: one.name for one in round_.strands} if round_ else {}
    grounds = tuple(_ground(one, limbs) for one in row.grounds)
    reasons = tuple(dict.fromkeys(mark.words for mark in (row.recommended,) if mark is not None and mark.words))
    type_ = panel_types.of_meeting(conn, meeting.id)
    return Finding(
        outcome=book.title(row.outcome),
        legal_test=row.legal_test,
        grounds=grounds,
        options=row.options,
        reasons=reasons,
        scheme=round_.scheme if round_ else "",
        indicated=row.indicated_title,
        decided=row.band_title,
        departs=departs,
        fits=f"{'Yes' if row.fits else 'No'}. {row.fit_words}" if row.has_band else "",
        conditions=row.conditions,
        recommended=_mark("Recommended by the panel, signed in the chair by {0} on {1}.", row.recommended),
        second=_mark("Second signature by {0} on {1}.", row.countersigned),
        decision=_decision(row, type_.delegation, is_named=True),
        decision_unnamed=_decision(row, type_.delegation, is_named=False),
    )


def _ground(one: GroundFound, limbs: Mapping[str, str]) -> str:
    """Return what was found on a limb, under the name that its question had."""
    said = "it did not come to it" if one.met is None else "met" if one.met else "not met"
    name = limbs.get(f"{one.test}.{one.limb}") or " ".join(filter(None, (one.test, one.limb)))
    return f"{name}: {said}. {one.words}".strip()


def _mark(words: str, mark: MarkRow | None) -> str:
    if mark is None:
        return ""
    return words.replace("{0}", mark.name).replace("{1}", wording.long_date(mark.at.date()))


def _decision(row: DecisionRow, delegation: str, *, is_named: bool) -> str:
    if row.signed is None:
        under = f" under {delegation}" if delegation else ""
        return f"The panel recommends. A decision maker who did not chair it decides{under}. Not decided yet."
    said = "as the panel recommends" if row.agrees else "otherwise than the panel recommends"
    under = f" under {row.delegation}" if row.delegation else ""
    final = outcomes.book().title(row.final_outcome or row.outcome)
    what = f"{final}, {row.final_band_title}" if row.final_band_title else final
    words = f" {row.signed.words}" if row.signed.words else ""
    on = wording.long_date(row.signed.at.date())
    who = row.signed.name if is_named else "the decision maker"
    return f"Decided by {who} on {on}{under}, {said}: {what}.{words}"


def _deferral(conn: Connection, place: Item, case: casework.CaseRow) -> Deferral:
    law_day, provision = minutes.law_day(conn, case)
    outside = after.outside_of_item(conn, place.item)
    officer = ""
    if outside is not None and outside.by is not None:
        officer = f"to the delegated officer, out of panel, by {wording.long_date(outside.by)}"
    return Deferral(place.reason, place.until, law_day, provision, officer)


def _action(row: after.ActionRow) -> ActionLine:
    return ActionLine(row.words, row.owner_name, row.due, _STATES[row.state])


def _left_open(place: Item, round_: RoundRow | None) -> str:
    if place.state == "withdrawn":
        return f"The case was withdrawn before the panel had decided it. {place.reason}".strip()
    if round_ is None:
        return _NOTHING
    return "The panel talked about this case and recommended nothing."


def _line(conn: Connection, taken: Sitting, place: Item) -> ItemLine:
    counted = taken.quorum
    here = f"{counted.present} of {counted.needed} needed" + ("" if counted.met else ", not met")
    reference = casework.reference(conn, place.case)
    row = _recommended(conn, place.item)
    if row is not None:
        came_to = outcomes.book().title(row.outcome) + (", decided" if row.signed else ", recommended")
    elif place.state == "withdrawn":
        came_to = "Withdrawn"
    elif place.state == "deferred":
        came_to = "Put off" + (f" until {wording.short_date(place.until)}" if place.until else "")
    else:
        came_to = "Nothing recommended"
    return ItemLine(place.position, reference, _KINDS.get(place.kind, place.kind), here, came_to)


def _earlier(conn: Connection, meeting_id: str) -> list[str]:
    found = []
    for on, name in after.approved_at(conn, meeting_id):
        found.append(f"The minutes of the {name} of {wording.long_date(on)} were approved.")
    for row in after.ratified_at(conn, meeting_id):
        what = "A review was asked for" if row.finding == "review" else "Taken note of"
        found.append(
            f"Case {row.reference}, decided out of panel by {row.decided_by_name}: {what}. {row.finding_words}"
        )
    return [one.strip() for one in found]
