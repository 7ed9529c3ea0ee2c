"""What people take from a case's past: its chronology, as a tagged PDF and as its DOCX twin."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from bandingdesk import ops
from bandingdesk.desk.ground import Ground
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.letters import chronology, pdf, wording
from bandingdesk.letters.chronology import ChronologyFacts, Done, ResponseClock
from bandingdesk.letters.pdf import Pdf
from bandingdesk.statute import book
from bandingdesk.store.queries import act_words, as_it_stood, casework, council, register
from bandingdesk.store.queries.as_it_stood import ActRow

RESPONSE = "APPEAL.RESPONSE"
_ROLES = {"decision_maker": "Decision maker", "panel_member": "Panel member", "dpo": "Data protection officer"}
OMITTED = (
    "Scores, levels, bands and amounts: the decision record tells them.",
    "Names of staff and of panel members: the role of each stands in their place.",
    "What was said in contacts and in mediation: that and when it took place is told.",
    "Marks that readers made in papers, and copies that they took.",
)


class RangeError(InvalidError):
    """The chronology would end before it begins."""

    code = "TI-01"
    message = QT_TRANSLATE_NOOP("errors", "The last day lies before the first one.")
    kept = QT_TRANSLATE_NOOP("errors", "No chronology was made. Your two days are kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a last day on or after the first day.")


class Chronology(NamedTuple):
    """A chronology as finished files. NAME has no ending and holds the case's reference, never a child's name."""

    name: str
    pdf: Pdf
    docx: bytes


class HistoryDesk:
    """The acts on a case's past. They record nothing."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    def chronology(self, case_id: str, starts: date, ends: date) -> Chronology:
        """Return the chronology from STARTS to ENDS. Raises RangeError, CaseClosedError, CaseNotYoursError."""
        from bandingdesk.letters import docx

        if ends < starts:
            raise RangeError()
        with self._ground.store.read() as conn:
            facts = self._facts(conn, case_id, starts, ends)
        made = chronology.chronology(facts)
        return Chronology(f"Chronology {facts.reference}", pdf.render(made), docx.sheet_docx(made))

    def _facts(self, conn: Connection, case_id: str, starts: date, ends: date) -> ChronologyFacts:
        acts = as_it_stood.acts(conn, case_id, self._ground.me)
        row = casework.find(conn, case_id)
        today = self._ground.clock.today()
        told = [one for one in acts if act_words.is_disclosed(one.kind) and not one.is_set_aside]
        done = [_done(one) for one in told]
        within = tuple(
            sorted((one for one in done if starts <= one.on <= ends), key=lambda one: (one.on, one.recorded))
        )
        name = str((council.policy(conn, "letters", today) or {}).get("name", ""))
        return ChronologyFacts(
            council=name,
            reference=casework.reference(conn, case_id),
            child_name=row.child_name if row else "",
            setting_name=row.setting_name if row else "",
            starts=starts,
            ends=ends,
            made_on=today,
            done=within,
            check_code=sha256(ops.canonical([one.id for one in acts])).hexdigest()[:12],
            response=response_clock(conn, case_id),
            omitted=OMITTED,
            erased=as_it_stood.erased_under(conn, case_id),
            is_demo=self._is_demo,
        )


def response_clock(conn: Connection, case_id: str) -> ResponseClock | None:
    """Return the clock of the newest appeal that is registered, None where there is none."""
    lines = [one for one in register.clock_lines(conn, case_id) if one.rule == RESPONSE and one.starts is not None]
    if not lines:
        return None
    line = max(lines, key=lambda one: one.starts or date.min)
    assert line.starts is not None
    rule = book.shipped().rule(RESPONSE)
    counted = f"It is {rule.number} {rule.unit} after the appeal was registered with the authority."
    if line.law_day is not None:
        counted += " Days in August and from 25 December to 1 January are not counted."
    ended = line.state == "ended"
    return ResponseClock(line.starts, line.law_day, line.provision, counted, None if ended else line.stopped_on, ended)


def _done(one: ActRow) -> Done:
    words = act_words.ERASED if one.is_erased else act_words.words(one.kind)
    what = act_words.filled(words, one.told, wording.short_date)
    law = act_words.provision(one.kind, one.told)
    return Done(one.about or one.on, what, _role(one.role), law, one.on, one.id.replace("-", "")[-6:], one.is_late)


def _role(role: str) -> str:
    return _ROLES.get(role, role.replace("_", " ").capitalize())
