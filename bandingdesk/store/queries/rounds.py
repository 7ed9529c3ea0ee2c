"""Rounds and sheets as rows: nothing of anybody's score before the reveal, no band before all levels are agreed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection, RowMapping, exists, func, select

from bandingdesk.consistency import spread as spreads
from bandingdesk.consistency.spread import Spread
from bandingdesk.panel import answering, visibility
from bandingdesk.panel import questions as law
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.moderation import RoundState
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.questions import QuestionSet
from bandingdesk.panel.sitting import Terms
from bandingdesk.panel.visibility import Sight
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.projections import room
from bandingdesk.store.queries import casework, council, panel, rulebooks, strips
from bandingdesk.store.queries.strips import SpreadRow


@dataclass(frozen=True, slots=True)
class MinorityRow:
    """A member's own view beside the agreed level or the band."""

    person_id: str
    name: str
    words: str
    strand: str | None
    level: int | None
    mine: bool


@dataclass(frozen=True, slots=True)
class BandRow:
    """What the engine computed from the agreed levels, without money. `explanation` is its JSON text."""

    band: str | None
    title: str
    points: int | None
    kind: Literal["indicative", "refer", "interval"]
    bands: tuple[str, ...]
    explanation: str
    framework: str
    framework_sha256: str
    engine: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as one viewer may see it. `spreads` are empty before the reveal and for who has stepped out."""

    id: str
    head: str
    meeting: str
    item: str
    case_id: str
    number: int
    state: RoundState
    framework_sha256: str
    strands: tuple[str, ...]
    locked_count: int
    scorer_count: int
    i_am_scorer: bool
    my_sheet_locked: bool
    spreads: tuple[SpreadRow, ...]
    minority: tuple[MinorityRow, ...]
    sentence: str
    band: BandRow | None
    lead: str
    facts: str
    missing_count: int
    stepped_out_count: int
    still_open: tuple[str, ...]
    first_id: str | None
    again_id: str | None
    again_state: RoundState | None
    stepped_out: bool
    sight: Sight
    own_band_allowed: bool
    on_their_way: int  # revealed sheets whose scores are not here yet: until they are, no score is shown
    questions: QuestionSet | None = None  # of a panel without a matrix: the limbs that are answered, word for word
    asked: tuple[str, ...] = ()  # the strands that the agreed answers leave to be answered; of a framework all


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A member's own sheet: nobody else's is ever read by this door."""

    id: str
    head: str
    locked: bool
    revision: int
    ratings: tuple[Rating, ...]
    band_shown: bool


def round(conn: Connection, round_id: str, viewer: str) -> RoundRow:
    """Return the round as VIEWER may see it now. Raises KeyError."""
    row = _row(conn, round_id)
    role = panel.seat_role(conn, row["meeting"], viewer)
    standings = panel.standings(conn, row["meeting"], row["item"])
    decided = panel.is_decided(conn, row["item"])
    hidden = panel.is_hidden(role, standings.get(viewer, "unanswered")) or (role is None and not decided)
    scorers = json.loads(row["scorers"])
    mine = my_sheet(conn, round_id, viewer)
    locked, count = panel.lock_counts(conn, round_id, scorers)
    again = again_of(conn, round_id)
    terms = _terms(conn, row)
    asks = rulebooks.questions(conn, row["framework_sha256"])
    on_their_way = sealed(conn, round_id) if row["state"] != "open" else 0
    shown = row["state"] != "open" and not hidden and not on_their_way
    found = strips.latest_of(conn, row) if shown else None
    shown_strips = strips.read(conn, row, again, viewer, terms, found) if found else ()
    strands = tuple(json.loads(row["strands"]))
    asked = _asked(asks, {strip.strand: strip.agreed for strip in shown_strips}, strands)
    away = sum(standing in ("withdraw", "inform") for standing in standings.values())
    people = len({score.person for scores in found.first.values() for score in scores}) if found else locked
    still_open = tuple(one.strand for one in shown_strips if one.agreed is None and one.strand in asked)
    missing = len(json.loads(row["missing"])) if shown else count - locked
    talk = _talk(shown_strips, still_open if asks else None, people, away, missing)
    band = _band(conn, row)
    sight = _sight(row, mine, band is not None, hidden, terms, decided)
    return RoundRow(
        id=row["id"],
        head=row["head"],
        meeting=row["meeting"],
        item=row["item"],
        case_id="" if hidden else row["case_id"],
        number=row["number"],
        state=row["state"],
        framework_sha256=row["framework_sha256"],
        strands=strands,
        locked_count=locked,
        scorer_count=count,
        i_am_scorer=viewer in scorers and not hidden,
        my_sheet_locked=mine is not None and mine.locked,
        spreads=shown_strips,
        minority=_minority(conn, round_id, viewer) if shown else (),
        sentence=talk.sentence if shown else "",
        band=band if sight.band == "yes" else None,
        lead=talk.lead if shown else "",
        facts=talk.facts if shown else "",
        missing_count=missing,
        stepped_out_count=away,
        still_open=still_open,
        first_id=row["first"],
        again_id=again["id"] if again else None,
        again_state=again["state"] if again else None,
        stepped_out=hidden,
        sight=sight,
        own_band_allowed=terms.own_band_after_lock,
        on_their_way=on_their_way,
        questions=asks if not hidden else None,
        asked=asked,
    )


