"""Samples and audits as rows, what the program's own checks find, and a decision's whole record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from bandingdesk import ops, resources
from bandingdesk.oversight import criteria as rules
from bandingdesk.oversight.criteria import Criterion
from bandingdesk.oversight.ops import Answer, Mark
from bandingdesk.statute import days
from bandingdesk.store import log as oplog
from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as casework_tables
from bandingdesk.store.projections import oversight as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import room as room_tables
from bandingdesk.store.queries import casework, clocks, council, decisions, letters, rulebooks
from bandingdesk.store.queries.casework import LetterRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.rulebooks import Names


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample and how far its audits are."""

    id: str
    title: str
    method: str
    seed: int
    starts: date
    ends: date
    decisions: tuple[str, ...]
    graded: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An audit in its sample."""

    id: str
    head: str
    reference: str
    sample_id: str
    decision_id: str
    auditor: str
    is_override: bool
    state: Literal["open", "graded"]
    computed: str | None
    grade: str | None
    words: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the program's own check says of a criterion, and the fact it rests on."""

    criterion: str
    mark: Mark
    fact: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One op of the record: what, who, who was at the keys, when, and its hash in the device chain.

    `told` is what a sentence about it needs (days as ISO texts), `words` what a person wrote.
    """

    op_id: str
    kind: str
    by: str
    entered_by: str
    at: datetime
    words: str
    hash: str
    told: tuple[tuple[str, str], ...] = ()
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class RecordSection:
    """The ops of one subject, oldest first."""

    title: str
    lines: tuple[RecordLine, ...]


def criteria() -> tuple[Criterion, ...]:
    """Return the audit criteria in use."""
    return rules.read(resources.text("oversight/criteria.json"))


def samples(conn: Connection) -> list[SampleRow]:
    """Return the samples, the newest first."""
    t, a = tables.SAMPLE, tables.AUDIT
    graded: dict[str, int] = {}
    for row in conn.execute(select(a.c.sample_id).where(a.c.grade.is_not(None))):
        graded[row[0]] = graded.get(row[0], 0) + 1
    rows = conn.execute(select(t).order_by(t.c.id.desc())).mappings()
    return [
        SampleRow(
            row["id"],
            row["title"],
            row["method"],
            row["seed"],
            date.fromisoformat(row["starts"]),
            date.fromisoformat(row["ends"]),
            tuple(json.loads(row["decisions"])),
            graded.get(row["id"], 0),
        )
        for row in rows
    ]


def audits(conn: Connection, sample_id: str | None = None) -> list[AuditRow]:
    """Return the audits in order: of one sample, or all."""
    t, d = tables.AUDIT, panel_tables.DECISION
    query = (
        select(t, d.c.band, d.c.indicated, log.reference.c.text.label("reference"))
        .join(log.reference, log.reference.c.subject == t.c.owner)
        .outerjoin(d, d.c.id == t.c.decision_id)
        .order_by(log.reference.c.number)
    )
    if sample_id is not None:
        query = query.where(t.c.sample_id == sample_id)
    return [_audit(row) for row in conn.execute(query).mappings()]


def audit(conn: Connection, audit_id: str) -> AuditRow | None:
    """Return one audit, None where the record holds none."""
    return next((row for row in audits(conn) if row.id == audit_id), None)


def signed_between(conn: Connection, first: date, last: date) -> list[str]:
    """Return the decisions signed from FIRST to LAST, both days included."""
    d = panel_tables.DECISION
    query = select(d.c.id).where(
        d.c.step == "signed", d.c.signed_at >= first.isoformat(), d.c.signed_at < f"{last.isoformat()}~"
    )
    return sorted(conn.execute(query).scalars())


def findings(conn: Connection, decision_id: str) -> list[Finding]:
    """Return what the program's own checks find on a decision: prefilled marks that an auditor can overrule.

    What can't be known yet (whether the family was told in time, while nothing is sent and time is left) has no mark.
    """
    row = decisions.decision(conn, decision_id, None)
    papers = _papers_named(len(row.evidence))
    quorum = f"{len(row.present)} present, {row.quorum_needed} needed"
    written = casework.letters(conn, decision_id=decision_id)
    to_write = [one.template for one in letters.letters_to_write(conn, decision_id)]
    return [
        _found("letters_present", not to_write, f"Still to write: {', '.join(to_write)}" if to_write else "All issued"),
        *_told_in_time(conn, row.case_id, written),
        _found("quorum", len(row.present) >= row.quorum_needed, quorum),
        _found("who_decided", row.signed is not None and bool(row.delegation), row.delegation or "No delegation named"),
        _found("legal_test", len(row.legal_test.split()) >= 5, f"{len(row.legal_test.split())} words"),
        _level_reasons(conn, row.round),
        _found("override", not row.is_override or bool(row.reason and row.countersigned), _override(row)),
        _found("evidence", bool(row.evidence), papers),
        _found("dissent", True, _dissent(conn, row.round)),
        _found("provision", _checked_before_money(row), f"{len(row.section_f)} lines checked"),
        _matches(row, written),
    ]


def decision_record(conn: Connection, decision_id: str) -> list[RecordSection]:
    """Return every op behind a decision, from the case and its papers to the letters, each subject's oldest first.

    The meeting's ops are those of the whole meeting; rounds and sheets are the item's, re-scores too. Of the agenda's
    ops those that name the item are told: late papers, readers, its place, the pack it went out in.
    """
    d = panel_tables.DECISION
    row = conn.execute(select(d).where(d.c.id == decision_id)).mappings().one()
    names = {person.id: person.name for person in council.people(conn)}
    rounds = _subjects(conn, panel_tables.ROUND, "round", "item", row["item"])
    sheets = [
        sheet
        for round_ in rounds
        for sheet in _subjects(conn, panel_tables.SHEET, "sheet", "round", round_.removeprefix("round:"))
    ]
    subjects = [
        ("Case", [f"case:{row['case_id']}"]),
        ("Papers", [f"evidence:{one.id}" for one in casework.evidence(conn, row["case_id"])]),
        ("Agenda", [f"agenda:{row['meeting']}"]),
        ("Meeting", [f"meeting:{row['meeting']}"]),
        ("In the room", _in_the_room(conn, row["meeting"], row["item"])),
        ("Interests", _subjects(conn, panel_tables.INTEREST, "interest", "item", row["item"])),
        ("Blind sheets", sheets),
        ("Round", rounds),
        ("Decision", [f"decision:{decision_id}"]),
        ("Letters", _subjects(conn, casework_tables.LETTER, "letter", "decision_id", decision_id)),
        ("Audits", _subjects(conn, tables.AUDIT, "audit", "decision_id", decision_id)),
    ]
    framework = conn.execute(
        select(panel_tables.ROUND.c.framework_sha256).where(panel_tables.ROUND.c.id == row["round"])
    ).scalar_one()
    terms = rulebooks.names(conn, framework)
    of_item = {"Agenda": row["item"]}
    sections = (
        RecordSection(title, _lines(conn, found, names, terms, naming=of_item.get(title, "")))
        for title, found in subjects
    )
    return [section for section in sections if section.lines]


def _in_the_room(conn: Connection, meeting: str, item: str) -> list[str]:
    """Return who was there, what members said on the item, and its votes, as subjects."""
    here = _subjects(conn, room_tables.PRESENCE, "presence", "meeting", meeting)
    said = _subjects(conn, room_tables.VOICE, "voice", "item", item)
    return [*dict.fromkeys((*here, *said, *_subjects(conn, room_tables.BALLOT, "ballot", "item", item)))]


def _subjects(conn: Connection, table: Any, kind: str, column: str, value: str) -> list[str]:
    return [f"{kind}:{id_}" for id_ in conn.execute(select(table.c.id).where(table.c[column] == value)).scalars()]


def _lines(
    conn: Connection, subjects: list[str], names: dict[str, str], terms: Names, *, naming: str = ""
) -> tuple[RecordLine, ...]:
    """Return the ops of SUBJECTS as lines; with NAMING those alone whose body names that id."""
    marks = ",".join("?" * len(subjects))
    rows = oplog.driver(conn).execute(
        "SELECT o.op_id, o.kind, o.actor, o.entered_by, o.wall_claimed, p.body, c.hash FROM op o"
        " JOIN chain c ON c.device_id = o.device_id AND c.device_seq = o.device_seq"
        f" LEFT JOIN payload p ON p.seq = o.seq WHERE o.subject IN ({marks}) ORDER BY o.seq",
        subjects,
    )
    return tuple(
        RecordLine(
            op_id=op_id,
            kind=kind,
            by=names.get(actor, actor),
            entered_by=names.get(entered_by, entered_by),
            at=oplog.instant(micros),
            words=_words(body),
            hash=digest.hex(),
            told=_told(body, names, terms),
            is_erased=body is None,
        )
        for op_id, kind, actor, entered_by, micros, body, digest in rows.fetchall()
        if not naming or naming.encode() in (body or b"")
    )


def _told(body: bytes | None, names: dict[str, str], terms: Names) -> tuple[tuple[str, str], ...]:
    """Return what the sentence of an entry names: people, strands, levels and bands in words, days as ISO texts."""
    if body is None:
        return ()
    raw = json.loads(body)
    found = {
        name: str(raw[name]) for name in ("level", "template", "title", "on", "until") if raw.get(name) is not None
    }
    if "strand" in raw:
        found["strand"] = terms.strands.get(raw["strand"], raw["strand"] or "")
    if raw.get("median_x2") is not None:
        found["middle"] = _half(raw["median_x2"])
    if "levels" in raw and isinstance(raw["levels"], list):
        found["levels"] = ", ".join(f"{terms.strands[one['strand']]} {one['level']}" for one in raw["levels"])
    if raw.get("person"):
        guest = raw.get("guest") or {}
        found["person"] = names.get(raw["person"]) or guest.get("name") or raw["person"]
    if raw.get("band"):
        found["band"] = terms.bands.get(raw["band"], raw["band"])
    return tuple(sorted(found.items()))


def _half(twice: int) -> str:
    return f"{twice // 2}.5" if twice % 2 else str(twice // 2)


def _words(body: bytes | None) -> str:
    """Return the body's own words in one line: what a person wrote, not what the program computed."""
    if body is None:
        return ""
    found = json.loads(body)
    wanted = ("nature", "fit_words", "reason", "why", "words")
    return " ".join(str(found[name]).strip() for name in wanted if found.get(name))


