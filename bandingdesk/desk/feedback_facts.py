"""From rows of the record to the facts of feedback: what a setting may read of a signed decision, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from bandingdesk.letters.feedback import FeedbackFacts, StrandFeedback
from bandingdesk.panel import outcomes
from bandingdesk.panel.after import lists
from bandingdesk.store.queries import casework, council, decisions, minutes, party_profiles, rounds
from bandingdesk.store.queries.casework import EvidenceRow
from bandingdesk.store.queries.decisions import DecisionRow


def of_decision(
    conn: Connection,
    decision_id: str,
    suggestions: tuple[str, ...],
    words: str,
    *,
    today: date,
    is_demo: bool,
) -> FeedbackFacts:
    """Return what feedback on a signed decision may say. The setting's levels are those of its own profile."""
    row = decisions.decision(conn, decision_id, None)
    case = casework.case(conn, row.case_id)
    known = lists.next_time()
    policy = council.policy(conn, "letters", today) or {}
    final = row.final_outcome or row.outcome
    assert row.signed is not None
    return FeedbackFacts(
        council=str(policy.get("name", "")),
        setting_name=case.setting_name,
        reference=case.reference,
        pupil_reference=case.upn or case.reference,
        decided_on=row.signed.at.date(),
        scheme=minutes.scheme(conn, row.framework_sha256),
        outcome=outcomes.book().title(final),
        strands=_strands(conn, row),
        next_time=tuple(known[one] for one in suggestions),
        words=words.strip(),
        dated=today,
        is_demo=is_demo,
    )


def _strands(conn: Connection, row: DecisionRow) -> tuple[StrandFeedback, ...]:
    """Return the strands that the panel agreed; none where it answered questions of law."""
    agreed = minutes.agreed_levels(conn, row.round)
    if not agreed or not row.has_band:
        return ()
    profile = _own_profile(conn, row)
    levels = {strand: one.level for strand, one in agreed.items()}
    relied = rounds.extracts_relied(conn, row.round, levels)
    texts = minutes.level_texts(conn, row.framework_sha256)
    papers = casework.evidence(conn, row.case_id)
    found = []
    for strand, (name, by_level) in texts.items():
        if strand not in agreed:
            continue
        level, yours = agreed[strand].level, profile.get(strand)
        found.append(
            StrandFeedback(
                name,
                _said(yours, by_level),
                _said(level, by_level),
                by_level[level][1] if level in by_level else "",
                _evidence(papers, relied.get(strand, ())),
                yours is not None and yours != level,
            )
        )
    return tuple(found)


def _own_profile(conn: Connection, row: DecisionRow) -> Mapping[str, int]:
    """Return the setting's levels of the profile made for this decision, by the version it was decided under."""
    signed = sorted(
        (one for one in decisions.decisions(conn, row.case_id) if one.signed is not None),
        key=lambda one: one.signed.at if one.signed else one.proposed.at,
    )
    occasion = 1 + [one.id for one in signed].index(row.id)
    for profile in party_profiles.profiles(conn, row.case_id, of=occasion):
        if profile.party == "setting" and profile.is_shown and profile.framework_sha256 == row.framework_sha256:
            return profile.levels
    return {}


def _said(level: int | None, by_level: Mapping[int, tuple[str, str]]) -> str:
    if level is None:
        return ""
    name = by_level.get(level, ("", ""))[0]
    return f"{level}: {name}" if name else str(level)


def _evidence(papers: list[EvidenceRow], relied: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the agreed level rests on. Only words that the setting wrote itself are quoted back to it."""
    found = []
    for paper in papers:
        for extract in paper.extracts:
            if extract.id in relied:
                where = f"{paper.title}, by {paper.author_role}, page {extract.page}"
                is_own = paper.sender == "setting" or paper.kind == "setting"
                found.append(f"{where}: “{extract.text}”" if is_own else where)
    return tuple(dict.fromkeys(found))
