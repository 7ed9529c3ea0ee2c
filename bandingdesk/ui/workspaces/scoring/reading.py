"""What the scoring page reads: one round with its case, papers and framework, as the person at the keys may see it.

Of a round on questions of law there is no framework: its limbs stand as strands, and no band follows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bandingdesk.desk import reckoning
from bandingdesk.matrix import explain
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.profile import Profile
from bandingdesk.panel.moderation import Cards
from bandingdesk.panel.ops import Rating
from bandingdesk.panel.practice import vignettes
from bandingdesk.panel.practice.vignettes import Edition
from bandingdesk.panel.questions import QuestionSet
from bandingdesk.store.queries import casework, panel, rounds, rulebooks
from bandingdesk.store.queries.casework import CaseRow
from bandingdesk.store.queries.rounds import RoundRow, SheetRow
from bandingdesk.ui.models import strand_text
from bandingdesk.ui.models.strand_text import Extract, StrandText


@dataclass(frozen=True, slots=True)
class Scorer:
    """A scorer of the round, for handing the laptop on: whether they have locked, never what."""

    person_id: str
    name: str
    has_locked: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the page shows of a round. `case` is None where the case is closed to the person.

    `ladder` holds (band, first point, last point or None) of a framework that decides by points. `firsts` are the
    first pages of the papers, where whole pages are relied on: on questions of law.
    """

    round: RoundRow
    case: CaseRow | None
    meeting_on: date
    panel_name: str
    framework_name: str
    position: int
    strands: tuple[StrandText, ...]
    extracts: tuple[Extract, ...]
    pages: int
    sheet: SheetRow | None
    scorers: tuple[Scorer, ...]
    explanation: Mapping[str, Any] | None
    bands: Mapping[str, str]
    cards: Cards
    ladder: tuple[tuple[str, int, int | None], ...]
    firsts: tuple[Extract, ...] = ()
    anchors: Edition | None = None  # exemplars beside the descriptors, where the framework has any

    @property
    def asks(self) -> QuestionSet | None:
        """The questions of law that are answered, None where levels of a framework are given."""
        return self.round.questions

    @property
    def is_open(self) -> bool:
        """Return whether the person may score now."""
        return self.case is not None and self.round.i_am_scorer and self.round.state == "open"


def read(conn: Any, round_id: str, person: str, at: datetime) -> Reading:
    """Return the round as PERSON may see it. Raises KeyError for a round that is not in the record."""
    found = rounds.round(conn, round_id, person)
    meeting = panel.meeting(conn, found.meeting)
    asks = rulebooks.questions(conn, found.framework_sha256)
    framework = None if asks else rulebooks.framework(conn, found.framework_sha256)
    case = casework.case(conn, found.case_id) if found.case_id else None
    sheet = rounds.my_sheet(conn, round_id, person) if case else None
    position = next((row.position for row in panel.agenda(conn, found.meeting, person) if row.item == found.item), 0)
    papers = _papers(conn, found, case)
    cards = reckoning.cards(conn, found.framework_sha256)
    return Reading(
        round=found,
        case=case,
        meeting_on=meeting.on,
        panel_name=meeting.type_name,
        framework_name=framework.version if framework else "",
        position=position,
        strands=_strands(found, framework, asks, cards) if case else (),
        extracts=strand_text.extracts(papers),
        pages=sum(paper.pages for paper in papers),
        sheet=sheet,
        scorers=_scorers(conn, found, meeting.seats),
        explanation=_explanation(conn, found, case, sheet, at),
        bands={band.id: band.name for band in framework.ladder()} if framework else {},
        cards=cards,
        ladder=_ladder(framework) if framework else (),
        firsts=strand_text.first_pages(papers) if asks else (),
        anchors=vignettes.of_framework(framework.id) if framework else None,
    )


def _strands(
    found: RoundRow, framework: Framework | None, asks: QuestionSet | None, cards: Cards
) -> tuple[StrandText, ...]:
    if framework is not None:
        return strand_text.strands(framework, found.strands, cards)
    return strand_text.limbs(asks, found.strands) if asks is not None else ()


def _ladder(framework: Framework) -> tuple[tuple[str, int, int | None], ...]:
    decide = framework.decide
    if decide.kind != "thresholds":
        return ()
    return tuple((row.band, row.from_, row.to) for row in decide.rows)


def _papers(conn: Any, found: RoundRow, case: CaseRow | None) -> list[casework.EvidenceRow]:
    if case is None:
        return []
    frozen = {id_ for id_, _head in panel.papers(conn, found.item)}
    return [paper for paper in casework.evidence(conn, case.id) if paper.id in frozen]


def _scorers(conn: Any, found: RoundRow, seats: Sequence[panel.SeatRow]) -> tuple[Scorer, ...]:
    """Return the scorers in seat order. Asked one by one, since a round tells nobody who its other scorers are."""
    from bandingdesk.store.queries import council

    scorers = []
    for seat in seats:
        if seat.role in ("chair", "deputy", "member") and rounds.round(conn, found.id, seat.person_id).i_am_scorer:
            locked, _ = panel.lock_counts(conn, found.id, [seat.person_id])
            has_pin = council.person(conn, seat.person_id).has_pin
            scorers.append(Scorer(seat.person_id, seat.name, locked == 1, has_pin))
    return tuple(scorers)


def _explanation(
    conn: Any, found: RoundRow, case: CaseRow | None, sheet: SheetRow | None, at: datetime
) -> Mapping[str, Any] | None:
    """Return the explanation object that may be seen now: of the agreed levels, or of the person's own locked sheet.

    The own one only where the panel type allows it and its showing is on record (ux.md 3.3, second row).
    """
    if found.band is not None:
        return dict(json.loads(found.band.explanation))
    if case is None or sheet is None or not sheet.band_shown or found.sight.band != "own":
        return None
    scheme = rulebooks.scheme(conn, found.framework_sha256)
    ticks = frozenset(one for rating in sheet.ratings for one in rating.descriptors)
    facts = reckoning.context(scheme.framework, case.setting_kind, case.phase)
    profile = Profile(_levels(sheet.ratings), ticks, facts)
    relied = {rating.strand: rating.relied for rating in sheet.ratings}
    made = explain.explain(scheme, profile, case=case.id, at=at, evidence=relied, with_money=False)
    return made.as_json()


def _levels(ratings: Sequence[Rating]) -> dict[str, int]:
    return {rating.strand: rating.level for rating in ratings}
