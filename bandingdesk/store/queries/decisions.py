"""Decisions as rows: each step with who and when, band and amount only where the viewer may see them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, exists, select

from bandingdesk.panel import interests as rules
from bandingdesk.panel import visibility
from bandingdesk.panel.deciding.ops import ReferredHigher
from bandingdesk.panel.decision import PERIOD, departs
from bandingdesk.panel.findings import AgreedAction, GroundFound, Share
from bandingdesk.panel.meeting import VOTING
from bandingdesk.panel.officer import SIGNING_ROLE
from bandingdesk.panel.ops import MATRIX_NEEDS, ProvisionLine
from bandingdesk.panel.visibility import Sight
from bandingdesk.store.projections import casework as casework_tables
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries import casework, council, panel, papers, rulebooks

Step = Literal[
    "proposed", "second_signature", "section_f_checked", "money_shown", "recommended", "signed", "returned",
    "corrected", "reopened",
]  # fmt: skip


SIGNED = ("signed", "corrected", "reopened")  # decided once: what came later changes nothing of who may see it
Waits = Literal["second_signature", "decide", "evidence"]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Who took a step, when, in what words, and who was at the keys."""

    person_id: str
    name: str
    at: datetime
    words: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """The amount that the tariff gives for the decided band; pence None where it names no fixed amount."""

    pence: int | None
    period: str
    tariff: str
    tariff_sha256: str
    setting_kind: str
    phase: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with its steps. What the panel found is empty and `money` None where the viewer may not see it.

    `outcome` and the days stand in any case: `sight` says whether the rest may be read. `needs` is what the outcome
    asks for; `final_...` is the decision maker's own record. Without a band in `needs` the band is empty for all.
    """

    id: str
    head: str
    meeting: str
    item: str
    case_id: str
    round: str
    step: Step
    outcome: str
    legal_test: str
    fits: bool
    fit_words: str
    indicated: str | None
    indicated_title: str
    band: str
    band_title: str
    reason_code: str | None
    reason_title: str
    reason: str
    views_considered: str
    evidence: tuple[str, ...]
    changes: tuple[str, ...]
    starts: date
    review_by: date
    proposed: MarkRow
    countersign_needed: bool
    countersigned: MarkRow | None
    section_f: tuple[ProvisionLine, ...]
    section_f_words: str
    section_f_checked: MarkRow | None
    money: MoneyRow | None
    money_shown: MarkRow | None
    recommended: MarkRow | None
    present: tuple[str, ...]
    quorum_needed: int
    signed: MarkRow | None
    agrees: bool | None
    final_outcome: str | None
    final_band: str | None
    final_band_title: str
    delegation: str
    returned: MarkRow | None
    framework_sha256: str
    tariff_sha256: str
    sight: Sight
    is_override: bool
    needs: frozenset[str] = frozenset(MATRIX_NEEDS)
    grounds: tuple[GroundFound, ...] = ()
    options: tuple[str, ...] = ()
    views_of_child: str = ""
    setting: str = ""
    months: int | None = None
    length_reason: str = ""
    conditions: tuple[str, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    shares: tuple[Share, ...] = ()
    reasonable_steps: str = ""
    section_f_band: str | None = None  # the band that the check of Section F was made for
    lower_than: tuple[str, ...] = ()
    final_test: str = ""
    final_options: tuple[str, ...] = ()
    final_evidence: tuple[str, ...] = ()
    referred: ReferredHigher | None = None
    met: MarkRow | None = None
    corrects: str = ""
    corrected_by: str = ""
    corrected: MarkRow | None = None
    correction_words: str = ""

    @property
    def has_band(self) -> bool:
        """Whether this decision sets a band at all."""
        return "band" in self.needs

    @property
    def has_period(self) -> bool:
        """Whether what is decided holds from a day until a day."""
        return bool(PERIOD & self.needs)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A decision that waits for a person: the second signature, the decision maker's, or a word on new evidence."""

    decision_id: str
    case_id: str
    child_name: str
    reference: str
    meeting_id: str
    on: date
    what: Waits
    law_day: date | None


