"""What two versions differ in, in words: the name of a value inside a subject, and the value as people write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.panel import outcomes
from bandingdesk.statute import register
from bandingdesk.ui import codes, text

LABELS = {
    "child.facts.surname": QT_TRANSLATE_NOOP("fields", "Surname"),
    "child.facts.forename": QT_TRANSLATE_NOOP("fields", "Forename"),
    "child.facts.born": QT_TRANSLATE_NOOP("fields", "Date of birth"),
    "child.facts.sex": QT_TRANSLATE_NOOP("fields", "Sex"),
    "child.facts.ethnicity": QT_TRANSLATE_NOOP("fields", "Ethnicity"),
    "child.facts.upn": QT_TRANSLATE_NOOP("fields", "UPN"),
    "child.facts.nhs_number": QT_TRANSLATE_NOOP("fields", "NHS number"),
    "child.facts.postcode": QT_TRANSLATE_NOOP("fields", "Postcode"),
    "child.facts.looked_after": QT_TRANSLATE_NOOP("fields", "Looked after"),
    "child.facts.uln": QT_TRANSLATE_NOOP("fields", "ULN"),
    "child.kept": QT_TRANSLATE_NOOP("fields", "Why doubted numbers are kept"),
    "child.care": QT_TRANSLATE_NOOP("fields", "Times of being looked after"),
    "child.capacity": QT_TRANSLATE_NOOP("fields", "Capacity, decision by decision"),
    "child.death": QT_TRANSLATE_NOOP("fields", "Recorded death"),
    "child.opened": QT_TRANSLATE_NOOP("fields", "Letters opened after a death"),
    "child.merged": QT_TRANSLATE_NOOP("fields", "Put under another entry"),
    "child.apart": QT_TRANSLATE_NOOP("fields", "Known to be another child"),
    "relation.facts.name": QT_TRANSLATE_NOOP("fields", "Name"),
    "relation.facts.relation": QT_TRANSLATE_NOOP("fields", "Who they are to the child"),
    "relation.facts.responsibility": QT_TRANSLATE_NOOP("fields", "Parental responsibility"),
    "relation.facts.limits": QT_TRANSLATE_NOOP("fields", "Court’s limits"),
    "relation.facts.withheld": QT_TRANSLATE_NOOP("fields", "Address withheld"),
    "relation.facts.address": QT_TRANSLATE_NOOP("fields", "Address"),
    "relation.confirmed_on": QT_TRANSLATE_NOOP("fields", "Address confirmed on"),
    "relation.letters": QT_TRANSLATE_NOOP("fields", "Whether they get letters"),
    "relation.ended": QT_TRANSLATE_NOOP("fields", "Off the list"),
    "case.facts.kind": QT_TRANSLATE_NOOP("fields", "Kind of case"),
    "case.facts.setting": QT_TRANSLATE_NOOP("fields", "Setting’s number"),
    "case.facts.setting_name": QT_TRANSLATE_NOOP("fields", "Setting"),
    "case.facts.setting_kind": QT_TRANSLATE_NOOP("fields", "Kind of setting"),
    "case.facts.year_group": QT_TRANSLATE_NOOP("fields", "Year group"),
    "case.facts.phase": QT_TRANSLATE_NOOP("fields", "Phase"),
    "case.facts.primary_need": QT_TRANSLATE_NOOP("fields", "Main need"),
    "case.facts.secondary_need": QT_TRANSLATE_NOOP("fields", "Second need"),
    "case.facts.plan_start": QT_TRANSLATE_NOOP("fields", "Plan since"),
    "case.facts.last_review": QT_TRANSLATE_NOOP("fields", "Last review"),
    "case.facts.next_review": QT_TRANSLATE_NOOP("fields", "Next review"),
    "case.facts.band": QT_TRANSLATE_NOOP("fields", "Band on the list"),
    "case.facts.pence": QT_TRANSLATE_NOOP("fields", "Amount on the list"),
    "case.facts.council_reference": QT_TRANSLATE_NOOP("fields", "Council’s own number"),
    "case.assigned": QT_TRANSLATE_NOOP("fields", "Caseworker"),
    "case.review.on": QT_TRANSLATE_NOOP("fields", "Day of the review meeting"),
    "case.review.report_received": QT_TRANSLATE_NOOP("fields", "Report received"),
    "case.review.asked_for": QT_TRANSLATE_NOOP("fields", "What the setting asks for"),
    "case.review.setting_says": QT_TRANSLATE_NOOP("fields", "What the setting says"),
    "case.review.parent_name": QT_TRANSLATE_NOOP("fields", "Name of the parent or carer"),
    "case.review.parent_address": QT_TRANSLATE_NOOP("fields", "Address of the parent or carer"),
    "case.review.parent_views": QT_TRANSLATE_NOOP("fields", "Views of the parent or carer"),
    "case.review.child_views": QT_TRANSLATE_NOOP("fields", "Views of the child or young person"),
    "case.review.section_f": QT_TRANSLATE_NOOP("fields", "Lines of Section F"),
    "case.review": QT_TRANSLATE_NOOP("fields", "Review meeting"),
    "case.history": QT_TRANSLATE_NOOP("fields", "What happened before this record"),
    "case.appeals": QT_TRANSLATE_NOOP("fields", "Appeals"),
    "evidence.added.title": QT_TRANSLATE_NOOP("fields", "Title of the paper"),
    "evidence.added.author": QT_TRANSLATE_NOOP("fields", "Written by"),
    "evidence.added.dated": QT_TRANSLATE_NOOP("fields", "Dated"),
    "evidence.extracts": QT_TRANSLATE_NOOP("fields", "Marked passages"),
    "band_query.received": QT_TRANSLATE_NOOP("fields", "What the setting asked"),
    "band_query.decided": QT_TRANSLATE_NOOP("fields", "What was found"),
    "band_query.decided_by": QT_TRANSLATE_NOOP("fields", "Who recorded it"),
    "band_query.decided_at": QT_TRANSLATE_NOOP("fields", "When it was recorded"),
    "band_query.answered": QT_TRANSLATE_NOOP("fields", "The answer to the setting"),
    "band_query.withdrawn": QT_TRANSLATE_NOOP("fields", "Why it was withdrawn"),
    "decision.proposal.outcome": QT_TRANSLATE_NOOP("fields", "Outcome of the review"),
    "decision.proposal.legal_test": QT_TRANSLATE_NOOP("fields", "Legal test, answered in words"),
    "decision.proposal.fits": QT_TRANSLATE_NOOP("fields", "The matrix fits this child"),
    "decision.proposal.fit_words": QT_TRANSLATE_NOOP("fields", "Why it fits or not"),
    "decision.proposal.indicated": QT_TRANSLATE_NOOP("fields", "Indicated band"),
    "decision.proposal.band": QT_TRANSLATE_NOOP("fields", "Band found by the panel"),
    "decision.proposal.reason_code": QT_TRANSLATE_NOOP("fields", "Reason for another band, from the list"),
    "decision.proposal.reason": QT_TRANSLATE_NOOP("fields", "Reason in words"),
    "decision.proposal.views_considered": QT_TRANSLATE_NOOP("fields", "What the panel thought of the views"),
    "decision.proposal.changes": QT_TRANSLATE_NOOP("fields", "Changes to the plan"),
    "decision.proposal.starts": QT_TRANSLATE_NOOP("fields", "Starts"),
    "decision.proposal.review_by": QT_TRANSLATE_NOOP("fields", "Review by"),
    "decision.proposal.options": QT_TRANSLATE_NOOP("fields", "Options considered"),
    "decision.proposal.views_of_child": QT_TRANSLATE_NOOP("fields", "What the panel thought of the child’s words"),
    "decision.proposal.setting": QT_TRANSLATE_NOOP("fields", "Setting, or kind of setting"),
    "decision.proposal.months": QT_TRANSLATE_NOOP("fields", "How long it holds, in months"),
    "decision.proposal.length_reason": QT_TRANSLATE_NOOP("fields", "Why for a year or less"),
    "decision.proposal.conditions": QT_TRANSLATE_NOOP("fields", "Conditions"),
    "decision.proposal.reasonable_steps": QT_TRANSLATE_NOOP("fields", "Reasonable steps considered"),
    "decision.decided.legal_test": QT_TRANSLATE_NOOP("fields", "Legal test in the decision maker’s words"),
    "decision.correction_words": QT_TRANSLATE_NOOP("fields", "What a further record corrects"),
    "decision.met.words": QT_TRANSLATE_NOOP("fields", "What was made of new evidence"),
    "decision.recommendation.words": QT_TRANSLATE_NOOP("fields", "The panel’s recommendation"),
    "decision.decided.agrees": QT_TRANSLATE_NOOP("fields", "The decision maker agrees"),
    "decision.decided.outcome": QT_TRANSLATE_NOOP("fields", "Decided outcome"),
    "decision.decided.band": QT_TRANSLATE_NOOP("fields", "Decided band"),
    "decision.decided.delegation": QT_TRANSLATE_NOOP("fields", "Decided under"),
    "decision.decided.words": QT_TRANSLATE_NOOP("fields", "Reasons of the decision maker"),
    "decision.signed.person": QT_TRANSLATE_NOOP("fields", "Signed by"),
    "decision.signed.at": QT_TRANSLATE_NOOP("fields", "Signed on"),
    "decision.returned.words": QT_TRANSLATE_NOOP("fields", "Sent back to the panel because"),
    "decision.money.pence": QT_TRANSLATE_NOOP("fields", "Amount"),
    "letter.issued.title": QT_TRANSLATE_NOOP("fields", "Letter"),
    "letter.issued.recipient_name": QT_TRANSLATE_NOOP("fields", "Recipient"),
    "letter.issued.dated": QT_TRANSLATE_NOOP("fields", "Letter dated"),
    "letter.sent.on": QT_TRANSLATE_NOOP("fields", "Sent on"),
    "letter.sent.method": QT_TRANSLATE_NOOP("fields", "Sent by"),
    "meeting.on": QT_TRANSLATE_NOOP("fields", "Day of the meeting"),
    "meeting.starts": QT_TRANSLATE_NOOP("fields", "Begins at"),
    "meeting.ends": QT_TRANSLATE_NOOP("fields", "Ends at"),
    "meeting.place": QT_TRANSLATE_NOOP("fields", "Place"),
    "meeting.seats": QT_TRANSLATE_NOOP("fields", "Who sits on the panel"),
    "meeting.items": QT_TRANSLATE_NOOP("fields", "Agenda"),
    "meeting.attendance": QT_TRANSLATE_NOOP("fields", "Who is in the room"),
    "agenda.deadline": QT_TRANSLATE_NOOP("fields", "Deadline for papers"),
    "agenda.hours": QT_TRANSLATE_NOOP("fields", "Members’ hours"),
    "agenda.places": QT_TRANSLATE_NOOP("fields", "Order of the cases"),
    "agenda.readers": QT_TRANSLATE_NOOP("fields", "Readers"),
    "agenda.late": QT_TRANSLATE_NOOP("fields", "Late papers"),
    "agenda.urgent": QT_TRANSLATE_NOOP("fields", "Urgent cases"),
    "agenda.undiscussed": QT_TRANSLATE_NOOP("fields", "Agreed, no talk needed"),
    "agenda.packs": QT_TRANSLATE_NOOP("fields", "Packs released"),
    "ties.settings": QT_TRANSLATE_NOOP("fields", "Settings a member is tied to"),
    "interest.answer": QT_TRANSLATE_NOOP("fields", "Interest in the case"),
    "interest.outcome": QT_TRANSLATE_NOOP("fields", "What the chair settled"),
    "round.is_revealed": QT_TRANSLATE_NOOP("fields", "Scores revealed"),
    "round.agreed": QT_TRANSLATE_NOOP("fields", "Agreed levels"),
    "round.minority": QT_TRANSLATE_NOOP("fields", "Who sees it differently"),
    "profile.locks": QT_TRANSLATE_NOOP("fields", "Locked profiles, by decision"),
    "contact.asked.who": QT_TRANSLATE_NOOP("fields", "Who asked"),
    "contact.asked.role": QT_TRANSLATE_NOOP("fields", "What they are to the child"),
    "contact.asked.words": QT_TRANSLATE_NOOP("fields", "What they asked"),
    "contact.asked.at": QT_TRANSLATE_NOOP("fields", "When they asked"),
    "contact.asked.way": QT_TRANSLATE_NOOP("fields", "By which way"),
    "contact.promised.on": QT_TRANSLATE_NOOP("fields", "Reply day"),
    "contact.promised.reason": QT_TRANSLATE_NOOP("fields", "Why that reply day"),
    "contact.answered.words": QT_TRANSLATE_NOOP("fields", "The answer"),
    "contact.answered.at": QT_TRANSLATE_NOOP("fields", "When they were answered"),
    "contact.answered.way": QT_TRANSLATE_NOOP("fields", "How they were answered"),
    "contact.corrections": QT_TRANSLATE_NOOP("fields", "What was put right"),
    "contact.withdrawn": QT_TRANSLATE_NOOP("fields", "Why it was withdrawn"),
    "provision.lines": QT_TRANSLATE_NOOP("fields", "Lines of Section F"),
    "provision.named.words": QT_TRANSLATE_NOOP("fields", "How a shortfall stays secured"),
    "provision.named.secured_by": QT_TRANSLATE_NOOP("fields", "Who secures it"),
    "form.withdrawn": QT_TRANSLATE_NOOP("fields", "Why the form was withdrawn"),
    "form.written": QT_TRANSLATE_NOOP("fields", "Copies that left"),
    "return.asked": QT_TRANSLATE_NOOP("fields", "What the sender was asked"),
    "return.taken": QT_TRANSLATE_NOOP("fields", "Answers taken over"),
    "return.set_aside": QT_TRANSLATE_NOOP("fields", "Why it was set aside"),
    "sheet.ratings": QT_TRANSLATE_NOOP("fields", "Scores"),
    "sheet.is_locked": QT_TRANSLATE_NOOP("fields", "Locked"),
    "person.name": QT_TRANSLATE_NOOP("fields", "Name"),
    "person.profession": QT_TRANSLATE_NOOP("fields", "Profession"),
    "person.roles": QT_TRANSLATE_NOOP("fields", "Roles"),
    "policy.versions": QT_TRANSLATE_NOOP("fields", "Adopted texts of this policy"),
    "setting.added.name": QT_TRANSLATE_NOOP("fields", "Name of the setting"),
    "setting.added.address": QT_TRANSLATE_NOOP("fields", "Address"),
    "setting.added.opened": QT_TRANSLATE_NOOP("fields", "Open from"),
    "setting.added.closed": QT_TRANSLATE_NOOP("fields", "Open until"),
    "terms.closures": QT_TRANSLATE_NOOP("fields", "Closures"),
    "action.words": QT_TRANSLATE_NOOP("fields", "What is to be done"),
    "action.owner": QT_TRANSLATE_NOOP("fields", "Who does it"),
    "action.due": QT_TRANSLATE_NOOP("fields", "By which day"),
    "action.state": QT_TRANSLATE_NOOP("fields", "Whether it is done"),
    "action.ended_words": QT_TRANSLATE_NOOP("fields", "What came of it"),
    "minutes.corrections": QT_TRANSLATE_NOOP("fields", "Corrections beneath the minutes"),
    "minutes.approved_at": QT_TRANSLATE_NOOP("fields", "Approved at"),
    "outside.decided.reasons": QT_TRANSLATE_NOOP("fields", "Reasons of the decision maker"),
    "outside.ratified.finding": QT_TRANSLATE_NOOP("fields", "What the panel made of it"),
    "outside.reviewed": QT_TRANSLATE_NOOP("fields", "What was found on looking again"),
    "feedback.sent_on": QT_TRANSLATE_NOOP("fields", "Sent on"),
    "outcome.notes": QT_TRANSLATE_NOOP("fields", "What was noted"),
}
SUBJECTS = {
    "child": QT_TRANSLATE_NOOP("fields", "Child’s registration"),
    "relation": QT_TRANSLATE_NOOP("fields", "Person around the child"),
    "case": QT_TRANSLATE_NOOP("fields", "Case"),
    "contact": QT_TRANSLATE_NOOP("fields", "Contact"),
    "band_query": QT_TRANSLATE_NOOP("fields", "Query of the band"),
    "provision": QT_TRANSLATE_NOOP("fields", "Ledger of Section F"),
    "entry": QT_TRANSLATE_NOOP("fields", "Statutory record"),
    "advice": QT_TRANSLATE_NOOP("fields", "Advice asked for"),
    "evidence": QT_TRANSLATE_NOOP("fields", "Paper"),
    "profile": QT_TRANSLATE_NOOP("fields", "Profile"),
    "form": QT_TRANSLATE_NOOP("fields", "Form sent out"),
    "return": QT_TRANSLATE_NOOP("fields", "Form that came back"),
    "meeting": QT_TRANSLATE_NOOP("fields", "Meeting"),
    "agenda": QT_TRANSLATE_NOOP("fields", "Agenda"),
    "ties": QT_TRANSLATE_NOOP("fields", "A member’s settings"),
    "interest": QT_TRANSLATE_NOOP("fields", "Interest"),
    "presence": QT_TRANSLATE_NOOP("fields", "Attendance of one person"),
    "voice": QT_TRANSLATE_NOOP("fields", "What a member said on a case"),
    "ballot": QT_TRANSLATE_NOOP("fields", "Votes on a case"),
    "floor": QT_TRANSLATE_NOOP("fields", "Case in hand"),
    "round": QT_TRANSLATE_NOOP("fields", "Round of scores"),
    "sheet": QT_TRANSLATE_NOOP("fields", "Blind sheet"),
    "slip": QT_TRANSLATE_NOOP("fields", "Scoring workbook or slips"),
    "decision": QT_TRANSLATE_NOOP("fields", "Decision"),
    "finding": QT_TRANSLATE_NOOP("fields", "Finding of a higher panel"),
    "letter": QT_TRANSLATE_NOOP("fields", "Letter"),
    "sample": QT_TRANSLATE_NOOP("fields", "Sample"),
    "audit": QT_TRANSLATE_NOOP("fields", "Audit"),
    "framework": QT_TRANSLATE_NOOP("fields", "Framework"),
    "tariff": QT_TRANSLATE_NOOP("fields", "Tariff"),
    "panel_type": QT_TRANSLATE_NOOP("fields", "Kind of panel"),
    "policy": QT_TRANSLATE_NOOP("fields", "Policy"),
    "person": QT_TRANSLATE_NOOP("fields", "Person"),
    "device": QT_TRANSLATE_NOOP("fields", "Device"),
    "setting": QT_TRANSLATE_NOOP("fields", "Setting"),
    "terms": QT_TRANSLATE_NOOP("fields", "Term dates of a setting"),
    "import": QT_TRANSLATE_NOOP("fields", "List taken in"),
    "retention": QT_TRANSLATE_NOOP("fields", "Review of what is kept"),
    "action": QT_TRANSLATE_NOOP("fields", "Action"),
    "minutes": QT_TRANSLATE_NOOP("fields", "Minutes"),
    "outside": QT_TRANSLATE_NOOP("fields", "Decision out of panel"),
    "feedback": QT_TRANSLATE_NOOP("fields", "Feedback to a setting"),
    "outcome": QT_TRANSLATE_NOOP("fields", "What came back from the Tribunal or mediation"),
}
MANY = {
    "child": QT_TRANSLATE_NOOP("fields", "Registrations of children"),
    "relation": QT_TRANSLATE_NOOP("fields", "People around children"),
    "case": QT_TRANSLATE_NOOP("fields", "Cases"),
    "contact": QT_TRANSLATE_NOOP("fields", "Contacts"),
    "band_query": QT_TRANSLATE_NOOP("fields", "Queries of the band"),
    "provision": QT_TRANSLATE_NOOP("fields", "Ledgers of Section F"),
    "entry": QT_TRANSLATE_NOOP("fields", "Statutory records"),
    "advice": QT_TRANSLATE_NOOP("fields", "Requests for advice"),
    "evidence": QT_TRANSLATE_NOOP("fields", "Papers"),
    "profile": QT_TRANSLATE_NOOP("fields", "Profiles"),
    "form": QT_TRANSLATE_NOOP("fields", "Forms sent out"),
    "return": QT_TRANSLATE_NOOP("fields", "Forms that came back"),
    "meeting": QT_TRANSLATE_NOOP("fields", "Meetings"),
    "agenda": QT_TRANSLATE_NOOP("fields", "Agendas"),
    "ties": QT_TRANSLATE_NOOP("fields", "Members’ settings"),
    "interest": QT_TRANSLATE_NOOP("fields", "Interests"),
    "presence": QT_TRANSLATE_NOOP("fields", "Attendance"),
    "voice": QT_TRANSLATE_NOOP("fields", "What members said on cases"),
    "ballot": QT_TRANSLATE_NOOP("fields", "Votes on cases"),
    "floor": QT_TRANSLATE_NOOP("fields", "Cases in hand"),
    "round": QT_TRANSLATE_NOOP("fields", "Rounds of scores"),
    "sheet": QT_TRANSLATE_NOOP("fields", "Blind sheets"),
    "slip": QT_TRANSLATE_NOOP("fields", "Scoring workbooks and slips"),
    "decision": QT_TRANSLATE_NOOP("fields", "Decisions"),
    "finding": QT_TRANSLATE_NOOP("fields", "Findings of higher panels"),
    "letter": QT_TRANSLATE_NOOP("fields", "Letters"),
    "sample": QT_TRANSLATE_NOOP("fields", "Samples"),
    "audit": QT_TRANSLATE_NOOP("fields", "Audits"),
    "framework": QT_TRANSLATE_NOOP("fields", "Frameworks"),
    "tariff": QT_TRANSLATE_NOOP("fields", "Tariffs"),
    "panel_type": QT_TRANSLATE_NOOP("fields", "Kinds of panel"),
    "policy": QT_TRANSLATE_NOOP("fields", "Policies"),
    "person": QT_TRANSLATE_NOOP("fields", "People"),
    "device": QT_TRANSLATE_NOOP("fields", "Devices"),
    "setting": QT_TRANSLATE_NOOP("fields", "Settings"),
    "terms": QT_TRANSLATE_NOOP("fields", "Term dates of settings"),
    "import": QT_TRANSLATE_NOOP("fields", "Lists taken in"),
    "retention": QT_TRANSLATE_NOOP("fields", "Reviews of what is kept"),
    "resolution": QT_TRANSLATE_NOOP("fields", "Choices made after a sync"),
    "action": QT_TRANSLATE_NOOP("fields", "Actions"),
    "minutes": QT_TRANSLATE_NOOP("fields", "Minutes of several"),
    "outside": QT_TRANSLATE_NOOP("fields", "Decisions out of panel"),
    "feedback": QT_TRANSLATE_NOOP("fields", "Feedback to settings"),
    "outcome": QT_TRANSLATE_NOOP("fields", "What came back from Tribunals or mediation"),
}
# What a machine adds to a fact: shown only where nothing else differs.
BESIDE = ("entered_by", "pin_checked", "sha256", "framework_sha256", "tariff_sha256", "size", "mime", "engine",
          "returns", "explanation", "at", "source", "checkpoint", "known")  # fmt: skip
TWICE = ("signed.words", "recommended.words", "provision_checked.words", "proposed.words", "countersigned.words")
_OUTCOMES = {kind.id: kind.title for kind in outcomes.book()}
_CODES = {
    "primary_need": codes.NEEDS,
    "secondary_need": codes.NEEDS,
    "setting_kind": codes.SETTINGS,
    "kind": codes.KINDS,
    "outcome": _OUTCOMES,
    "asked_for": _OUTCOMES,
}
_PARTS = ("name", "title", "words", "text", "person", "strand", "level", "outcome", "on", "starts")  # of a longer value


def subject(kind: str) -> str:
    """Return what kind of thing differs: "Case"."""
    return QCoreApplication.translate("fields", SUBJECTS[kind]) if kind in SUBJECTS else kind


def subjects(kind: str) -> str:
    """Return what kind of things wait: "Cases"."""
    return QCoreApplication.translate("fields", MANY[kind]) if kind in MANY else kind


def is_beside(path: str) -> bool:
    """Return whether a value only goes along with others: who typed, a hash, the same words a second time."""
    return path.rsplit(".", 1)[-1] in BESIDE or path in TWICE


def label(kind: str, path: str) -> str:
    """Return the name of a value; one without words of its own is called by the last part of its path."""
    known = LABELS.get(f"{kind}.{path}")
    if known is not None:
        return QCoreApplication.translate("fields", known)
    if kind == "entry" and path.startswith("values."):
        return _of_register(path.removeprefix("values."))
    return path.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def _of_register(name: str) -> str:
    """Return the title of a field of statutory records; a field that several kinds have is called alike in all."""
    for kind in register.book().types.values():
        if name in kind.fields:
            return kind.fields[name].title
    return name.replace("_", " ").capitalize()


def value(path: str, found: Any, names: Mapping[str, str]) -> str:
    """Return a value as it is written; NAMES has people, bands and strands by their ids. Nothing is said as such."""
    last = path.rsplit(".", 1)[-1]
    if found is None or found == "" or found == []:
        return QCoreApplication.translate("fields", "Nothing")
    if isinstance(found, bool):
        return QCoreApplication.translate("fields", "Yes") if found else QCoreApplication.translate("fields", "No")
    if last == "pence" and isinstance(found, int):
        return text.money(found)
    if isinstance(found, list):
        return "\n".join(_line(item, names) for item in found)
    if isinstance(found, dict):
        return _line(found, names)
    if last == "year_group":
        return codes.year(str(found))
    if last in _CODES:
        return codes.say(_CODES[last], str(found))
    return _plain(str(found), names)


def _line(found: Any, names: Mapping[str, str]) -> str:
    """Return one part of a list in a line: what names it, and no ids."""
    if not isinstance(found, dict):
        return _plain(str(found), names)
    said = [value(name, found[name], names) for name in _PARTS if found.get(name) not in (None, "", [])]
    return ", ".join(said) or QCoreApplication.translate("fields", "An entry")


def _plain(found: str, names: Mapping[str, str]) -> str:
    if found in names:
        return names[found]
    for read in (_day, _instant):
        said = read(found)
        if said:
            return said
    return found


def _day(found: str) -> str:
    try:
        return text.day(date.fromisoformat(found)) if len(found) == 10 else ""
    except ValueError:
        return ""


def _instant(found: str) -> str:
    try:
        return text.moment(datetime.fromisoformat(found)) if "T" in found and found.endswith("Z") else ""
    except ValueError:
        return ""