def _told_in_time(conn: Connection, case_id: str, written: list[LetterRow]) -> list[Finding]:
    """Return whether the family's letter left by the law's last day (SI 2014/1530 reg 20(10)), if that is known."""
    law_day = clocks.decide_by(conn, case_id)
    told = [one.sent_on for one in written if one.sent_on and one.recipient_role != "setting"]
    if law_day is None or not told:
        return []
    return [
        _found(
            "in_time", min(told) <= law_day, f"Told {days.in_words(min(told))}, law's last day {days.in_words(law_day)}"
        )
    ]


def _level_reasons(conn: Connection, round_id: str) -> Finding:
    """Return whether each agreed level other than the middle has a code and a line; an agreed answer its reason."""
    a = panel_tables.AGREED
    rows = list(conn.execute(select(a).where(a.c.round == round_id)).mappings())
    if rows and not any(row["median_x2"] for row in rows):  # answers to questions of law have no middle
        wordless = [row["strand"] for row in rows if not row["reason"]]
        fact = f"No reason: {', '.join(wordless)}" if wordless else f"{len(rows)} answers agreed, each with its reason"
        return _found("level_reasons", not wordless, fact)
    moved = [row for row in rows if row["level"] * 2 != row["median_x2"]]
    bare = [row["strand"] for row in moved if not (row["reason_code"] and row["reason"])]
    fact = f"No reason: {', '.join(bare)}" if bare else f"{len(moved)} of {len(rows)} levels moved, each with a reason"
    return _found("level_reasons", bool(rows) and not bare, fact)