def decision(conn: Connection, decision_id: str, viewer: str | None) -> DecisionRow:
    """Return the decision as VIEWER may see it (None: nobody in particular, so no amount). Raises KeyError."""
    table = tables.DECISION
    row = conn.execute(select(table).where(table.c.id == decision_id)).mappings().first()
    if row is None:
        raise KeyError(decision_id)
    return _decision_row(conn, row, viewer)


def decisions(conn: Connection, case_id: str, viewer: str | None = None) -> list[DecisionRow]:
    """Return the decisions of a case, the newest first."""
    table = tables.DECISION
    order = (table.c.step == "corrected", table.c.id.desc())  # one that was corrected is never the newest
    rows = conn.execute(select(table).where(table.c.case_id == case_id).order_by(*order)).mappings().all()
    return [_decision_row(conn, row, viewer) for row in rows]


def band_in_force(conn: Connection, case_id: str) -> str | None:
    """Return the band that the newest signed decision of a case set, else that of the council's list; None for none."""
    table = tables.DECISION
    signed = select(table.c.final_band).where(table.c.case_id == case_id, table.c.step == "signed")
    signed = signed.where(table.c.final_band.is_not(None))
    found = conn.execute(signed.order_by(table.c.signed_at.desc()).limit(1)).scalar()
    return found or casework.case(conn, case_id).band


def new_evidence(conn: Connection, decision_id: str) -> tuple[str, ...]:
    """Return what came or changed after a decision was signed, or last said to stand: the papers' titles, by id."""
    table = tables.DECISION
    columns = select(table.c.case_id, table.c.final_papers, table.c.met_papers).where(table.c.id == decision_id)
    case_id, signed, met = conn.execute(columns).one()
    read = {paper for paper, _sha256 in json.loads(met or signed or "[]")}
    if not read:
        return ()
    return tuple(title for paper, title in papers.titles(conn, case_id).items() if paper not in read)


def waiting_for_signature(conn: Connection, person: str) -> list[WaitingRow]:
    """Return the decisions that PERSON may sign now, the earliest legal day first."""
    table = tables.DECISION
    waiting = table.c.step.in_(("second_signature", "recommended"))
    roles = council.person(conn, person).roles
    found = []
    for row in conn.execute(select(table).where(waiting).order_by(table.c.id)).mappings().all():
        if _may_sign(conn, row, person, roles):
            found.append(_waiting(conn, row, "decide" if row["step"] == "recommended" else "second_signature"))
    if SIGNING_ROLE in roles:
        found += _stopped_letters(conn, person, roles)
    return sorted(found, key=lambda one: (one.law_day or date.max, one.reference))


def _stopped_letters(conn: Connection, person: str, roles: tuple[str, ...]) -> list[WaitingRow]:
    """Return the decisions whose letters wait, since evidence came after the signature and before any letter went."""
    d, letter = tables.DECISION, casework_tables.LETTER
    went = exists().where(letter.c.decision_id == d.c.id, letter.c.sent_on.is_not(None))
    query = select(d).where(d.c.step == "signed", d.c.final_papers.is_not(None), d.c.final_papers != "[]", ~went)
    rows = conn.execute(query.order_by(d.c.id)).mappings().all()
    return [
        _waiting(conn, row, "evidence")
        for row in rows
        if _may_decide(conn, row, person, roles) and new_evidence(conn, row["id"])
    ]


def _waiting(conn: Connection, row: RowMapping, what: Waits) -> WaitingRow:
    case = casework.case(conn, row["case_id"])
    on = panel.meeting(conn, row["meeting"]).on
    law_day = case.clock.law_day if case.clock else None
    return WaitingRow(row["id"], row["case_id"], case.child_name, case.reference, row["meeting"], on, what, law_day)


def _may_sign(conn: Connection, row: RowMapping, person: str, roles: tuple[str, ...]) -> bool:
    seat = panel.seat_role(conn, row["meeting"], person)
    standing = panel.standings(conn, row["meeting"], row["item"]).get(person, "unanswered")
    if standing in ("withdraw", "inform", "declared"):
        return False
    if row["step"] == "recommended":
        return _may_decide(conn, row, person, roles)
    is_member = seat in VOTING and rules.may_score(standing)
    return person != row["proposed_by"] and (is_member or "head_of_service" in roles)


