"""The panel's states as rows: meetings, agenda, attendance, interests, rounds, sheets, decisions.

Days are ISO text, instants ISO text in UTC, truths 0 or 1, lists JSON text: what stands in a row is plain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, Index, Integer, Table, Text

from bandingdesk import ops
from bandingdesk.panel import decision, interests, meeting, moderation, scoring
from bandingdesk.panel.decision import Decision, Signature
from bandingdesk.panel.interests import Interest
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.scoring import Sheet
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 3

FOLDS = {
    "meeting": Fold(Meeting, meeting.apply),
    "interest": Fold(Interest, interests.apply),
    "round": Fold(Round, moderation.apply),
    "sheet": Fold(Sheet, scoring.apply),
    "decision": Fold(Decision, decision.apply),
}


def _table(name: str, of: str, texts: str, integers: str = "", keys: str = "") -> Table:
    """Return a table of subject kind OF: column names parted by blanks; KEYS are looked up, each by an index."""
    columns: list[Column[Any]] = [Column("owner", Text, nullable=False, index=True)]
    columns += [Column(column, Text) for column in texts.split()]
    columns += [Column(column, Integer) for column in integers.split()]
    table = Table(name, METADATA, *columns, info={"of": of})
    for key in keys.split():
        Index(f"ix_{name}_{key}", table.c[key])
    return table


MEETING = _table(
    "panel_meeting",
    "meeting",
    "id head panel_type on_day starts ends place state framework_sha256 tariff_sha256 checkpoint called_off",
    keys="id on_day",
)
SEAT = _table("panel_seat", "meeting", "meeting person role profession attendance", "position", keys="meeting person")
ATTENDANCE = _table("panel_attendance", "meeting", "meeting person state item", "seq", keys="meeting")
ITEM = _table(
    "panel_item",
    "meeting",
    "meeting item case_id kind readers state reason until ended_at",
    "position is_frozen",
    keys="meeting item case_id",
)
PAPER = _table("panel_paper", "meeting", "meeting item evidence head", "position", keys="item")
INTEREST = _table(
    "panel_interest",
    "interest",
    "id head meeting item case_id person answer nature kind outcome standing words",
    keys="meeting item person",
)
ROUND = _table(
    "panel_round",
    "round",
    "id head meeting item case_id first framework_sha256 state strands scorers missing words questions",
    "number",
    keys="id item case_id first framework_sha256",
)
REVEALED = _table("panel_revealed", "round", "round person sheet head", keys="round")
AGREED = _table("panel_agreed", "round", "round strand reason_code reason descriptors", "level median_x2", keys="round")
MINORITY = _table("panel_minority", "round", "round person words strand", "position level", keys="round")
INDICATED = _table(
    "panel_indicated", "round", "round framework framework_sha256 engine band kind bands explanation", "points", "round"
)
SHEET = _table(
    "panel_sheet", "sheet", "id head round person locked_at", "is_locked revision band_shown", keys="id round person"
)
RATING = _table(
    "panel_rating",
    "sheet",
    "sheet round person strand confidence note relied descriptors",
    "position level",
    keys="sheet round",
)
# What a finding holds beside the band, each a list as JSON (panel/findings.py).
_FINDING_LISTS = ("needs", "grounds", "options", "conditions", "actions", "shares")
_SIGNATURES = (
    "proposed", "countersigned", "provision", "money", "recommended", "signed", "returned", "met", "corrected",
)  # fmt: skip
DECISION = _table(
    "panel_decision",
    "decision",
    "id head meeting item case_id round outcome legal_test fit_words indicated band reason_code reason"
    " views_considered evidence changes starts review_by present provision_lines"
    " tariff tariff_sha256 period setting_kind phase final_outcome final_band delegation step"
    " needs grounds options views_of_child setting length_reason conditions actions shares reasonable_steps"
    " provision_band lower_than final_test final_options final_evidence final_papers"
    " referred_to referred_meeting referred_item referred_words corrects correction correction_words met_papers "
    + " ".join(f"{name}_by {name}_at {name}_words {name}_entered_by" for name in _SIGNATURES),
    "fits second_signature pence quorum_needed agrees months referred_pence",
    keys="id case_id item meeting step",
)


def _json(value: Any) -> str:
    return json.dumps(ops.plain(value), ensure_ascii=False)


def lay_meeting(state: Meeting) -> Iterator[Row]:
    """Yield the rows of a meeting."""
    if not state.known:
        return
    progress = "closed" if state.is_closed else "open" if state.is_open else "planned"
    yield (
        MEETING,
        {
            "id": state.id,
            "head": state.head,
            "panel_type": state.panel_type,
            "on_day": state.on.isoformat(),
            "starts": state.starts,
            "ends": state.ends,
            "place": state.place,
            "state": progress,
            "framework_sha256": state.framework_sha256,
            "tariff_sha256": state.tariff_sha256,
            "checkpoint": state.checkpoint,
            "called_off": state.called_off,
        },
    )
    for position, seat in enumerate(state.seats):
        yield (
            SEAT,
            {
                "meeting": state.id,
                "person": seat.person,
                "role": seat.role,
                "profession": seat.profession,
                "attendance": meeting.presence(state, seat.person),
                "position": position,
            },
        )
    for seq, entry in enumerate(state.attendance):
        yield ATTENDANCE, {"meeting": state.id, "seq": seq, **ops.plain(entry)}
    yield from _lay_agenda(state)


def _lay_agenda(state: Meeting) -> Iterator[Row]:
    for item in state.items:
        yield (
            ITEM,
            {
                "meeting": state.id,
                "item": item.item,
                "case_id": item.case,
                "kind": item.kind,
                "readers": _json(item.readers),
                "state": item.state,
                "reason": item.reason,
                "until": item.until.isoformat() if item.until else None,
                "ended_at": ops.plain(item.ended_at) if item.ended_at else None,
                "position": item.position,
                "is_frozen": int(item.is_frozen),
            },
        )
        for position, (evidence, head) in enumerate(item.papers):
            row = {"meeting": state.id, "item": item.item, "evidence": evidence, "head": head, "position": position}
            yield PAPER, row


def lay_interest(state: Interest) -> Iterator[Row]:
    """Yield the row of an interest."""
    if state.known:
        yield (
            INTEREST,
            {
                "id": state.id,
                "head": state.head,
                "meeting": state.meeting,
                "item": state.item,
                "case_id": state.case,
                "person": state.person,
                "answer": state.answer,
                "nature": state.nature,
                "kind": state.kind,
                "outcome": state.outcome,
                "standing": interests.standing(state),
                "words": state.words,
            },
        )


def lay_round(state: Round) -> Iterator[Row]:
    """Yield the rows of a round. Scores are never among them: they stay with the sheets."""
    if not state.known:
        return
    yield (
        ROUND,
        {
            "id": state.id,
            "head": state.head,
            "meeting": state.meeting,
            "item": state.item,
            "case_id": state.case,
            "first": state.first,
            "framework_sha256": state.framework_sha256,
            "state": state.state,
            "strands": _json(state.strands),
            "scorers": _json(state.scorers),
            "missing": _json(state.missing),
            "words": state.words,
            "questions": state.questions,
            "number": state.number,
        },
    )
    for sheet in state.sheets:
        yield REVEALED, {"round": state.id, "person": sheet.person, "sheet": sheet.sheet, "head": sheet.head}
    for agreed in state.agreed:
        yield AGREED, {"round": state.id, **ops.plain(agreed), "descriptors": _json(agreed.descriptors)}
    for position, view in enumerate(state.minority):
        yield MINORITY, {"round": state.id, "position": position, **ops.plain(view)}
    if state.indicated is not None:
        body = state.indicated
        yield INDICATED, {"round": state.id, **ops.plain(body), "bands": _json(body.bands)}


def lay_sheet(state: Sheet) -> Iterator[Row]:
    """Yield the rows of a sheet. An unlocked sheet keeps its last locked scores, for its own scorer."""
    if not state.known:
        return
    yield (
        SHEET,
        {
            "id": state.id,
            "head": state.head,
            "round": state.round,
            "person": state.person,
            "locked_at": ops.plain(state.locked_at),
            "is_locked": int(state.is_locked),
            "revision": state.revision,
            "band_shown": int(state.band_shown),
        },
    )
    for position, rating in enumerate(state.ratings):
        yield (
            RATING,
            {
                "sheet": state.id,
                "round": state.round,
                "person": state.person,
                "strand": rating.strand,
                "confidence": rating.confidence,
                "note": rating.note,
                "relied": _json(rating.relied),
                "descriptors": _json(rating.descriptors),
                "position": position,
                "level": rating.level,
            },
        )


def step_of(state: Decision) -> str:
    """Return the step that a decision has reached."""
    if state.corrected_by:
        return "corrected"
    if state.returned and state.signed:
        return "reopened"
    if state.returned:
        return "returned"
    if state.signed:
        return "signed"
    if state.recommended:
        return "recommended"
    if state.money_shown:
        return "money_shown"
    if state.provision:
        return "section_f_checked"
    return "second_signature" if state.needs_second else "proposed"


def lay_decision(state: Decision) -> Iterator[Row]:
    """Yield the row of a decision. The indicated band stands beside the decided one."""
    body = state.proposal
    if body is None:
        return
    row: dict[str, Any] = {"id": state.id, "head": state.head, "step": step_of(state), **ops.plain(body)}
    row["case_id"] = row.pop("case")
    row.update(
        fits=int(body.fits),
        second_signature=int(body.second_signature),
        evidence=_json(body.evidence),
        changes=_json(body.changes),
        corrects=state.corrects,
        correction=state.corrected_by,
        correction_words=state.correction_words,
        met_papers=_json(state.met.papers) if state.met else None,
        **{name: _json(getattr(body, name)) for name in _FINDING_LISTS},
    )
    if state.provision:
        row.update(
            provision_lines=_json(state.provision.lines),
            provision_band=state.provision.band,
            lower_than=_json(state.provision.lower_than),
        )
    if state.money:
        row.update(ops.plain(state.money))
    if (sent := state.referred) is not None:
        row.update({f"referred_{name}": value for name, value in ops.plain(sent).items()})
    if state.recommendation:
        row.update(present=_json(state.recommendation.present), quorum_needed=state.recommendation.quorum_needed)
    if state.decided:
        row.update(
            agrees=int(state.decided.agrees),
            final_outcome=state.decided.outcome,
            final_band=state.decided.band,
            delegation=state.decided.delegation,
            final_test=state.decided.legal_test,
            final_options=_json(state.decided.options),
            final_evidence=_json(state.decided.evidence),
            final_papers=_json(state.decided.papers),
        )
    for name, mark in zip(_SIGNATURES, _marks(state), strict=True):
        if mark is not None:
            row[f"{name}_by"], row[f"{name}_at"] = mark.person, ops.plain(mark.at)
            row[f"{name}_words"], row[f"{name}_entered_by"] = mark.words, mark.entered_by
    yield DECISION, row


def _marks(state: Decision) -> Iterable[Signature | None]:
    return (
        state.proposed,
        state.countersigned,
        state.provision_checked,
        state.money_shown,
        state.recommended,
        state.signed,
        state.returned,
        state.met_mark,
        state.corrected,
    )


PROJECTIONS: dict[str, Projection] = {
    "meeting": lay_meeting,
    "interest": lay_interest,
    "round": lay_round,
    "sheet": lay_sheet,
    "decision": lay_decision,
}

TABLES_BY_KIND: dict[str, tuple[Table, ...]] = {
    "meeting": (MEETING, SEAT, ATTENDANCE, ITEM, PAPER),
    "interest": (INTEREST,),
    "round": (ROUND, REVEALED, AGREED, MINORITY, INDICATED),
    "sheet": (SHEET, RATING),
    "decision": (DECISION,),
}
