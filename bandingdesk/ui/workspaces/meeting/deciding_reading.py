"""What the decision's forms show beside an item: ways to put it off, ties, Section F by line, what is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bandingdesk.casework.provision import reckon
from bandingdesk.panel.deciding import section_f
from bandingdesk.panel.deciding.section_f import Lower
from bandingdesk.panel.findings import GroundFound
from bandingdesk.store.queries import (
    after,
    agenda,
    council,
    decisions,
    items,
    panel,
    party_profiles,
    provision,
    putting_off,
    rounds,
)
from bandingdesk.store.queries.casework import CaseRow, EvidenceRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.panel import ItemRow, MeetingRow
from bandingdesk.store.queries.putting_off import WaysRow
from bandingdesk.store.queries.rounds import RoundRow

if TYPE_CHECKING:
    from bandingdesk.store.queries.council import PanelTypeRow


@dataclass(frozen=True, slots=True)
class SectionFRow:
    """One line of Section F: its words, and from the ledger hours a week in hundredths and pence a year, if known."""

    words: str
    hours_x100: int | None = None
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class DecidingRow:
    """What the forms of a decision show. `tied` counts the strands that each paper is relied on in."""

    ways: WaysRow | None = None
    owners: tuple[tuple[str, str], ...] = ()
    tied: Mapping[str, int] = field(default_factory=dict)
    section_f: tuple[SectionFRow, ...] = ()
    setting_said: tuple[str, ...] = ()
    in_force: str = ""  # the title of the band in force, "" where none is known
    lower: Mapping[str, tuple[Lower, ...]] = field(default_factory=dict)  # band -> what it is lower than
    grounds: tuple[GroundFound, ...] = ()  # what the panel answered, limb by limb
    late: int = 0
    open_interests: tuple[str, ...] = ()
    routes: tuple[tuple[str, str, int], ...] = ()  # (panel type, its name, above which pence a year)
    new_evidence: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # names that a record about this child should not hold

    def lower_than(self, band: str | None) -> tuple[Lower, ...]:
        """Return what BAND is lower than; no band at all is said as such."""
        return self.lower.get(band, ()) if band else ("no_band",)


def read(
    conn: Any,
    item: ItemRow,
    meeting: MeetingRow,
    terms: PanelTypeRow,
    ladder: tuple[tuple[str, str], ...],
    *,
    found: RoundRow | None,
    decision: DecisionRow | None,
    case: CaseRow,
    papers: tuple[EvidenceRow, ...],
    today: date,
) -> DecidingRow:
    """Return what the forms of an item's decision show."""
    in_force, bands = decisions.band_in_force(conn, case.id), tuple(band for band, _title in ladder)
    indicated = found.band.band if found is not None and found.band is not None else None
    titles, types = dict(ladder), {row.key: row.name for row in council.panel_types(conn)}
    agreed = {row.strand: row.agreed for row in found.spreads if row.agreed is not None} if found is not None else {}
    return DecidingRow(
        ways=putting_off.ways_row(conn, meeting, item, today) if item.state not in ("decided", "closed") else None,
        owners=tuple(sorted(after.owners(conn, case.id).items(), key=lambda one: one[1])),
        tied=_tied(conn, found, papers, agreed) if agreed else {},
        section_f=_section_f(conn, case, today),
        setting_said=_setting_said(conn, case.id),
        in_force=titles.get(in_force or "", in_force or ""),
        lower={band: section_f.lower_than(bands, band, in_force=in_force, indicated=indicated) for band in bands},
        grounds=rounds.grounds_found(conn, found.id) if found is not None else (),
        late=agenda.late_open(conn, meeting.id, item.item),
        open_interests=tuple(
            row.name for row in panel.interests(conn, meeting.id, item.item) if row.answer == "yes" and not row.outcome
        ),
        routes=tuple((one.to, types.get(one.to, one.to), one.above_pence) for one in terms.routes),
        new_evidence=decisions.new_evidence(conn, decision.id) if decision is not None and decision.signed else (),
        others=tuple(name for one, name in items.children(conn, meeting.id).items() if one != item.item and name),
    )


def _tied(
    conn: Any, found: RoundRow | None, papers: tuple[EvidenceRow, ...], agreed: Mapping[str, int]
) -> dict[str, int]:
    """Return how many strands rely on each paper, by the extracts that scorers tied to the agreed levels."""
    if found is None:
        return {}
    of = {extract.id: paper.id for paper in papers for extract in paper.extracts}
    relied = rounds.extracts_relied(conn, found.id, agreed)
    counts = Counter(paper for ids in relied.values() for paper in {of[one] for one in ids if one in of})
    return dict(counts)


def _section_f(conn: Any, case: CaseRow, today: date) -> tuple[SectionFRow, ...]:
    """Return the lines of Section F as the review found them, with the ledger's hours and cost; else the ledger's."""
    known, rates = provision.ledger(conn, case.id), provision.rates(conn, today)
    entered = {line.what.strip().casefold(): line for line in (known.lines if known is not None else ())}
    named = case.review.section_f if case.review is not None and case.review.section_f else ()
    found = []
    for words in named or tuple(line.what for line in (known.lines if known is not None else ())):
        plain = words.strip().casefold()
        line = entered.get(plain) or next(
            (one for what, one in entered.items() if what in plain or plain in what), None
        )
        if line is None:
            found.append(SectionFRow(words))
            continue
        worth = reckon.worth(line, rates)
        found.append(SectionFRow(words, round(worth.weekly * 100 / 60), worth.pence))
    return tuple(found)


def _setting_said(conn: Any, case_id: str) -> tuple[str, ...]:
    """Return what the setting wrote beside its levels, where its profile is shown."""
    rows = [row for row in party_profiles.profiles(conn, case_id) if row.party == "setting" and row.is_shown]
    return tuple(note for row in rows for note in row.notes.values() if note)
