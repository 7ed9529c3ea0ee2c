"""Revealed scores as strips: each strand's dots without names, what every side relied on, the agreed level.

Read by `rounds.py` once a round is revealed, and for nobody who has stepped out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, select

from bandingdesk.consistency import spread as spreads
from bandingdesk.consistency.spread import Spread
from bandingdesk.panel import questions as law
from bandingdesk.panel.ops import Confidence
from bandingdesk.panel.sitting import Terms
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries import casework, rulebooks


@dataclass(frozen=True, slots=True)
class Dot:
    """One scorer's level on a strip, without a name; `mine` for the viewer's own."""

    level: int
    confidence: Confidence
    mine: bool


@dataclass(frozen=True, slots=True)
class EndRow:
    """What the scorers at one end relied on, no names: notes and extracts of all of them, the first of each apart."""

    level: int
    count: int
    confidence: Confidence
    note: str
    extract: str
    notes: tuple[str, ...]
    extracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One strand after the reveal. `middle` is None where the middle score falls between two levels."""

    strand: str
    name: str
    levels: tuple[Dot, ...]
    median_x2: int
    low: int
    high: int
    flagged: bool
    tolerance: int
    agreed: int | None
    reason_code: str | None
    reason: str
    ends: tuple[EndRow, ...]
    middle: int | None
    scale: tuple[int, ...]
    level_names: Mapping[int, str]
    first_median_x2: int
    rescored: bool
    rescoring: bool
    descriptors: tuple[str, ...]
    unsure: bool = False  # somebody answered a question of law with "not sure"

    @property
    def may_rescore(self) -> bool:
        """Whether a private second score makes sense: nothing is agreed, and people differ or are not sure."""
        return self.agreed is None and (self.flagged or self.unsure)


@dataclass(frozen=True, slots=True)
class Score:
    """One person's score on one strand, with what it rests on."""

    person: str
    strand: str
    level: int
    confidence: Confidence
    note: str
    relied: tuple[str, ...]
    descriptors: tuple[str, ...]


class Latest(NamedTuple):
    """The scores that count by strand, those of the first reveal, and the strands that were scored again."""

    scores: dict[str, list[Score]]
    first: dict[str, list[Score]]
    again: frozenset[str]


def scores_of(conn: Connection, sheets: Sequence[str]) -> list[Score]:
    """Return the scores on some sheets, sheet by sheet."""
    c = tables.RATING.c
    query = (
        select(c.person, c.strand, c.level, c.confidence, c.note, c.relied, c.descriptors)
        .where(c.sheet.in_(sheets))
        .order_by(c.sheet, c.position)
    )
    return [
        Score(person, strand, level, confidence, note, _texts(relied), _texts(descriptors))
        for person, strand, level, confidence, note, relied, descriptors in conn.execute(query)
    ]


def _texts(listed: str) -> tuple[str, ...]:
    return () if listed == "[]" else tuple(json.loads(listed))  # most lists are empty: 12 strands x 4 sheets a round


def _revealed(conn: Connection, round_id: str) -> list[Score]:
    table = tables.REVEALED
    sheets = [sheet for (sheet,) in conn.execute(select(table.c.sheet).where(table.c.round == round_id))]
    return scores_of(conn, sheets)


def _by_strand(scores: Sequence[Score]) -> dict[str, list[Score]]:
    found: dict[str, list[Score]] = {}
    for score in scores:
        found.setdefault(score.strand, []).append(score)
    return found


def latest_of(conn: Connection, row: RowMapping) -> Latest:
    """Return the scores that count for each strand, those of the first reveal, and the strands scored again."""
    first = _by_strand(_revealed(conn, row["id"]))
    scores: dict[str, list[Score]] = {strand: [] for strand in json.loads(row["strands"])} | first
    table = tables.ROUND
    query = select(table.c.id).where(table.c.first == row["id"], table.c.state != "open").order_by(table.c.number)
    again: set[str] = set()
    for (round_id,) in conn.execute(query).all():
        new = _by_strand(_revealed(conn, round_id))
        scores |= new
        again |= set(new)
    return Latest(scores, first, frozenset(again))


def measure(strand: str, scores: Sequence[Score], terms: Terms) -> Spread:
    """Return the spread of the scores of a strand by the panel type's terms."""
    levels = [score.level for score in scores]
    return spreads.spread(strand, levels, tolerance=terms.tolerance, disagreement=terms.disagreement)


