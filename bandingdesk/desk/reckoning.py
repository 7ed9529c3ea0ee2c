"""Where the panel meets the rule book: scales, spreads, the indicated band and the amount, from rows of the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

import bandingdesk
from bandingdesk import ops
from bandingdesk.casework.provision.shortfall import Shortfall, yearly
from bandingdesk.consistency.spread import Spread
from bandingdesk.panel import money, questions
from bandingdesk.panel.deciding import section_f
from bandingdesk.panel.deciding.section_f import Lower
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.moderation import NO_CARDS, Cards, LevelsOpenError, LevelUnknownError, Round
from bandingdesk.panel.ops import BandIndicated, BandProposed, MoneyShown
from bandingdesk.panel.scoring import Sheet
from bandingdesk.store.queries import casework, decisions, provision, rounds, rulebooks
from bandingdesk.store.queries.provision import BandRow

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.profile import Profile


def strands(conn: Connection, framework_sha256: str) -> tuple[str, ...]:
    """Return the framework's strands in its order."""
    return tuple(rulebooks.names(conn, framework_sha256).strands)


def scale(conn: Connection, framework_sha256: str) -> dict[str, frozenset[int]]:
    """Return the levels that each strand has."""
    levels = rulebooks.names(conn, framework_sha256).levels
    return {strand: frozenset(names) for strand, names in levels.items()}


def bands(conn: Connection, framework_sha256: str) -> frozenset[str]:
    """Return the framework's bands."""
    return frozenset(rulebooks.names(conn, framework_sha256).bands)


def is_framework(named: str) -> bool:
    """Return whether a meeting or a round names a framework, and not questions of law or nothing."""
    return bool(named) and not questions.is_questions(named)


def override_codes(conn: Connection, framework_sha256: str) -> frozenset[str]:
    """Return the codes that allow another band; none where the framework allows no override."""
    if not is_framework(framework_sha256):
        return frozenset()
    override = rulebooks.framework(conn, framework_sha256).override
    return frozenset(reason.id for reason in override.named()) if override.allowed else frozenset()


def cards(conn: Connection, framework_sha256: str) -> Cards:
    """Return the strand that is decided by best fit with its levels' descriptors; empty for any other framework."""
    if not is_framework(framework_sha256):
        return NO_CARDS
    framework = rulebooks.framework(conn, framework_sha256)
    if framework.decide.kind != "best_fit" or framework.decide.relied_on != "required":
        return NO_CARDS
    strand = framework.strand(framework.decide.strand)
    return {strand.id: {level.level: frozenset(d.id for d in level.descriptors) for level in strand.levels}}


def context(framework: Framework, setting_kind: str, phase: str) -> dict[str, str]:
    """Return the facts of a case that the framework reads, by its own context ids."""
    facts = {"setting": setting_kind, "phase": phase}
    return {known.id: facts[known.id] for known in framework.contexts if known.id in facts}


def spread_of(conn: Connection, round_: Round, strand: str) -> Spread:
    """Return the spread of a strand of a revealed round. Raises LevelUnknownError where it has no scores."""
    for found in rounds.spreads_of(conn, round_.id):
        if found.strand == strand:
            return found
    raise LevelUnknownError(strand=strand, level=0)


def indication(conn: Connection, round_: Round, at: datetime) -> BandIndicated:
    """Return the band of the agreed levels by the meeting's framework, without money, with its explanation.

    Raises LevelsOpenError, and what `evaluate` raises.
    """
    from bandingdesk.matrix import explain

    if round_.still_open:
        raise LevelsOpenError(round_.still_open)
    scheme = rulebooks.scheme(conn, round_.framework_sha256)
    levels = round_.levels
    profile = _profile(conn, round_, levels, _ticks(round_))
    evidence = rounds.extracts_relied(conn, round_.id, levels)
    explained = explain.explain(scheme, profile, case=round_.case, at=at, evidence=evidence, with_money=False)
    result = explained.evaluation
    return BandIndicated(
        framework=f"{scheme.identity.id}@{scheme.identity.version}",
        framework_sha256=round_.framework_sha256,
        engine=bandingdesk.__version__,
        band=result.band,
        points=result.points,
        kind=result.kind,
        bands=result.bands,
        explanation=ops.canonical(explained.as_json()).decode(),
    )


