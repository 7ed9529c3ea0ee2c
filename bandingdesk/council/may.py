"""Who may do what: one line for each kind of op, asked by the desk before an op is taken, whoever calls the desk.

A window, a command and a script meet the same refusal. The same lines, as `kinds()`, are what a shared store is told
about its kinds: it knows a kind and never reads a body. On one laptop roles are a courtesy (design, store 6.4): whoever
holds the file's key could write past the desk.

Sources: the roles of store.md 5.4; who agrees, recommends and decides of moderation.md and ux.md 3.5 to 3.7.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple, get_args

from bandingdesk.council import people
from bandingdesk.council.ops import Role
from bandingdesk.council.people import Person, RoleNeededError
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError

Roles = tuple[Role, ...]

EVERYBODY: Roles = get_args(Role)
_ADMINISTRATOR: Roles = ("administrator",)
_COUNCIL: Roles = ("administrator", "head_of_service")  # what the council adopts for itself
_RULES: Roles = ("head_of_service", "qa_lead", "finance", "administrator", "decision_maker")
_CASES: Roles = ("caseworker", "clerk", "head_of_service")
_PLANNING: Roles = ("clerk", "chair", "deputy", "caseworker")
_LEAD: Roles = ("chair", "deputy", "clerk")
_CHAIR: Roles = ("chair", "deputy")
_VOTERS: Roles = ("panel_member", "chair", "deputy")
_SEATED: Roles = (*_VOTERS, "clerk", "presenter", "observer")
_QUALITY: Roles = ("qa_lead",)
_DECIDES: Roles = ("decision_maker",)
_ANSWERS: Roles = (*_CASES, "decision_maker")  # whoever a family reaches may note what it asked
_RETENTION: Roles = ("dpo", "head_of_service", "administrator")

# Who may read the body of a kind on a shared store. An administrator has no case data there (store.md 5.4).
_CASE_READERS: Roles = (
    "caseworker",
    *_SEATED,
    "decision_maker",
    "qa_lead",
    "auditor",
    "head_of_service",
    "dpo",
)
_MONEY_READERS: Roles = (*_CASE_READERS, "finance")


class Rule(NamedTuple):
    """The roles that may be the actor of a kind, and those that may read its body.

    IS_OWN: everybody may do it for themself. `enters`: who may enter it for the actor, as a clerk does with a score
    that was said aloud; for every other kind the actor is at the keys.
    """

    writers: Roles
    readers: Roles
    is_own: bool = False
    enters: Roles = ()


class EnteredForError(RefusedError):
    """The person at the keys may not enter this for PERSON; ROLES may."""

    code = "PE-01"
    message = QT_TRANSLATE_NOOP("errors", "You can't enter this for somebody else: that is for the {roles}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Hand over to that person, who enters it with their own PIN.")


def _council(writers: Roles, *, is_own: bool = False) -> Rule:
    return Rule(writers, EVERYBODY, is_own)


def _case(writers: Roles, enters: Roles = ()) -> Rule:
    return Rule(writers, _CASE_READERS, enters=enters)


TABLE: Mapping[str, Rule] = {
    # The council's own record
    "person.added": _council(_ADMINISTRATOR),
    "person.role_granted": _council(_ADMINISTRATOR),
    "person.role_ended": _council(_ADMINISTRATOR),
    "person.pin_set": _council(_ADMINISTRATOR, is_own=True),  # of another only the first one: people.set_pin
    "person.pin_reset": _council(_ADMINISTRATOR),
    "person.login_set": _council(_ADMINISTRATOR),
    "person.team_set": _council(_COUNCIL),
    "policy.adopted": _council(_COUNCIL),
    "panel_type.adopted": _council(_COUNCIL),
    "setting.added": _council((*_CASES, "administrator")),
    "setting.changed": _council((*_CASES, "administrator")),
    "setting.taken_back": _council((*_CASES, "administrator")),
    "device.enrolled": _council(EVERYBODY),
    "device.revoked": _council(_ADMINISTRATOR),
    "framework.added": _council(_RULES),
    "framework.consulted": _council(_RULES),
    "framework.finding_answered": _council(_RULES),
    "framework.paper_attached": _council(_RULES),
    "framework.responses_recorded": _council(_RULES),
    "framework.trial_started": _council(_RULES),
    "framework.trial_ended": _council(_RULES),
    "framework.adopted": _council(_COUNCIL),
    "framework.retired": _council(_COUNCIL),
    "tariff.added": _council(_RULES),
    "tariff.adopted": _council(_COUNCIL),
    # Who may settle what is told by its subject, and the author often may: resolution.py asks
    "resolution.made": _council(EVERYBODY),
    # Casework
    "child.registered": _case(_CASES),
    "child.corrected": _case(_CASES),
    "case.opened": _case(_CASES),
    "case.updated": _case(_CASES),
    "case.assigned": _case(_CASES),
    "case.review_held": _case(_CASES),
    "case.history_recorded": _case(_CASES),
    "case.appeal_lodged": _case(_CASES),
    # Register
    "entry.made": _case(_CASES),
    "entry.changed": _case(_CASES),
    "entry.withdrawn": _case(_CASES),
    "entry.excused": _case(_CASES),
    "entry.excuse_withdrawn": _case(_CASES),
    "evidence.added": _case((*_CASES, "presenter")),
    "evidence.extract_marked": _case((*_CASES, "presenter", *_VOTERS)),
    # Papers
    "evidence.answered": _case((*_CASES, "presenter", *_CHAIR, *_DECIDES)),
    "advice.asked": _case(_CASES),
    "advice.dated": _case(_CASES),
    "advice.chased": _case(_CASES),
    "advice.excused": _case(_CASES),
    "advice.came": _case(_CASES),
    "advice.withdrawn": _case(_CASES),
    "evidence.taken_out": _case((*_CASES, "presenter", *_VOTERS, *_DECIDES, *_QUALITY)),
    "evidence.extract_tied": _case((*_CASES, "presenter", *_VOTERS)),
    "profile.locked": _case(_CASES),
    "profile.unlocked": _case(_CASES),
    "profile.revealed": _case((*_CASES, *_LEAD)),  # a panel's reveal may be what the profiles waited for
    # Forms sent out, and what came back
    "form.made": _case(_CASES),
    "form.written": _case(_CASES),
    "form.withdrawn": _case(_CASES),
    "return.received": _case(_CASES),
    "return.asked": _case(_CASES),
    "return.taken": _case(_CASES),
    "return.set_aside": _case(_CASES),
    "letter.issued": _case((*_CASES, "decision_maker")),
    "letter.sent": _case((*_CASES, "decision_maker")),
    "import.recorded": _case(_CASES),
    # Lists taken in, and taken back
    "import.undone": _case(_CASES),
    "child.taken_back": _case(_CASES),
    "case.taken_back": _case(_CASES),
    "terms.recorded": _council((*_CASES, "administrator")),
    # The people around a child
    "relation.added": _case(_CASES),
    "relation.changed": _case(_CASES),
    "relation.address_confirmed": _case(_CASES),
    "relation.letters_decided": _case(_CASES),
    "relation.ended": _case(_CASES),
    "child.identifier_kept": _case(_CASES),
    "child.care_recorded": _case(_CASES),
    "child.capacity_recorded": _case(_CASES),
    "child.death_recorded": _case(_CASES),
    "child.death_withdrawn": _case((*_CASES, "decision_maker")),
    "child.letter_opened": _case((*_CASES, "decision_maker")),
    "child.merged": _case(_CASES),
    "child.unmerged": _case(_CASES),
    "child.told_apart": _case(_CASES),
    "case.child_set": _case(_CASES),
    # Contacts: who asked what, and what was answered
    "contact.recorded": _case(_ANSWERS),
    "contact.corrected": _case(_ANSWERS),
    "contact.reply_day_set": _case(_ANSWERS),
    "contact.answered": _case(_ANSWERS),
    "contact.answer_corrected": _case(_ANSWERS),
    "contact.withdrawn": _case(_ANSWERS),
    # Provision: Section F as hours; what a shortfall comes to is money
    "provision.recorded": _case(_CASES),
    "provision.shortfall_named": Rule((*_CASES, *_CHAIR, *_DECIDES), _MONEY_READERS),
    # What is kept how long: its bodies name no child, and stay
    "retention.reviewed": _council(_RETENTION),
    "retention.held": _council((*_RETENTION, "caseworker", "qa_lead")),
    "retention.released": _council(_RETENTION),
    "retention.destroyed": _council(_RETENTION),
    # A panel at work
    "meeting.planned": _case(_PLANNING),
    "meeting.item_added": _case(_PLANNING),
    "meeting.papers_frozen": _case(_PLANNING),
    "meeting.moved": _case(_PLANNING),
    "meeting.called_off": _case(_PLANNING),
    "meeting.opened": _case(_LEAD),
    "meeting.attendance_recorded": _case(_LEAD),
    "meeting.item_deferred": _case(_LEAD),
    "meeting.item_closed": _case(_LEAD),
    "meeting.item_withdrawn": _case(_LEAD),
    "meeting.closed": _case(_LEAD),
    "interest.declared": _case(_SEATED, enters=_LEAD),
    "interest.settled": _case(_CHAIR),
    "round.opened": _case(_LEAD),
    "round.revealed": _case(_LEAD),
    "round.level_agreed": _case(_LEAD),
    "round.levels_agreed": _case(_LEAD),
    "round.minority_view_recorded": _case(_VOTERS, enters=_LEAD),
    "round.band_indicated": _case(_LEAD),
    "scores.locked": _case(_VOTERS, enters=_LEAD),
    "scores.unlocked": _case(_VOTERS, enters=_LEAD),
    "scores.band_shown": _case(_VOTERS, enters=_LEAD),
    "decision.band_proposed": _case(_CHAIR),
    "decision.countersigned": _case((*_VOTERS, "head_of_service")),
    "decision.section_f_checked": _case(_LEAD),
    "decision.money_shown": Rule(_LEAD, _MONEY_READERS),
    "decision.recommended": _case(_CHAIR),
    "decision.signed": Rule(_DECIDES, _MONEY_READERS),
    "decision.returned": _case(_DECIDES),
    "decision.referred_higher": Rule(_LEAD, _MONEY_READERS),
    "decision.evidence_met": _case(_DECIDES),
    "decision.corrected": _case(_DECIDES),
    "decision.correction_signed": Rule(_DECIDES, _MONEY_READERS),
    # Before a meeting: the agenda's order, readers, late papers and packs; a member's ties
    "agenda.deadline_set": _case(_PLANNING),
    "agenda.hours_set": _case((*_SEATED, "caseworker"), enters=_LEAD),
    "agenda.ordered": _case(_LEAD),
    "agenda.readers_set": _case(_LEAD),
    "agenda.late_paper_settled": _case(_CHAIR),
    "agenda.urgent_joined": _case(_PLANNING),
    "agenda.undiscussed_set": _case(_CHAIR),
    "agenda.pack_released": _case(_LEAD),
    "agenda.rules_taken": _case(_CHAIR),
    "ties.declared": _case(_SEATED, enters=_LEAD),
    # Higher panels
    "finding.asked": _case((*_PLANNING, *_QUALITY)),
    "finding.funds_found": Rule(_CHAIR, _MONEY_READERS),
    "finding.oversight_found": _case(_CHAIR),
    "finding.countersigned": _case((*_VOTERS, "head_of_service")),
    "finding.funds_signed": Rule(_DECIDES, _MONEY_READERS),
    "finding.answered": _case(_DECIDES),
    # After a decision; an action is ended by whoever did it, which may be anybody who can read it
    "action.made": _case((*_CASES, *_SEATED, *_DECIDES, *_QUALITY)),
    "action.done": _case(_CASE_READERS),
    "action.moved": _case(_CASE_READERS),
    "action.dropped": _case(_CASE_READERS),
    "minutes.made": _case(_LEAD),
    "minutes.corrected": _case(_LEAD),
    "minutes.approved": _case(_CHAIR),
    "outside.asked": _case((*_CASES, *_LEAD)),
    "outside.decided": _case(_DECIDES),
    "outside.ratified": _case(_LEAD),
    "outside.reviewed": _case(_DECIDES),
    "feedback.made": _case((*_CASES, *_DECIDES)),
    "feedback.sent": _case((*_CASES, *_DECIDES)),
    "outcome.noted": _case((*_CASES, *_LEAD, *_DECIDES)),
    # Members without the program: workbooks and paper slips
    "slip.made": _case(_LEAD),
    "slip.written": _case(_LEAD),
    "slip.returned": _case(_LEAD),
    "slip.taken": _case(_LEAD),
    "slip.set_aside": _case(_LEAD),
    "slip.withdrawn": _case(_LEAD),
    # In the room: each person's own words, or the clerk for them
    "presence.recorded": _case(_SEATED),
    "voice.speak_asked": _case(_SEATED, enters=_LEAD),
    "voice.speak_ended": _case(_SEATED),
    "voice.case_pulled": _case(_VOTERS, enters=_LEAD),
    "voice.view_given": _case(_VOTERS, enters=_LEAD),
    "voice.vote_given": _case(_VOTERS, enters=_LEAD),
    "ballot.opened": _case(_LEAD),
    "ballot.closed": _case(_LEAD),
    "floor.item_taken": _case(_LEAD),
    "floor.screen_allowed": _case(_CHAIR),
    # A school's query of a band: looked at again by people who had no part in the decision
    "band_query.received": _case((*_CASES, *_DECIDES)),
    "band_query.decided": _case((*_VOTERS, *_DECIDES, "head_of_service")),
    "band_query.answered": _case((*_CASES, *_DECIDES)),
    "band_query.withdrawn": _case((*_CASES, *_DECIDES)),
    # Oversight
    "sample.drawn": _case(_QUALITY),
    "audit.opened": _case(_QUALITY),
    "audit.graded": _case((*_QUALITY, "auditor")),
}


def kinds() -> dict[str, tuple[Roles, Roles]]:
    """Return (writers, readers) of each kind, as a shared store is told them; everybody writes what is one's own."""
    return {kind: (EVERYBODY if rule.is_own else rule.writers, rule.readers) for kind, rule in TABLE.items()}