def read(
    conn: Connection, row: RowMapping, again: RowMapping | None, viewer: str, terms: Terms, found: Latest
) -> tuple[SpreadRow, ...]:
    """Return the strips of a revealed round, as VIEWER may see them."""
    names = rulebooks.names(conn, row["framework_sha256"])
    latest, first, rescored = found
    open_again = frozenset(json.loads(again["strands"])) if again and again["state"] == "open" else frozenset()
    extracts = _extracts(conn, row["case_id"])
    agreed = {level["strand"]: level for level in agreed_of(conn, row["id"])}
    measured = {strand: measure(strand, scores, terms) for strand, scores in latest.items() if scores}
    found_rows = []
    for one in _in_order(names.strands, measured, json.loads(row["strands"]) if row["questions"] else ()):
        scores = latest[one.strand]
        level = agreed.get(one.strand)
        dots = tuple(
            Dot(score.level, score.confidence, score.person == viewer)
            for score in sorted(scores, key=lambda score: (score.level, score.person != viewer))
        )
        found_rows.append(
            SpreadRow(
                strand=one.strand,
                name=names.strands[one.strand],
                levels=dots,
                median_x2=one.median_x2,
                low=one.low,
                high=one.high,
                flagged=one.flagged,
                tolerance=one.tolerance,
                agreed=level["level"] if level else None,
                reason_code=level["reason_code"] if level else None,
                reason=level["reason"] if level else "",
                ends=_ends(one, scores, extracts, all_sides=bool(row["questions"])),
                middle=one.middle if not row["questions"] else None,
                scale=tuple(names.levels[one.strand]),
                level_names=names.levels[one.strand],
                first_median_x2=_median_x2(first.get(one.strand, scores)),
                rescored=one.strand in rescored,
                rescoring=one.strand in open_again,
                descriptors=tuple(json.loads(level["descriptors"])) if level else (),
                unsure=bool(row["questions"]) and any(score.level == law.NOT_SURE for score in scores),
            )
        )
    return tuple(found_rows)


def _in_order(strands: Iterable[str], measured: Mapping[str, Spread], asked: Sequence[str]) -> tuple[Spread, ...]:
    """Return the spreads widest first; of questions in the law's order, also those that nobody came to."""
    if not asked:
        return spreads.order_of_talk(measured[strand] for strand in strands if strand in measured)
    return tuple(measured.get(strand, Spread(strand, 0, 0, 0, 0, 0, False)) for strand in strands if strand in asked)


def _median_x2(scores: Sequence[Score]) -> int:
    return spreads.median_x2([score.level for score in scores]) if scores else 0


def _ends(one: Spread, scores: Sequence[Score], extracts: Mapping[str, str], *, all_sides: bool) -> tuple[EndRow, ...]:
    """Return the highest end, then the lowest; none where all scores are the same.

    ALL_SIDES: of answers to a question every side is heard, from yes to no, also where there is one alone.
    """
    if one.low == one.high and not all_sides:
        return ()
    rows = []
    levels = sorted({score.level for score in scores}, reverse=True) if all_sides else (one.high, one.low)
    for level in levels:
        at_end = [score for score in scores if score.level == level]
        notes = tuple(score.note for score in at_end if score.note)
        relied = dict.fromkeys(extracts[id_] for score in at_end for id_ in score.relied if id_ in extracts)
        texts = tuple(relied)
        rows.append(
            EndRow(
                level,
                len(at_end),
                at_end[0].confidence,
                notes[0] if notes else "",
                texts[0] if texts else "",
                notes,
                texts,
            )
        )
    return tuple(rows)


def _extracts(conn: Connection, case_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for paper in casework.evidence(conn, case_id):
        found |= {one.id: f"{paper.title}, page {one.page}: {one.text}" for one in paper.extracts}
        found |= {law.page_id(paper.id, page): f"{paper.title}, page {page}" for page in range(1, paper.pages + 1)}
    return found


def agreed_of(conn: Connection, round_id: str) -> list[RowMapping]:
    """Return the agreed levels of a round."""
    table = tables.AGREED
    return list(conn.execute(select(table).where(table.c.round == round_id)).mappings())
