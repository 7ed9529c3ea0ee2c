"""What a pack says, from the rows: the cases that are open to its reader, as the panel type shows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection

from bandingdesk.letters import pack
from bandingdesk.letters.pack import PackCase, PackFacts, PackPaper
from bandingdesk.panel.agenda.ops import PackReader, Place
from bandingdesk.panel.meeting import Meeting
from bandingdesk.store import blobs
from bandingdesk.store.queries import agenda, casework, council, items, panel, panel_types
from bandingdesk.store.queries.items import ItemRow
from bandingdesk.store.store import Store


def facts(
    conn: Connection,
    store: Store,
    meeting: Meeting,
    reader: PackReader,
    *,
    purpose: str,
    everybody: Sequence[str],
    released_by: str,
    today: date,
    is_demo: bool,
) -> PackFacts:
    """Return the pack of READER. A case that is not among the reader's own items leaves no word in it."""
    kind = panel_types.of_meeting(conn, meeting.id)
    laid = agenda.laid(conn, meeting.id)
    names = {row.id: row.name for row in council.people(conn)}
    rows = [row for row in items.agenda(conn, meeting.id) if row.item in reader.items]
    left_out = sum(item.state == "waiting" for item in meeting.items) - len(rows)
    policy = council.policy(conn, "letters", today) or {}
    return PackFacts(
        council=str(policy.get("name", "")),
        panel=kind.name,
        meeting_on=meeting.on,
        starts=meeting.starts,
        place=meeting.place,
        purpose=purpose,
        reader=reader.name,
        readers=tuple(everybody),
        released_by=released_by,
        released_on=today,
        cases=tuple(
            _case(conn, store, row, laid.places.get(row.item), names, frozenset(kind.pack or _SHOWN)) for row in rows
        ),
        left_out=left_out,
        is_demo=is_demo,
    )


_SHOWN = ("papers", "extracts", "views", "provision")  # of a panel type that says nothing of its packs
_WHY = {
    "must": "Must be decided at this meeting",
    "hours": "A reader's hours",
    "spread": "Scores lie apart",
    "hand": "Placed by the chair",
}


def _case(
    conn: Connection, store: Store, row: ItemRow, place: Place | None, names: dict[str, str], shows: Collection[str]
) -> PackCase:
    case = casework.case(conn, row.case_id)
    review, views = case.review, "views" in shows
    papers = _papers(conn, store, row) if "papers" in shows else ()
    marked = casework.evidence(conn, row.case_id) if "extracts" in shows else []
    frozen = {id_ for id_, _head in _frozen(conn, row)}
    return PackCase(
        number=row.position,
        child_name=row.child_name,
        reference=row.reference,
        setting=case.setting_name,
        year_group=case.year_group,
        law_day=row.law_day,
        why=_WHY.get(place.because, "") if place else "",
        readers=tuple(names.get(person, "") for person in row.readers),
        papers=papers,
        family_views=review.parent_views if review and views else "",
        child_views=review.child_views if review and views else "",
        setting_view=review.setting_says if review and views else "",
        provision=tuple(review.section_f) if review and "provision" in shows else (),
        extracts=tuple(
            f"{paper.title}, page {one.page}: {one.text}"
            for paper in marked
            if paper.id in frozen
            for one in paper.extracts
        ),
        urgent=row.urgent,
    )


def _frozen(conn: Connection, row: ItemRow) -> tuple[tuple[str, str], ...]:
    return tuple(panel.papers(conn, row.item))


def _papers(conn: Connection, store: Store, row: ItemRow) -> tuple[PackPaper, ...]:
    """Return the frozen papers with their bytes; a file that is not on this laptop or no PDF comes apart."""
    on_file = {paper.id: paper for paper in casework.evidence(conn, row.case_id)}
    late = _taken_late(conn, row)
    found = []
    for id_, _head in _frozen(conn, row):
        paper = on_file.get(id_)
        if paper is None:
            continue
        contents = blobs.get(store, row.case_id, paper.sha256) if blobs.has(store, row.case_id, paper.sha256) else b""
        bound = contents if pack.is_pdf(contents) else None
        found.append(PackPaper(paper.title, paper.author_role, paper.dated, paper.pages, id_ in late, bound))
    return tuple(found)


def _taken_late(conn: Connection, row: ItemRow) -> frozenset[str]:
    meeting = agenda.meeting_of(conn, row.item)
    found = agenda.late_papers(conn, meeting).get(row.item, ()) if meeting else ()
    return frozenset(one.evidence for one in found if one.outcome == "take")