def _asked(asks: QuestionSet | None, agreed: Mapping[str, int | None], strands: tuple[str, ...]) -> tuple[str, ...]:
    if asks is None:
        return strands
    still = law.asked(asks, {strand: level for strand, level in agreed.items() if level is not None})
    return tuple(strand for strand in strands if strand in still)


def _talk(
    strips: Sequence[SpreadRow], unanswered: tuple[str, ...] | None, people: int, stepped_out: int, missing: int
) -> spreads.Talk:
    """Return the chair's sentence. UNANSWERED are questions of law still open; None of a framework."""
    rows, names = [_spread(strip) for strip in strips], {strip.strand: strip.name for strip in strips}
    if unanswered is not None:
        return law.talk(rows, names, unanswered, members=people, stepped_out=stepped_out, missing=missing)
    return spreads.talk(rows, names, scorers=people, stepped_out=stepped_out, missing=missing)


def sealed(conn: Connection, round_id: str) -> int:
    """Return how many sheets of a revealed round, or of its revealed re-scores, are not here yet with their scores."""
    c, sheet, rating, round_ = tables.REVEALED.c, tables.SHEET.c, tables.RATING.c, tables.ROUND.c
    rounds = select(round_.id).where((round_.id == round_id) | (round_.first == round_id))
    query = select(func.count()).where(
        c.round.in_(rounds), c.sheet == sheet.id, ~exists().where(rating.sheet == sheet.id)
    )
    return int(conn.execute(query).scalar_one())


def my_sheet(conn: Connection, round_id: str, person: str) -> SheetRow | None:
    """Return PERSON's own locked (or unlocked again) sheet of a round, None where they never locked one."""
    table = tables.SHEET
    query = select(table).where(table.c.round == round_id, table.c.person == person)
    row = conn.execute(query).mappings().first()
    if row is None:
        return None
    ratings = tuple(
        Rating(score.strand, score.level, score.confidence, score.note, score.relied, score.descriptors)
        for score in strips.scores_of(conn, [row["id"]])
    )
    return SheetRow(row["id"], row["head"], bool(row["is_locked"]), row["revision"], ratings, bool(row["band_shown"]))


def again_of(conn: Connection, round_id: str) -> RowMapping | None:
    """Return the latest re-score of a round, None where there is none."""
    table = tables.ROUND
    query = select(table).where(table.c.first == round_id).order_by(table.c.number.desc()).limit(1)
    return conn.execute(query).mappings().first()


def rescoring(conn: Connection, round_id: str) -> frozenset[str]:
    """Return the strands of a round that are being scored again just now."""
    again = again_of(conn, round_id)
    if again is None or again["state"] != "open":
        return frozenset()
    return frozenset(json.loads(again["strands"]))


def spreads_of(conn: Connection, round_id: str) -> tuple[Spread, ...]:
    """Return the spread of each strand of a revealed round, the re-score in place of the first where there is one."""
    row = _row(conn, round_id)
    terms = _terms(conn, row)
    latest = strips.latest_of(conn, row).scores
    return tuple(
        strips.measure(strand, latest[strand], terms) for strand in json.loads(row["strands"]) if latest[strand]
    )


