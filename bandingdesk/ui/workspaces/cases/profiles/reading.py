"""What the profiles of a case are read from: who has locked, what may be shown, the rules they are written under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles import draft
from bandingdesk.casework.profiles.forward import StrandWords, Words
from bandingdesk.casework.profiles.profile import Cards
from bandingdesk.desk import reckoning
from bandingdesk.panel.moderation import NO_CARDS
from bandingdesk.store.queries import casework, council, decisions, party_profiles, rounds, rulebooks
from bandingdesk.store.queries.council import NothingInForceError
from bandingdesk.store.queries.party_profiles import Decided, ProfileRow
from bandingdesk.ui.models import strand_text
from bandingdesk.ui.models.strand_text import Extract, StrandText

Column = Literal["setting", "officer", "panel"]
COLUMNS: tuple[Column, ...] = ("setting", "officer", "panel")
WIDE_GAP = 2  # levels apart, from which a gap is marked


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one party says of a strand: its level with name and text, how sure, the line, what it relies on."""

    level: int
    name: str
    text: str
    confidence: str = ""
    note: str = ""
    relied: tuple[str, ...] = ()
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """One strand: what each party says (None while unknown) and how many levels lie between them."""

    id: str
    name: str
    by: Mapping[Column, Opinion | None]
    gap: int


@dataclass(frozen=True, slots=True)
class ProfilesSeen:
    """The profiles of one case as the person at the keys may see them.

    `rows` are for the decision that is being prepared. `gaps` are of it where its profiles are revealed, else of the
    last decision, which `gaps_of` names by its day (None: the one being prepared). `framework_sha256` is "" where no
    version is in force. `drafts` counts the levels of my drafts by party, None without one.
    """

    case_id: str
    rows: tuple[ProfileRow, ...]
    people: Mapping[str, str]
    expected: tuple[str, ...]
    is_shut: bool
    gaps: tuple[Gap, ...]
    gaps_of: date | None
    panel_agreed: bool
    framework_sha256: str
    framework_name: str
    strands: tuple[StrandText, ...]
    extracts: tuple[Extract, ...]
    pages: int
    cards: Cards
    decided: Decided | None
    band_shown: bool
    drafts: Mapping[Party, int | None]

    def row(self, party: str) -> ProfileRow:
        """Return one party's profile."""
        return next(row for row in self.rows if row.party == party)

    @property
    def same_hand(self) -> str:
        """Who locked both profiles: they were not blind to each other then; "" where two people did, or one is open."""
        by = {row.locked_by for row in self.rows if row.is_locked}
        return by.pop() if len(by) == 1 and all(row.is_locked for row in self.rows) else ""


def read(desk: Any, conn: Any, case_id: str, viewer: str, today: date) -> ProfilesSeen:
    """Return the profiles of a case for VIEWER. Drafts are VIEWER's own."""
    sha256 = _rules(conn, case_id, today)
    cards = reckoning.cards(conn, sha256) if sha256 else NO_CARDS
    framework = rulebooks.framework(conn, sha256) if sha256 else None
    strands = strand_text.strands(framework, [one.id for one in framework.strands], cards) if framework else ()
    papers = casework.evidence(conn, case_id)
    extracts = strand_text.extracts(papers)
    rows = party_profiles.profiles(conn, case_id, viewer)
    is_shut = party_profiles.is_shut(conn, case_id, viewer)
    shown, gaps_of, levels, rules = _shown(conn, case_id, viewer, rows, is_shut, sha256)
    return ProfilesSeen(
        case_id=case_id,
        rows=rows,
        people={row.id: row.name for row in council.people(conn)},
        expected=party_profiles.expected(conn, today),
        is_shut=is_shut,
        gaps=_gaps(conn, shown, levels, rules, extracts),
        gaps_of=gaps_of,
        panel_agreed=bool(levels),
        framework_sha256=sha256,
        framework_name=framework.version if framework else "",
        strands=strands,
        extracts=extracts,
        pages=sum(paper.pages for paper in papers),
        cards=cards,
        decided=party_profiles.last_decided(conn, case_id, viewer),
        band_shown=party_profiles.band_shown(conn, case_id),
        drafts={
            party: _progress(desk.drafts.load(draft.key(case_id, party), viewer)) for party in ("setting", "officer")
        },
    )


