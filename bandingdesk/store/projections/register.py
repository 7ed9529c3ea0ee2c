"""The statutory register as rows, and the clocks of each case, which come out of several subjects at once.

A clock starts in one subject and may be stopped by another: an entry, a letter that was sent, the review that the case
holds. So clocks are no projection of a single state: `derive` reckons those of the cases that an act touched, when its
rows are laid down, by the pure rule of `casework/register/clocks.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bandingdesk import ops
from bandingdesk.casework.register import clocks, entry
from bandingdesk.casework.register.clocks import Clock, Facts, Known
from bandingdesk.casework.register.entry import Entry
from bandingdesk.casework.register.ops import Excuse
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1
CHUNK = 500  # cases reckoned with one set of queries

FOLDS: dict[str, Fold] = {"entry": Fold(Entry, entry.apply)}

ENTRY = table(
    "casework_entry",
    "entry",
    "id head case_id type of_entry book fields excuses withdrawn entered_by entered_at source",
    keys="id case_id type",
)
CLOCK = table(
    "casework_clock",
    "case",
    "case_id entry_id rule chain whose step starts law_day target provision law_version",
    "pressing",
    keys="case_id law_day",
)


def lay_entry(state: Entry) -> Iterator[Row]:
    """Yield the row of an entry."""
    if state.made is None:
        return
    values = state.values or {}
    yield (
        ENTRY,
        {
            "id": state.id,
            "head": state.head,
            "case_id": state.made.case,
            "type": state.made.type,
            "of_entry": state.of,
            "book": state.made.book,
            "fields": json.dumps(values, ensure_ascii=False),
            "excuses": json.dumps([ops.plain(one) for one in state.excuses]) if state.excuses else None,
            "withdrawn": state.withdrawn,
            "entered_by": state.entered_by,
            "entered_at": state.entered_at.isoformat() if state.entered_at else None,
            "source": state.made.source,
        },
    )


PROJECTIONS: dict[str, Projection] = {"entry": lay_entry}


# The clocks

_CASES = "SELECT id, review_on, last_review, next_review FROM casework_case WHERE id IN ({})"  # all in an index
_ENTRIES = (
    "SELECT case_id, id, type, of_entry, fields, excuses FROM casework_entry"
    " WHERE withdrawn IS NULL AND case_id IN ({}) ORDER BY id"
)
_TOLD = (
    "SELECT case_id, sent_on FROM casework_letter"
    " WHERE sent_on IS NOT NULL AND recipient_role IN ('parent', 'young_person') AND case_id IN ({})"
)
_COLUMNS = (
    "owner, case_id, entry_id, rule, chain, whose, step, starts, law_day, target, provision, law_version, pressing"
)
_KEPT = f"SELECT {_COLUMNS} FROM casework_clock WHERE case_id IN ({{}}) ORDER BY rowid"
_INSERT = f"INSERT INTO casework_clock ({_COLUMNS}) VALUES ({', '.join('?' * 13)})"
_PRESS = (
    "UPDATE casework_case SET law_rule = ?, law_starts = ?, law_day = ?, target_day = ?, provision = ?, what = ?"
    " WHERE id = ?"
)
_WHAT = {"AR.DECIDE": "decide", "AR.NEXT": "review", "AR.FIRST": "review", "MOVE.REVIEW": "review"}


def case_of(kind: str, state: Any) -> str | None:
    """Return the case whose clocks depend on a subject of KIND, None for one that bears on none."""
    match kind:
        case "case":
            return str(state.id)
        case "entry":
            return state.made.case if state.made is not None else None
        case "letter":
            return state.issued.case if state.issued is not None else None
    return None


def derives(raw: Any, states: Iterable[tuple[str, Any]]) -> None:
    """Reckon the clocks of the cases that STATES, as (subject kind, state), bear on."""
    derive(raw, sorted({case for kind, state in states if (case := case_of(kind, state)) is not None}))


def derive(raw: Any, cases: Sequence[str]) -> None:
    """Reckon the clocks of CASES again; write those that run, and the one that presses in the row of its case.

    What stands already as it is reckoned is left alone: most cases of a large store change nothing.
    """
    for at in range(0, len(cases), CHUNK):
        part = list(cases[at : at + CHUNK])
        marks = ", ".join("?" * len(part))
        kept: dict[str, list[tuple[Any, ...]]] = {}
        for row in raw.execute(_KEPT.format(marks), part).fetchall():
            kept.setdefault(row[1], []).append(row)
        gone: list[tuple[str]] = []
        rows: list[tuple[Any, ...]] = []
        presses: list[tuple[Any, ...]] = []
        for facts in read(raw, part):
            found = clocks.running(facts)
            press = clocks.pressing(found)
            made = [_row(facts.case, one, one is press) for one in found if _is_kept(one)]
            if made != kept.get(facts.case, []):  # a case laid down anew has lost its rows: then its own is set as well
                gone.append((facts.case,))
                rows += made
                presses.append((*_press(press), facts.case))
        raw.executemany("DELETE FROM casework_clock WHERE case_id = ?", gone)
        raw.executemany(_INSERT, rows)
        raw.executemany(_PRESS, presses)


def derive_all(raw: Any) -> int:
    """Reckon the clocks of every case and return how many cases there are."""
    cases = [row[0] for row in raw.execute("SELECT id FROM casework_case").fetchall()]
    derive(raw, cases)
    return len(cases)


def read(raw: Any, cases: Sequence[str]) -> Iterator[Facts]:
    """Give the facts of CASES, by a query a table."""
    wanted, marks = list(cases), ", ".join("?" * len(cases))
    entries: dict[str, list[Known]] = {}
    for case_id, id_, type_, of, values, kept in raw.execute(_ENTRIES.format(marks), wanted).fetchall():
        known = Known(id_, type_, of, json.loads(values), excuses(kept) if kept else ())
        entries.setdefault(case_id, []).append(known)
    told: dict[str, list[date]] = {}
    for case_id, on in raw.execute(_TOLD.format(marks), wanted).fetchall():
        told.setdefault(case_id, []).append(date.fromisoformat(on))
    for case_id, review, last, upcoming in raw.execute(_CASES.format(marks), wanted).fetchall():
        days = (_day(review), told.get(case_id, ()), _day(last), _day(upcoming))
        yield Facts(case_id, entries.get(case_id, ()), *days)


def _is_kept(one: Clock) -> bool:
    """Whether a clock has a row: those that run and have a day. The case page reckons all of them for itself."""
    return one.state == "running" and (one.law_day is not None or one.target is not None)


def _row(case: str, one: Clock, is_pressing: bool) -> tuple[Any, ...]:
    return (
        f"case:{case}",
        case,
        one.entry or None,
        one.rule,
        one.chain,
        one.whose,
        one.step,
        _text(one.starts),
        _text(one.law_day),
        _text(one.target),
        one.provision,
        one.law_version,
        int(is_pressing),
    )


def _press(one: Clock | None) -> tuple[Any, ...]:
    if one is None:
        return (None, None, None, None, None, None)
    what = _WHAT.get(one.rule, "step")
    return (one.rule, _text(one.starts), _text(one.law_day), _text(one.target), one.provision, what)


def excuses(text: str | None) -> tuple[Excuse, ...]:
    """Return the exceptions that a row holds."""
    return tuple(_excuse(one) for one in json.loads(text)) if text else ()


def _excuse(raw: Mapping[str, Any]) -> Excuse:
    return Excuse(
        raw["id"],
        raw["head"],
        tuple(raw["rules"]),
        date.fromisoformat(raw["starts"]),
        _day(raw["ends"]),
        raw["because"],
        tuple(raw["evidence"]),
        _day(raw["told"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
