"""What each kind of entry is called in a list of what was done on a case: no name, no score, no band.

A chronology may be disclosed, so its words tell what was done and never what somebody thought. The screen translates
them; a printed chronology takes them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.seams import LONDON
from bandingdesk.statute import advice, register
from bandingdesk.statute.book import shipped

Told = tuple[tuple[str, str], ...]

WORDS: dict[str, str] = {
    "child.registered": QT_TRANSLATE_NOOP("acts", "Child registered"),
    "child.corrected": QT_TRANSLATE_NOOP("acts", "Registration of the child put right"),
    "child.care_recorded": QT_TRANSLATE_NOOP("acts", "Care arrangements recorded"),
    "child.capacity_recorded": QT_TRANSLATE_NOOP("acts", "Capacity for a decision recorded"),
    "case.opened": QT_TRANSLATE_NOOP("acts", "Case opened"),
    "case.updated": QT_TRANSLATE_NOOP("acts", "Case brought up to date"),
    "case.assigned": QT_TRANSLATE_NOOP("acts", "Case given to a caseworker"),
    "case.child_set": QT_TRANSLATE_NOOP("acts", "Case put under another entry of the same child"),
    "case.review_held": QT_TRANSLATE_NOOP("acts", "Review meeting recorded, held {on}"),
    "case.history_recorded": QT_TRANSLATE_NOOP("acts", "What happened before this record began was recorded"),
    "case.appeal_lodged": QT_TRANSLATE_NOOP("acts", "Appeal recorded, made {on}"),
    "entry.made": QT_TRANSLATE_NOOP("acts", "Entered in the register: {what}"),
    "entry.changed": QT_TRANSLATE_NOOP("acts", "Entry of the register changed"),
    "entry.withdrawn": QT_TRANSLATE_NOOP("acts", "Entry of the register withdrawn"),
    "entry.excused": QT_TRANSLATE_NOOP("acts", "Exception recorded"),
    "entry.excuse_withdrawn": QT_TRANSLATE_NOOP("acts", "Exception withdrawn"),
    "evidence.added": QT_TRANSLATE_NOOP("acts", "Paper added: {title}, dated {on}"),
    "evidence.extract_marked": QT_TRANSLATE_NOOP("acts", "Passage of a paper marked"),
    "evidence.extract_tied": QT_TRANSLATE_NOOP("acts", "Passage of a paper tied to the level it bears out"),
    "evidence.answered": QT_TRANSLATE_NOOP("acts", "Said what was made of a paper"),
    "evidence.taken_out": QT_TRANSLATE_NOOP("acts", "Copy of a paper taken out of the program"),
    "advice.asked": QT_TRANSLATE_NOOP("acts", "Advice asked for: {what}"),
    "advice.dated": QT_TRANSLATE_NOOP("acts", "Days of a request for advice put right"),
    "advice.chased": QT_TRANSLATE_NOOP("acts", "Reminder about advice"),
    "advice.excused": QT_TRANSLATE_NOOP("acts", "Exception for late advice recorded"),
    "advice.came": QT_TRANSLATE_NOOP("acts", "Advice came in"),
    "advice.withdrawn": QT_TRANSLATE_NOOP("acts", "Request for advice withdrawn"),
    "profile.locked": QT_TRANSLATE_NOOP("acts", "Profile locked"),
    "profile.unlocked": QT_TRANSLATE_NOOP("acts", "Profile unlocked"),
    "profile.revealed": QT_TRANSLATE_NOOP("acts", "Profiles revealed together"),
    "form.made": QT_TRANSLATE_NOOP("acts", "Form made to send out"),
    "form.written": QT_TRANSLATE_NOOP("acts", "Form written"),
    "form.withdrawn": QT_TRANSLATE_NOOP("acts", "Form withdrawn"),
    "return.received": QT_TRANSLATE_NOOP("acts", "Form came back"),
    "return.asked": QT_TRANSLATE_NOOP("acts", "Question about a form that came back"),
    "return.taken": QT_TRANSLATE_NOOP("acts", "Answers of a form taken over"),
    "return.set_aside": QT_TRANSLATE_NOOP("acts", "Form that came back set aside"),
    "relation.added": QT_TRANSLATE_NOOP("acts", "Person around the child recorded"),
    "relation.changed": QT_TRANSLATE_NOOP("acts", "Person around the child brought up to date"),
    "relation.address_confirmed": QT_TRANSLATE_NOOP("acts", "Address confirmed"),
    "relation.letters_decided": QT_TRANSLATE_NOOP("acts", "Decided who gets letters"),
    "relation.ended": QT_TRANSLATE_NOOP("acts", "Person no longer around the child"),
    "contact.recorded": QT_TRANSLATE_NOOP("acts", "Contact recorded"),
    "contact.answered": QT_TRANSLATE_NOOP("acts", "Contact answered"),
    "contact.corrected": QT_TRANSLATE_NOOP("acts", "Contact put right"),
    "provision.recorded": QT_TRANSLATE_NOOP("acts", "Provision of Section F recorded"),
    "letter.issued": QT_TRANSLATE_NOOP("acts", "Letter issued: {title}"),
    "letter.sent": QT_TRANSLATE_NOOP("acts", "Letter sent {on}"),
    "slip.made": QT_TRANSLATE_NOOP("acts", "Scoring workbook or slips made for a member"),
    "slip.written": QT_TRANSLATE_NOOP("acts", "Copy of a scoring workbook or of slips saved"),
    "slip.returned": QT_TRANSLATE_NOOP("acts", "Scoring workbook came back"),
    "slip.taken": QT_TRANSLATE_NOOP("acts", "Scores entered for a member without the program"),
    "slip.set_aside": QT_TRANSLATE_NOOP("acts", "Scoring workbook set aside"),
    "slip.withdrawn": QT_TRANSLATE_NOOP("acts", "Scoring workbook or slips withdrawn"),
    "meeting.planned": QT_TRANSLATE_NOOP("acts", "Panel planned for {on}"),
    "meeting.moved": QT_TRANSLATE_NOOP("acts", "Panel moved to {on}"),
    "meeting.called_off": QT_TRANSLATE_NOOP("acts", "Panel called off"),
    "meeting.item_added": QT_TRANSLATE_NOOP("acts", "Put on the panel’s agenda"),
    "meeting.papers_frozen": QT_TRANSLATE_NOOP("acts", "Papers for the panel frozen"),
    "meeting.opened": QT_TRANSLATE_NOOP("acts", "Panel opened"),
    "meeting.attendance_recorded": QT_TRANSLATE_NOOP("acts", "Attendance recorded"),
    "meeting.item_deferred": QT_TRANSLATE_NOOP("acts", "Put off by the panel until {until}"),
    "meeting.item_closed": QT_TRANSLATE_NOOP("acts", "Panel’s work on the case ended"),
    "meeting.closed": QT_TRANSLATE_NOOP("acts", "Panel closed"),
    "interest.declared": QT_TRANSLATE_NOOP("acts", "Question about interests answered"),
    "interest.settled": QT_TRANSLATE_NOOP("acts", "Interest settled by the chair"),
    "round.opened": QT_TRANSLATE_NOOP("acts", "Blind scoring opened"),
    "round.revealed": QT_TRANSLATE_NOOP("acts", "Scores revealed"),
    "round.level_agreed": QT_TRANSLATE_NOOP("acts", "Level agreed for a strand"),
    "round.levels_agreed": QT_TRANSLATE_NOOP("acts", "Levels agreed"),
    "round.minority_view_recorded": QT_TRANSLATE_NOOP("acts", "Minority view recorded"),
    "round.band_indicated": QT_TRANSLATE_NOOP("acts", "Band worked out from the agreed levels"),
    "scores.locked": QT_TRANSLATE_NOOP("acts", "Blind sheet locked"),
    "scores.unlocked": QT_TRANSLATE_NOOP("acts", "Blind sheet unlocked"),
    "scores.band_shown": QT_TRANSLATE_NOOP("acts", "Own band shown after the lock"),
    "decision.band_proposed": QT_TRANSLATE_NOOP("acts", "Panel’s finding recorded"),
    "decision.countersigned": QT_TRANSLATE_NOOP("acts", "Second signature given"),
    "decision.section_f_checked": QT_TRANSLATE_NOOP("acts", "Provision of Section F checked"),
    "decision.money_shown": QT_TRANSLATE_NOOP("acts", "Amount shown to the panel"),
    "decision.recommended": QT_TRANSLATE_NOOP("acts", "Panel’s recommendation signed"),
    "decision.signed": QT_TRANSLATE_NOOP("acts", "Decision signed"),
    "decision.returned": QT_TRANSLATE_NOOP("acts", "Sent back to the panel"),
    "decision.corrected": QT_TRANSLATE_NOOP("acts", "A further decision took the place of this one"),
    "decision.correction_signed": QT_TRANSLATE_NOOP("acts", "Further decision signed, in place of an earlier one"),
    "decision.evidence_met": QT_TRANSLATE_NOOP("acts", "New evidence weighed by the decision maker"),
    "decision.referred_higher": QT_TRANSLATE_NOOP("acts", "Sent on to a higher panel"),
    "outside.asked": QT_TRANSLATE_NOOP("acts", "Given to the delegated officer, out of panel"),
    "outside.decided": QT_TRANSLATE_NOOP("acts", "Decided out of panel"),
    "outside.ratified": QT_TRANSLATE_NOOP("acts", "Decision out of panel ratified"),
    "outside.reviewed": QT_TRANSLATE_NOOP("acts", "Decision out of panel looked at again"),
    "minutes.made": QT_TRANSLATE_NOOP("acts", "Minutes made"),
    "minutes.approved": QT_TRANSLATE_NOOP("acts", "Minutes approved"),
    "minutes.corrected": QT_TRANSLATE_NOOP("acts", "Minutes corrected"),
    "action.made": QT_TRANSLATE_NOOP("acts", "Action given to somebody"),
    "action.moved": QT_TRANSLATE_NOOP("acts", "Action moved to another day"),
    "action.done": QT_TRANSLATE_NOOP("acts", "Action done"),
    "action.dropped": QT_TRANSLATE_NOOP("acts", "Action dropped"),
    "feedback.made": QT_TRANSLATE_NOOP("acts", "Feedback to the setting written"),
    "feedback.sent": QT_TRANSLATE_NOOP("acts", "Feedback to the setting sent"),
    "outcome.noted": QT_TRANSLATE_NOOP("acts", "What mediation or the Tribunal came to was noted"),
    "presence.recorded": QT_TRANSLATE_NOOP("acts", "Attendance for this case recorded"),
    "floor.item_taken": QT_TRANSLATE_NOOP("acts", "Case taken by the panel"),
    "ballot.opened": QT_TRANSLATE_NOOP("acts", "Vote opened"),
    "ballot.closed": QT_TRANSLATE_NOOP("acts", "Vote closed"),
    "voice.vote_given": QT_TRANSLATE_NOOP("acts", "Vote given"),
    "voice.view_given": QT_TRANSLATE_NOOP("acts", "Minority view given"),
    "voice.case_pulled": QT_TRANSLATE_NOOP("acts", "Case pulled from the list without talk"),
    "voice.speak_asked": QT_TRANSLATE_NOOP("acts", "Asked to speak"),
    "voice.speak_ended": QT_TRANSLATE_NOOP("acts", "Had spoken"),
    "agenda.ordered": QT_TRANSLATE_NOOP("acts", "Order of the agenda set"),
    "agenda.readers_set": QT_TRANSLATE_NOOP("acts", "Readers of the case set"),
    "agenda.late_paper_settled": QT_TRANSLATE_NOOP("acts", "Late paper settled by the chair"),
    "agenda.urgent_joined": QT_TRANSLATE_NOOP("acts", "Joined the agenda as an urgent case"),
    "agenda.pack_released": QT_TRANSLATE_NOOP("acts", "Papers released to the panel"),
    "band_query.received": QT_TRANSLATE_NOOP("acts", "Query of the band by the setting, received {on}"),
    "band_query.decided": QT_TRANSLATE_NOOP("acts", "Query of the band looked at by people who had no part in it"),
    "band_query.answered": QT_TRANSLATE_NOOP("acts", "Query of the band answered {on}"),
    "band_query.withdrawn": QT_TRANSLATE_NOOP("acts", "Query of the band withdrawn"),
}
# For a kind that has no words of its own yet: what it is about.
_ABOUT: dict[str, str] = {
    "child": QT_TRANSLATE_NOOP("acts", "Entry about the child"),
    "case": QT_TRANSLATE_NOOP("acts", "Entry about the case"),
    "meeting": QT_TRANSLATE_NOOP("acts", "Entry about the panel"),
    "round": QT_TRANSLATE_NOOP("acts", "Entry about the panel’s round"),
    "decision": QT_TRANSLATE_NOOP("acts", "Entry about the decision"),
    "letter": QT_TRANSLATE_NOOP("acts", "Entry about a letter"),
}
OTHER = QT_TRANSLATE_NOOP("acts", "Entry of the record")
ERASED = QT_TRANSLATE_NOOP("acts", "An entry whose words were erased by rule")
# Members' own acts: that they were done may be told, who did them is not.
NAMELESS = frozenset({"scores", "interest", "voice", "slip", "practice", "floor"})
# Not in a chronology that others read: marks and copies that readers made, and what keeps addresses and the record.
_OWN = (
    *("evidence.extract_marked", "evidence.extract_tied", "evidence.taken_out"),
    *("relation.", "scores.unlocked", "voice.", "floor.", "practice."),
)
# What the law asks of a kind of act; of an entry of the register its clocks say it.
_PROVISIONS = {
    "case.review_held": "SEND Regs r20, r21",
    "case.appeal_lodged": "CFA s51; SI 2008/2699 r20",
    "advice.asked": "SEND Regs r6(1)",
    "advice.chased": "SEND Regs r8(1)",
    "advice.came": "SEND Regs r8(1)",
    "advice.excused": "SEND Regs r8(2)",
}
_DAYS = ("on", "dated", "sent", "until", "received", "received_on")


def words(kind: str) -> str:
    """Return the words for an entry of KIND; its days and titles stand in braces."""
    return WORDS.get(kind) or _ABOUT.get(kind.partition(".")[0], OTHER)


def is_disclosed(kind: str) -> bool:
    """Return whether a chronology for others tells of acts of KIND."""
    return not kind.startswith(_OWN)


def provision(kind: str, told: Told) -> str:
    """Return the provision that an act of KIND is done under, "" where none is known."""
    type_ = dict(told).get("type")
    if type_ is not None:
        clocks = register.book().clocks_from.get(type_, ())
        return next((shipped().rule(one.rule).provision for one in clocks), "")
    return _PROVISIONS.get(kind, "")


def about(kind: str, body: Any) -> date | None:
    """Return the day that an entry is about, where it names one that has been."""
    if kind == "entry.made":
        return _register_day(body)
    if kind == "contact.recorded":
        return _civil(body.asked.at)
    if kind in ("meeting.planned", "meeting.moved", "meeting.item_deferred"):
        return None  # a day to come
    for name in _DAYS:
        day = getattr(body, name, None)
        if isinstance(day, datetime):
            return _civil(day)
        if isinstance(day, date):
            return day
    return None


def told(kind: str, body: Any) -> Told:
    """Return what the words of an entry need: days as ISO text, titles."""
    found: dict[str, str] = {}
    days = {"on": about(kind, body) or getattr(body, "on", None), "until": getattr(body, "until", None)}
    for name, value in days.items():
        if isinstance(value, date):
            found[name] = value.isoformat()
    if isinstance(title := getattr(body, "title", None), str):
        found["title"] = title
    if kind == "entry.made" and (one := register.book().types.get(body.type)) is not None:
        found |= {"what": one.title, "type": body.type}
    if kind == "advice.asked":
        known = advice.book().bodies.get(body.body)
        found["what"] = known.title if known else body.body
    return tuple(found.items())


def filled(text: str, values: Told | Mapping[str, str], day: Callable[[date], str]) -> str:
    """Return TEXT with VALUES in its braces; ISO days are written by DAY."""
    for name, value in dict(values).items():
        text = text.replace("{" + name + "}", _said(value, day))
    return text


def _said(value: str, day: Callable[[date], str]) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def _register_day(body: Any) -> date | None:
    kind = register.book().types.get(body.type)
    value = (body.values or {}).get(kind.main) if kind is not None else None
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _civil(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()
