"""A reading without names: case numbers in the place of children, settings and who wrote a paper."""

from __future__ import annotations

from dataclasses import replace

from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.words import tr


def of(seen: Reading) -> Reading:
    """Return SEEN with names and schools hidden. Ids stay, so that every act goes on as before."""
    agenda = tuple(replace(row, child_name=row.reference) for row in seen.agenda)
    item = replace(seen.item, child_name=seen.item.reference) if seen.item is not None else None
    case = seen.case
    if case is not None:
        kind = tr("a setting")
        case = replace(case, child_name=case.reference, initials="", setting_name=kind, council_reference=None)
    papers = tuple(replace(paper, author=paper.author_role) for paper in seen.papers)
    unanswered = tuple(replace(paper, author=paper.author_role) for paper in seen.unanswered)
    return replace(seen, agenda=agenda, item=item, case=case, papers=papers, unanswered=unanswered)