def words(conn: Any, framework_sha256: str) -> Words:
    """Return the strands of a version with the text of each level: what is compared when a draft changes its rules."""
    return {
        strand.id: StrandWords(
            strand.name,
            {level.level: " ".join(one.text.default for one in level.descriptors) or level.name or ""
             for level in strand.levels},
        )
        for strand in rulebooks.framework(conn, framework_sha256).strands
    }  # fmt: skip


def _rules(conn: Any, case_id: str, today: date) -> str:
    try:
        return party_profiles.framework_sha256(conn, case_id, today)
    except NothingInForceError:
        return ""


def _progress(body: Mapping[str, Any]) -> int | None:
    if not body:
        return None
    return sum(one.get("level") is not None for one in body.get("strands", ()))


def _shown(
    conn: Any, case_id: str, viewer: str, rows: tuple[ProfileRow, ...], is_shut: bool, sha256: str
) -> tuple[tuple[ProfileRow, ...], date | None, dict[str, int], str]:
    """Return the profiles whose gaps are shown, the day of their decision, the panel's levels, the panel's rules."""
    if is_shut:
        return (), None, {}, sha256
    levels, rules = _agreed_now(conn, case_id, viewer)
    if levels or any(row.state == "revealed" and row.is_shown for row in rows):
        return tuple(row for row in rows if row.state == "revealed"), None, levels, rules or sha256
    signed = [row for row in decisions.decisions(conn, case_id, viewer) if row.step == "signed"]
    if not signed:
        return (), None, {}, sha256
    before = party_profiles.profiles(conn, case_id, viewer, of=rows[0].occasion - 1)
    last = party_profiles.last_decided(conn, case_id, viewer)
    if last is None:
        return (), None, {}, sha256
    return before, last.on, last.levels, last.framework_sha256


def _agreed_now(conn: Any, case_id: str, viewer: str) -> tuple[dict[str, int], str]:
    """Return the levels that a panel has agreed since the last decision, and by which rules."""
    round_id = party_profiles.round_now(conn, case_id)
    if round_id is None:
        return {}, ""
    found = rounds.round(conn, round_id, viewer)
    return {one.strand: one.agreed for one in found.spreads if one.agreed is not None}, found.framework_sha256


def _gaps(
    conn: Any, rows: tuple[ProfileRow, ...], agreed: dict[str, int], rules: str, extracts: tuple[Extract, ...]
) -> tuple[Gap, ...]:
    """Return the strands that anybody who may be read has rated, the widest gap first."""
    texts = {one.id: f"{one.title}, {one.page}: {one.text}" for one in extracts}
    said: dict[Column, dict[str, Opinion]] = {column: {} for column in COLUMNS}
    names: dict[str, str] = {}
    for row in rows:
        if row.is_shown and row.levels:
            known = rulebooks.names(conn, row.framework_sha256)
            level_words = words(conn, row.framework_sha256)
            names |= dict(known.strands)
            for strand, level in row.levels.items():
                said[row.party][strand] = Opinion(
                    level,
                    known.levels.get(strand, {}).get(level, ""),
                    level_words[strand].levels.get(level, "") if strand in level_words else "",
                    row.confidence.get(strand, ""),
                    row.notes.get(strand, ""),
                    tuple(texts.get(one, one) for one in row.relied.get(strand, ())),
                    strand in row.started and row.started[strand].level == level,
                )
    if agreed:
        known, level_words = rulebooks.names(conn, rules), words(conn, rules)
        names |= dict(known.strands)
        for strand, level in agreed.items():
            text = level_words[strand].levels.get(level, "") if strand in level_words else ""
            said["panel"][strand] = Opinion(level, known.levels.get(strand, {}).get(level, ""), text)
    made = []
    for strand, name in names.items():
        by = {column: said[column].get(strand) for column in COLUMNS}
        levels = [one.level for one in by.values() if one is not None]
        if levels:
            made.append(Gap(strand, name, by, max(levels) - min(levels)))
    return tuple(sorted(made, key=lambda one: -one.gap))