def _may_decide(conn: Connection, row: RowMapping, person: str, roles: tuple[str, ...]) -> bool:
    """Return whether PERSON may be the decision maker: the role, no chair of it, no interest (panel/officer.py)."""
    standing = panel.standings(conn, row["meeting"], row["item"]).get(person, "unanswered")
    if SIGNING_ROLE not in roles or standing in ("withdraw", "inform", "declared"):
        return False
    seat = panel.seat_role(conn, row["meeting"], person)
    return seat != "chair" and person not in (row["recommended_by"], row["proposed_by"])


def _decision_row(conn: Connection, row: RowMapping, viewer: str | None) -> DecisionRow:
    framework_sha256, tariff_sha256 = _rules_of(conn, row)
    names = rulebooks.names(conn, framework_sha256)
    people = {person.id: person.name for person in council.people(conn)}
    sight = _sight(conn, row, viewer)
    shows = sight.band == "yes"
    final = row["final_band"] if shows else None
    made = DecisionRow(
        id=row["id"],
        head=row["head"],
        meeting=row["meeting"],
        item=row["item"],
        case_id=row["case_id"],
        round=row["round"],
        step=row["step"],
        outcome=row["outcome"],
        legal_test=row["legal_test"],
        fits=bool(row["fits"]),
        fit_words=row["fit_words"],
        indicated=row["indicated"] if shows else None,
        indicated_title=names.bands[row["indicated"]] if shows and row["indicated"] else "",
        band=(row["band"] or "") if shows else "",
        band_title=names.bands[row["band"]] if shows and row["band"] else "",
        reason_code=row["reason_code"] if shows else None,
        reason_title=names.reasons.get(row["reason_code"], "") if shows and row["reason_code"] else "",
        reason=row["reason"] if shows else "",
        views_considered=row["views_considered"],
        evidence=tuple(json.loads(row["evidence"])),
        changes=tuple(json.loads(row["changes"])),
        starts=date.fromisoformat(row["starts"]),
        review_by=date.fromisoformat(row["review_by"]),
        proposed=_required_mark(row, "proposed", people),
        countersign_needed=bool(row["second_signature"]) and row["countersigned_by"] is None,
        countersigned=_mark(row, "countersigned", people),
        section_f=_lines(row["provision_lines"]),
        section_f_words=row["provision_words"] or "",
        section_f_checked=_mark(row, "provision", people),
        money=_money(row) if sight.money == "yes" else None,
        money_shown=_mark(row, "money", people),
        recommended=_mark(row, "recommended", people),
        present=tuple(people[person] for person in json.loads(row["present"] or "[]")),
        quorum_needed=row["quorum_needed"] or 0,
        signed=_mark(row, "signed", people),
        agrees=None if row["agrees"] is None else bool(row["agrees"]),
        final_outcome=row["final_outcome"],
        final_band=final,
        final_band_title=names.bands[final] if final else "",
        delegation=row["delegation"] or "",
        returned=_mark(row, "returned", people),
        framework_sha256=framework_sha256,
        tariff_sha256=tariff_sha256,
        sight=sight,
        referred=_referred(row) if shows else None,
        met=_mark(row, "met", people),
        corrects=row["corrects"],
        corrected_by=row["correction"],
        corrected=_mark(row, "corrected", people),
        correction_words=(row["correction_words"] or "") if shows else "",
        is_override=shows and departs(json.loads(row["needs"]), row["indicated"], row["band"]),
        **_finding(row),
    )
    return made if shows else _closed(made)


def _closed(row: DecisionRow) -> DecisionRow:
    """Return ROW without what the panel found: for who has stepped out, or is not in the room while it decides."""
    return replace(
        row,
        legal_test="",
        fits=False,
        fit_words="",
        views_considered="",
        evidence=(),
        changes=(),
        proposed=replace(row.proposed, words=""),
        countersigned=_bare(row.countersigned),
        section_f=(),
        section_f_words="",
        section_f_checked=_bare(row.section_f_checked),
        recommended=_bare(row.recommended),
        signed=_bare(row.signed),
        agrees=None,
        final_outcome=None,
        returned=_bare(row.returned),
        met=_bare(row.met),
        corrected=_bare(row.corrected),
        grounds=(),
        options=(),
        views_of_child="",
        length_reason="",
        conditions=(),
        actions=(),
        shares=(),
        reasonable_steps="",
        lower_than=(),
        final_test="",
        final_options=(),
        final_evidence=(),
    )