def _override(row: DecisionRow) -> str:
    if not row.is_override:
        return "As indicated"
    signed = "signed twice" if row.countersigned else "no second signature"
    return f"{row.reason_title or row.reason}; {signed}"


def _checked_before_money(row: DecisionRow) -> bool:
    checked, shown = row.section_f_checked, row.money_shown
    return checked is not None and (shown is None or checked.at <= shown.at)


def _matches(row: DecisionRow, written: list[LetterRow]) -> Finding:
    """Return whether the letters are those that the signed outcome asks for, none dated before the signature."""
    if row.signed is None or not written:
        return _found("matches", False, "No letter issued")
    wrong = {one.template for one in written} - set(letters.templates(row.final_outcome or row.outcome))
    early = [one.template for one in written if one.dated < row.signed.at.date()]
    if wrong or early:
        return _found("matches", False, f"Not as recorded: {', '.join(sorted({*wrong, *early}))}")
    return _found("matches", True, f"{', '.join(sorted(one.template for one in written))} as recorded")


def _dissent(conn: Connection, round_id: str) -> str:
    m = panel_tables.MINORITY
    count = len(conn.execute(select(m.c.person).where(m.c.round == round_id)).all())
    return f"{count} recorded" if count else "None recorded"


def _found(criterion: str, is_met: bool, fact: str) -> Finding:
    return Finding(criterion, "met" if is_met else "not_met", fact)


def _audit(row: RowMapping) -> AuditRow:
    answers = tuple(ops.decode(Answer, json.dumps(one)) for one in json.loads(row["answers"] or "[]"))
    return AuditRow(
        id=row["id"],
        head=row["head"],
        reference=row["reference"],
        sample_id=row["sample_id"],
        decision_id=row["decision_id"],
        auditor=row["auditor"],
        is_override=row["band"] != row["indicated"],
        state="graded" if row["grade"] else "open",
        computed=row["computed"],
        grade=row["grade"],
        words=row["words"] or "",
        answers=answers,
    )


def _papers_named(count: int) -> str:
    return "1 paper named" if count == 1 else f"{count} papers named"