def rule(kind: str) -> Rule:
    """Return the line of KIND. Raises LookupError: a new kind needs a line of its own."""
    found = TABLE.get(kind)
    if found is None:
        raise LookupError(f"{kind} has no line in council/may.py")
    return found


def require(person: Person, kind: str, on: date, panel_type: str | None = None, *, is_self: bool = False) -> None:
    """Check that PERSON may be the actor of KIND on a day, at a panel of PANEL_TYPE. Raises RoleNeededError.

    IS_SELF: it is about the person's own subject.
    """
    line = rule(kind)
    if not (line.is_own and is_self) and not holds_any(person, line.writers, on, panel_type):
        raise RoleNeededError(role=words(line.writers), person=person.id)


def require_entering(me: Person, kind: str, on: date, panel_type: str | None = None) -> None:
    """Check that ME may enter KIND for another person. Raises EnteredForError."""
    enters = rule(kind).enters
    if not holds_any(me, enters, on, panel_type):
        raise EnteredForError(roles=words(enters) or "person concerned", person=me.id)


def holds_any(person: Person, roles: Collection[Role], on: date, panel_type: str | None = None) -> bool:
    """Return whether PERSON holds one of ROLES on a day; a role of one panel type counts at that panel alone."""
    return any(people.holds(person, role, on, panel_type) for role in roles)


def somewhere(person: Person, kind: str, on: date) -> bool:
    """Return whether PERSON may be the actor of KIND at any panel: what a screen or a long job asks first."""
    types = {None, *(held.panel_type for held in person.roles)}
    return any(holds_any(person, rule(kind).writers, on, panel_type) for panel_type in types)


def words(roles: Roles) -> str:
    """Return ROLES in words: "chair, deputy or clerk"."""
    said = [role.replace("_", " ") for role in roles]
    return " or ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))
