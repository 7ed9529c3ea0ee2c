"""Whether who is at the keys may record an op: the table of roles put to each op of an act.

A role that is limited to a panel type counts at that panel alone, so the panel is looked up where it matters.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bandingdesk.casework.papers.ops import EvidenceAnswered
from bandingdesk.council import may
from bandingdesk.council.people import Person, RoleNeededError
from bandingdesk.ops import Op, Subject
from bandingdesk.panel.ops import MeetingPlanned
from bandingdesk.store.act import Act
from bandingdesk.store.queries import council

FOUNDING = frozenset({"person.added", "person.role_granted"})

# Members of any panel may look at a band again: those of the panel that decided it are the ones who may not.
# A member's ties are said once, whichever panels they sit on.
AT_ANY_PANEL = frozenset({"band_query.decided", "ties.declared"})


class Asked:
    """Asks for one act of the person ME on the day ON."""

    def __init__(self, me: str, on: date) -> None:
        self._me = me
        self._on = on
        self._resolves = False
        self._granted: set[tuple[str, str, str]] = set()  # (kind, actor, the actor's head), whatever the subject

    def __call__(self, act: Act, op: Op) -> None:
        """Check that OP may be taken. Raises RoleNeededError, EnteredForError."""
        line = may.rule(op.kind)
        if op.kind == "resolution.made":
            self._resolves = True
        elif self._resolves:
            return  # what stands again is made anew by who settled it, whatever its kind
        actor: Person | None = act.find(Subject("person", op.by))
        if actor is None or not actor.roles:
            if op.kind in FOUNDING and council.is_unfounded(act.rows):
                return  # the first person of a record gives themself the first role
            if actor is None:
                raise RoleNeededError(role=may.words(line.writers), person=op.by)
        asked = (op.kind, op.by, actor.head)
        if asked in self._granted:  # an act of many ops asks the same of each
            return
        held = {role.panel_type for role in actor.roles}
        panel = panel_type(act, op) if held - {None} else None
        if op.kind in AT_ANY_PANEL:
            panel = next((one for one in held if may.holds_any(actor, line.writers, self._on, one)), None)
        is_self = op.subject.id == op.by
        may.require(actor, op.kind, self._on, panel, is_self=is_self)
        if op.by == self._me:
            if not is_self and not held - {None}:
                self._granted.add(asked)
        else:
            me: Person = act.load(Subject("person", self._me))
            panel = panel or (panel_type(act, op) if any(role.panel_type for role in me.roles) else None)
            may.require_entering(me, op.kind, self._on, panel)


def panel_type(act: Act, op: Op) -> str | None:
    """Return the panel type at which OP is made, None for what is no panel's."""
    if isinstance(op.body, MeetingPlanned):
        return op.body.panel_type
    meeting = _meeting(act, op.subject, op.body)
    return None if meeting is None else str(meeting.panel_type)


def _meeting(act: Act, subject: Subject, body: Any) -> Any:
    """Return the meeting to which SUBJECT belongs: through BODY where the subject is new."""
    match subject.kind:
        case "meeting":
            return act.find(subject)
        case "agenda":
            return act.find(Subject("meeting", subject.id))
        case "interest" | "round" | "slip" | "presence" | "voice" | "ballot" | "floor":
            of = act.find(subject) or body
            return act.find(Subject("meeting", of.meeting))
        case "sheet":
            round_ = act.find(Subject("round", subject.id.partition(".")[0]))
            return act.find(Subject("meeting", round_.meeting)) if round_ is not None else None
        case "decision":
            known = act.find(subject)
            of = known.proposal if known is not None and known.proposal is not None else body
            return act.find(Subject("meeting", of.meeting)) if hasattr(of, "meeting") else None
        case "finding":
            known = act.find(subject)
            of = (known.funds or known.oversight or known.asked) if known is not None else body
            return act.find(Subject("meeting", of.meeting)) if hasattr(of, "meeting") else None
        case "minutes":
            return act.find(Subject("meeting", getattr(body, "meeting", "") or subject.id.partition(".")[0]))
        case "action" | "outside" | "outcome":
            named = getattr(body, "meeting", "") or getattr(act.find(subject), "meeting", "")
            return act.find(Subject("meeting", named)) if named else None
        case "evidence" if isinstance(body, EvidenceAnswered) and body.decision:  # a report, answered at the table
            return _meeting(act, Subject("decision", body.decision), None)
    return None
