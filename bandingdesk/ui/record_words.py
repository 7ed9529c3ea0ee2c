"""An entry of the record as a sentence: who did what, in words that can be translated. One sentence for each kind."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.store.queries.oversight import RecordLine
from bandingdesk.ui import text

_CONTEXT = "record"
SENTENCES: dict[str, str] = {
    "case.opened": QT_TRANSLATE_NOOP("record", "{who} opened the case"),
    "case.updated": QT_TRANSLATE_NOOP("record", "{who} brought the case up to date"),
    "case.taken_back": QT_TRANSLATE_NOOP("record", "{who} took back the list that opened the case"),
    "case.child_set": QT_TRANSLATE_NOOP("record", "{who} put the case under another entry of the same child"),
    "case.assigned": QT_TRANSLATE_NOOP("record", "{who} gave the case to a caseworker"),
    "case.review_held": QT_TRANSLATE_NOOP("record", "{who} recorded the review meeting of {on}"),
    "case.history_recorded": QT_TRANSLATE_NOOP("record", "{who} recorded what happened before this record began"),
    "case.appeal_lodged": QT_TRANSLATE_NOOP("record", "{who} recorded an appeal"),
    "evidence.added": QT_TRANSLATE_NOOP("record", "{who} added a paper: {title}"),
    "evidence.extract_marked": QT_TRANSLATE_NOOP("record", "{who} marked a passage for {strand}"),
    "evidence.extract_tied": QT_TRANSLATE_NOOP("record", "{who} tied a passage to the level it bears out"),
    "evidence.taken_out": QT_TRANSLATE_NOOP("record", "{who} took a copy of a paper out of this program"),
    "evidence.answered": QT_TRANSLATE_NOOP("record", "{who} said what was made of a paper"),
    "profile.locked": QT_TRANSLATE_NOOP("record", "{who} locked a profile"),
    "profile.unlocked": QT_TRANSLATE_NOOP("record", "{who} unlocked a profile"),
    "profile.revealed": QT_TRANSLATE_NOOP("record", "With the last lock, by {who}, the profiles were revealed"),
    "form.made": QT_TRANSLATE_NOOP("record", "{who} made a form to send out"),
    "form.written": QT_TRANSLATE_NOOP("record", "{who} saved a copy of a form, which left this program"),
    "form.withdrawn": QT_TRANSLATE_NOOP("record", "{who} withdrew a form"),
    "return.received": QT_TRANSLATE_NOOP("record", "{who} read a form that came back"),
    "return.asked": QT_TRANSLATE_NOOP("record", "{who} noted what the sender of a form was asked"),
    "return.taken": QT_TRANSLATE_NOOP("record", "{who} took over answers of a form"),
    "return.set_aside": QT_TRANSLATE_NOOP("record", "{who} set a returned form aside"),
    "letter.issued": QT_TRANSLATE_NOOP("record", "{who} issued letter {template}: {title}"),
    "letter.sent": QT_TRANSLATE_NOOP("record", "{who} sent the letter on {on}"),
    "meeting.planned": QT_TRANSLATE_NOOP("record", "{who} planned the meeting of {on}"),
    "meeting.moved": QT_TRANSLATE_NOOP("record", "{who} moved the meeting to {on}"),
    "meeting.called_off": QT_TRANSLATE_NOOP("record", "{who} called the meeting off"),
    "meeting.item_added": QT_TRANSLATE_NOOP("record", "{who} put a case on the agenda"),
    "meeting.papers_frozen": QT_TRANSLATE_NOOP("record", "{who} froze the papers of a case"),
    "agenda.deadline_set": QT_TRANSLATE_NOOP("record", "{who} set the deadline for papers"),
    "agenda.hours_set": QT_TRANSLATE_NOOP("record", "{who} noted when a member can be there"),
    "agenda.ordered": QT_TRANSLATE_NOOP("record", "{who} put the agenda in order"),
    "agenda.readers_set": QT_TRANSLATE_NOOP("record", "{who} gave cases their readers"),
    "agenda.late_paper_settled": QT_TRANSLATE_NOOP("record", "{who} settled a paper that came late"),
    "agenda.urgent_joined": QT_TRANSLATE_NOOP("record", "{who} put an urgent case on the agenda"),
    "agenda.undiscussed_set": QT_TRANSLATE_NOOP("record", "{who} listed cases that need no talk"),
    "agenda.pack_released": QT_TRANSLATE_NOOP("record", "{who} released a pack"),
    "agenda.rules_taken": QT_TRANSLATE_NOOP("record", "{who} planned the meeting anew under the new rules"),
    "meeting.opened": QT_TRANSLATE_NOOP("record", "{who} opened the meeting"),
    "meeting.attendance_recorded": QT_TRANSLATE_NOOP("record", "{who} recorded who is in the room: {person}"),
    "meeting.item_deferred": QT_TRANSLATE_NOOP("record", "{who} put a case off until {until}"),
    "presence.recorded": QT_TRANSLATE_NOOP("record", "{who} recorded who is in the room: {person}"),
    "meeting.item_withdrawn": QT_TRANSLATE_NOOP("record", "{who} recorded that the case was withdrawn"),
    "meeting.item_closed": QT_TRANSLATE_NOOP("record", "{who} closed a case on the agenda"),
    "meeting.closed": QT_TRANSLATE_NOOP("record", "{who} closed the meeting"),
    "interest.declared": QT_TRANSLATE_NOOP("record", "{who} answered about an interest in the case"),
    "interest.settled": QT_TRANSLATE_NOOP("record", "{who} settled an interest in the case"),
    "round.opened": QT_TRANSLATE_NOOP("record", "{who} opened blind scoring"),
    "round.revealed": QT_TRANSLATE_NOOP("record", "{who} revealed the scores"),
    "round.level_agreed": QT_TRANSLATE_NOOP(
        "record", "The panel agreed level {level} for {strand}: middle score {middle}"
    ),
    "round.levels_agreed": QT_TRANSLATE_NOOP("record", "The panel agreed the middle score for these strands: {levels}"),
    "round.minority_view_recorded": QT_TRANSLATE_NOOP("record", "{person} sees it differently"),
    "voice.view_given": QT_TRANSLATE_NOOP("record", "{person} sees it differently"),
    "voice.case_pulled": QT_TRANSLATE_NOOP("record", "{person} wants the case talked about"),
    "voice.speak_asked": QT_TRANSLATE_NOOP("record", "{person} asked to speak"),
    "voice.speak_ended": QT_TRANSLATE_NOOP("record", "{who} ended a wish to speak"),
    "voice.vote_given": QT_TRANSLATE_NOOP("record", "{person} voted"),
    "ballot.opened": QT_TRANSLATE_NOOP("record", "{who} put a question to the vote"),
    "ballot.closed": QT_TRANSLATE_NOOP("record", "{who} counted the votes"),
    "round.band_indicated": QT_TRANSLATE_NOOP("record", "The agreed levels indicate {band}"),
    "scores.locked": QT_TRANSLATE_NOOP("record", "{who} locked a blind sheet"),
    "scores.unlocked": QT_TRANSLATE_NOOP("record", "{who} unlocked a blind sheet"),
    "scores.band_shown": QT_TRANSLATE_NOOP("record", "{who} was shown the band of their own scores"),
    "decision.band_proposed": QT_TRANSLATE_NOOP("record", "The panel found {band}"),
    "decision.countersigned": QT_TRANSLATE_NOOP("record", "{who} gave the second signature"),
    "decision.section_f_checked": QT_TRANSLATE_NOOP("record", "{who} checked the provision in Section F"),
    "decision.money_shown": QT_TRANSLATE_NOOP("record", "{who} showed the amount to the panel"),
    "decision.recommended": QT_TRANSLATE_NOOP("record", "{who} signed the panel's recommendation"),
    "decision.signed": QT_TRANSLATE_NOOP("record", "{who} signed the decision: {band}"),
    "decision.returned": QT_TRANSLATE_NOOP("record", "{who} sent the decision back to the panel"),
    "decision.referred_higher": QT_TRANSLATE_NOOP("record", "{who} sent the cost to a higher panel"),
    "decision.evidence_met": QT_TRANSLATE_NOOP("record", "{who} read new evidence: the decision stands"),
    "decision.corrected": QT_TRANSLATE_NOOP("record", "{who} corrected the decision by a further record"),
    "decision.correction_signed": QT_TRANSLATE_NOOP("record", "{who} signed a further record in its place"),
    "audit.opened": QT_TRANSLATE_NOOP("record", "{who} began an audit of the decision"),
    "resolution.made": QT_TRANSLATE_NOOP("record", "{who} settled what differed after a sync"),
    "retention.reviewed": QT_TRANSLATE_NOOP("record", "{who} reviewed how long the case is kept"),
    "retention.held": QT_TRANSLATE_NOOP("record", "{who} put the case on hold, so that nothing of it is erased"),
    "retention.released": QT_TRANSLATE_NOOP("record", "{who} released the hold on the case"),
    "retention.destroyed": QT_TRANSLATE_NOOP("record", "{who} erased the case under a retention rule"),
    "audit.graded": QT_TRANSLATE_NOOP("record", "{who} graded the decision"),
}


def sentence(line: RecordLine) -> str:
    """Return what LINE records as a sentence. An erased entry, whose body is gone, says so."""
    told = dict(line.told)
    if line.is_erased:
        return QCoreApplication.translate(_CONTEXT, "The words of this entry were erased by rule")
    said = QCoreApplication.translate(_CONTEXT, SENTENCES[line.kind]).replace("{who}", line.by)
    for name in ("on", "until"):
        if name in told:
            told[name] = text.day(date.fromisoformat(told[name]))
    told.setdefault("band", QCoreApplication.translate(_CONTEXT, "no single band"))
    for name, value in told.items():
        said = said.replace("{" + name + "}", value)
    return said