def descriptors_relied(conn: Connection, round_id: str, levels: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the descriptors that the scorers at each of LEVELS relied on, by strand."""
    latest = strips.latest_of(conn, _row(conn, round_id)).scores
    return {
        strand: tuple(
            dict.fromkeys(tick for score in latest[strand] if score.level == level for tick in score.descriptors)
        )
        for strand, level in levels.items()
    }


def extracts_relied(conn: Connection, round_id: str, levels: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the extracts relied on for each agreed level, by strand: what the decision's evidence list starts from."""
    latest = strips.latest_of(conn, _row(conn, round_id)).scores
    return {
        strand: tuple(
            dict.fromkeys(extract for score in scores if score.level == levels.get(strand) for extract in score.relied)
        )
        for strand, scores in latest.items()
    }


def grounds_found(conn: Connection, round_id: str) -> tuple[GroundFound, ...]:
    """Return what the panel agreed on questions, limb by limb, with the papers relied on; () for a framework."""
    row = _row(conn, round_id)
    asks = rulebooks.questions(conn, row["framework_sha256"])
    if asks is None:
        return ()
    agreed = {one["strand"]: (one["level"], one["reason"]) for one in strips.agreed_of(conn, round_id)}
    relied = extracts_relied(conn, round_id, {strand: level for strand, (level, _words) in agreed.items()})
    papers = _papers_of(conn, row["case_id"])
    evidence = {
        strand: tuple(dict.fromkeys(papers[one] for one in ids if one in papers)) for strand, ids in relied.items()
    }
    return answering.found(asks, agreed, evidence)


def _papers_of(conn: Connection, case_id: str) -> dict[str, str]:
    """Return the paper of each extract and of each page of a case."""
    found: dict[str, str] = {}
    for paper in casework.evidence(conn, case_id):
        found |= {extract.id: paper.id for extract in paper.extracts}
        found |= {law.page_id(paper.id, number): paper.id for number in range(1, paper.pages + 1)}
    return found


def _row(conn: Connection, round_id: str) -> RowMapping:
    table = tables.ROUND
    row = conn.execute(select(table).where(table.c.id == round_id)).mappings().first()
    if row is None:
        raise KeyError(round_id)
    return row


def _terms(conn: Connection, row: RowMapping) -> Terms:
    """Return the panel type's terms. Of answers only yes beside no is a disagreement, whatever holds for levels."""
    table = tables.MEETING
    query = select(table.c.panel_type, table.c.on_day).where(table.c.id == row["meeting"])
    panel_type, on = conn.execute(query).one()
    terms = panel.terms(conn, panel_type, date.fromisoformat(on), row["meeting"])
    return replace(terms, tolerance=0, disagreement=law.DISAGREEMENT) if row["questions"] else terms


def _sight(row: RowMapping, mine: SheetRow | None, has_band: bool, hidden: bool, terms: Terms, decided: bool) -> Sight:
    moment = visibility.moment_of(
        is_locked=mine is not None and mine.locked,
        is_revealed=row["state"] != "open",
        band_shown=has_band and row["state"] == "agreed",
        is_decided=decided,
    )
    return visibility.sight(moment, own_band_after_lock=terms.own_band_after_lock, stepped_out=hidden)


def _spread(strip: SpreadRow) -> Spread:
    return Spread(
        strip.strand, len(strip.levels), strip.median_x2, strip.low, strip.high, strip.tolerance, strip.flagged
    )


def _minority(conn: Connection, round_id: str, viewer: str) -> tuple[MinorityRow, ...]:
    table = tables.MINORITY
    query = select(table).where(table.c.round == round_id).order_by(table.c.position)
    view = room.VIEW
    given = select(view).where(view.c.round == round_id).order_by(view.c.at, view.c.person, view.c.position)
    rows = [*conn.execute(query).mappings(), *conn.execute(given).mappings()]
    if not rows:
        return ()
    names = {row.id: row.name for row in council.people(conn)}
    return tuple(
        MinorityRow(
            row["person"], names[row["person"]], row["words"], row["strand"], row["level"], row["person"] == viewer
        )
        for row in rows
    )


def _band(conn: Connection, row: RowMapping) -> BandRow | None:
    table = tables.INDICATED
    found = conn.execute(select(table).where(table.c.round == row["id"])).mappings().first()
    if found is None:
        return None
    bands = rulebooks.names(conn, row["framework_sha256"]).bands
    return BandRow(
        band=found["band"],
        title=bands[found["band"]] if found["band"] else "",
        points=found["points"],
        kind=found["kind"],
        bands=tuple(json.loads(found["bands"])),
        explanation=found["explanation"],
        framework=found["framework"],
        framework_sha256=found["framework_sha256"],
        engine=found["engine"],
    )