def own_band(conn: Connection, round_: Round, sheet: Sheet) -> str | None:
    """Return the band of a member's own locked scores, None where the framework refers the case."""
    from bandingdesk.matrix import evaluate

    levels = {rating.strand: rating.level for rating in sheet.ratings}
    ticks = frozenset(descriptor for rating in sheet.ratings for descriptor in rating.descriptors)
    scheme = rulebooks.scheme(conn, round_.framework_sha256)
    return evaluate.evaluate(scheme, _profile(conn, round_, levels, ticks), with_money=False).band


def lower_than(conn: Connection, proposal: BandProposed, meeting: Meeting, band: str | None) -> tuple[Lower, ...]:
    """Return what BAND is lower than: the band in force of the case, the indicated one, both or neither."""
    if band is None:
        return section_f.lower_than((), None, in_force=None, indicated=None)
    ladder = tuple(row.id for row in rulebooks.scheme(conn, meeting.framework_sha256).framework.ladder())
    in_force = decisions.band_in_force(conn, proposal.case)
    return section_f.lower_than(ladder, band, in_force=in_force, indicated=proposal.indicated)


def a_year(decision: Decision) -> int | None:
    """Return what a finding costs in pence a year: its shares, else its amount; None where nobody can say."""
    if decision.proposal is not None and decision.proposal.shares:
        return sum(share.pence for share in decision.proposal.shares)
    return yearly(decision.money.pence, decision.money.period) if decision.money else None


def money_shown(
    conn: Connection, proposal: BandProposed, round_: Round, meeting: Meeting, band: str | None = None
) -> MoneyShown:
    """Return the amount of the decided band, or of BAND, by the meeting's tariff, at the round's agreed levels.

    Raises AmountMissingError.
    """
    case = casework.case(conn, proposal.case)
    if (wanted := band or proposal.band) is None:
        raise money.AmountMissingError(band="")
    found = _amount(conn, wanted, round_, meeting)
    return MoneyShown(
        tariff=rulebooks.tariff(conn, meeting.tariff_sha256).year,
        tariff_sha256=meeting.tariff_sha256,
        pence=found.pence,
        period=found.period,
        setting_kind=case.setting_kind,
        phase=case.phase,
    )


def shortfall(
    conn: Connection, proposal: BandProposed, round_: Round, meeting: Meeting, band: str, on: date
) -> Shortfall | None:
    """Return what Section F costs beside elements 1 to 3 of BAND at the agreed levels.

    None without a ledger, without rates, or where the tariff names no amount a year: nothing can be compared then.
    """
    if provision.ledger(conn, proposal.case) is None:
        return None
    try:
        found = _amount(conn, band, round_, meeting)
    except money.AmountMissingError:
        return None
    title = rulebooks.names(conn, meeting.framework_sha256).bands.get(band, band)
    elements = provision.elements(conn, yearly(found.pence, found.period), on)
    return provision.shortfall(conn, proposal.case, BandRow(title, "decided", elements), on)


def _amount(conn: Connection, band: str, round_: Round, meeting: Meeting) -> money.Amount:
    scheme = rulebooks.scheme(conn, meeting.framework_sha256, meeting.tariff_sha256)
    return money.amount(scheme, band, _profile(conn, round_, round_.levels, _ticks(round_)))


def _ticks(round_: Round) -> frozenset[str]:
    return frozenset(tick for agreed in round_.agreed for tick in agreed.descriptors)


def _profile(conn: Connection, round_: Round, levels: Mapping[str, int], ticks: frozenset[str]) -> Profile:
    case = casework.case(conn, round_.case)
    framework = rulebooks.framework(conn, round_.framework_sha256)
    from bandingdesk.matrix.profile import Profile

    return Profile(dict(levels), ticks, context(framework, case.setting_kind, case.phase))