def _finding(row: RowMapping) -> dict[str, Any]:
    """Return what a finding holds beside the band, by the field's name."""
    return {
        "needs": frozenset(json.loads(row["needs"])),
        "grounds": tuple(GroundFound(**{**one, "evidence": tuple(one["evidence"])}) for one in _list(row, "grounds")),
        "options": tuple(_list(row, "options")),
        "views_of_child": row["views_of_child"],
        "setting": row["setting"],
        "months": row["months"],
        "length_reason": row["length_reason"],
        "conditions": tuple(_list(row, "conditions")),
        "actions": tuple(
            AgreedAction(one["what"], one["owner"], date.fromisoformat(one["by"])) for one in _list(row, "actions")
        ),
        "shares": tuple(Share(**one) for one in _list(row, "shares")),
        "reasonable_steps": row["reasonable_steps"],
        "section_f_band": row["provision_band"],
        "lower_than": tuple(_list(row, "lower_than")),
        "final_test": row["final_test"] or "",
        "final_options": tuple(_list(row, "final_options")),
        "final_evidence": tuple(_list(row, "final_evidence")),
    }


def _referred(row: RowMapping) -> ReferredHigher | None:
    if row["referred_to"] is None:
        return None
    names = ("referred_to", "referred_meeting", "referred_item", "referred_pence", "referred_words")
    return ReferredHigher(*(row[name] for name in names))


def _list(row: RowMapping, name: str) -> list[Any]:
    found: list[Any] = json.loads(row[name] or "[]")
    return found


def _bare(mark: MarkRow | None) -> MarkRow | None:
    return None if mark is None else replace(mark, words="")


def _rules_of(conn: Connection, row: RowMapping) -> tuple[str, str]:
    table = tables.MEETING
    query = select(table.c.framework_sha256, table.c.tariff_sha256).where(table.c.id == row["meeting"])
    framework, tariff = conn.execute(query).one()
    return framework, tariff


def _sight(conn: Connection, row: RowMapping, viewer: str | None) -> Sight:
    """Return what VIEWER may see: in the room as the steps go, outside it once the panel has recommended."""
    roles: tuple[str, ...] = council.person(conn, viewer).roles if viewer else ()
    seat = panel.seat_role(conn, row["meeting"], viewer) if viewer else None
    standing = panel.standings(conn, row["meeting"], row["item"]).get(viewer, "unanswered") if viewer else "none"
    hidden = panel.is_hidden(seat, standing)
    if row["step"] in SIGNED or (row["step"] == "recommended" and seat is None):
        return visibility.sight("decided", roles=roles, stepped_out=hidden)
    asked_to_sign = row["step"] == "second_signature" and "head_of_service" in roles
    if seat is None and not asked_to_sign:
        return visibility.NOTHING
    return visibility.sight("agreed", band_accepted=row["money_by"] is not None, stepped_out=hidden)


def _mark(row: RowMapping, name: str, people: dict[str, str]) -> MarkRow | None:
    return None if row[f"{name}_by"] is None else _required_mark(row, name, people)


def _required_mark(row: RowMapping, name: str, people: dict[str, str]) -> MarkRow:
    person = row[f"{name}_by"]
    at = datetime.fromisoformat(row[f"{name}_at"])
    return MarkRow(person, people[person], at, row[f"{name}_words"], row[f"{name}_entered_by"])


def _money(row: RowMapping) -> MoneyRow | None:
    if row["money_by"] is None:
        return None
    return MoneyRow(row["pence"], row["period"], row["tariff"], row["tariff_sha256"], row["setting_kind"], row["phase"])


def _lines(text: str | None) -> tuple[ProvisionLine, ...]:
    return tuple(ProvisionLine(**line) for line in json.loads(text or "[]"))
