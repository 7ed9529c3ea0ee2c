"""A meeting's pack for one reader: a cover that says who gets it and for what, the agenda, then each case's papers.

The cover and the summaries are set as a tagged PDF. The papers follow as they came in, page for page, each under a
bookmark: what a panel reads is the paper itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.sheet import Sheet

CONFIDENTIAL = (
    "Confidential. This pack holds facts about children and their families. It is for the reader named on it and for "
    "the purpose named on it. Do not copy it or send it on. Give it back or destroy it after the meeting."
)
FROZEN = "These are the versions that the whole panel scores on. A paper that came late and was taken says so."


@dataclass(frozen=True, slots=True)
class PackPaper:
    """A frozen paper: `contents` are its bytes where they are a PDF, None where it comes apart."""

    title: str
    author_role: str
    dated: date
    pages: int
    came_late: bool = False
    contents: bytes | None = None


@dataclass(frozen=True, slots=True)
class PackCase:
    """A case of the pack. Parts that the panel type does not show are empty."""

    number: int
    child_name: str
    reference: str
    setting: str
    year_group: str
    law_day: date | None
    why: str
    readers: tuple[str, ...]
    papers: tuple[PackPaper, ...]
    family_views: str = ""
    child_views: str = ""
    setting_view: str = ""
    provision: tuple[str, ...] = ()
    extracts: tuple[str, ...] = ()
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class PackFacts:
    """All that a pack says. `readers` are all who get one; `reader` is this one's."""

    council: str
    panel: str
    meeting_on: date
    starts: str
    place: str
    purpose: str
    reader: str
    readers: tuple[str, ...]
    released_by: str
    released_on: date
    cases: tuple[PackCase, ...]
    left_out: int  # cases of the agenda that are closed to this reader, or not frozen
    is_demo: bool = False


def cover(facts: PackFacts) -> Sheet:
    """Return the pack's own pages, before the papers."""
    day = wording.long_date(facts.meeting_on)
    given = Grid(("Who", "What"), (
        ("Reader of this copy", facts.reader),
        ("Purpose", facts.purpose),
        ("All who get a copy", ", ".join(facts.readers)),
        ("Released by", f"{facts.released_by}, {wording.long_date(facts.released_on)}"),
    ), shares=(1, 3))  # fmt: skip
    rows = tuple(
        (str(case.number), f"{case.child_name}, {case.reference}", case.why, ", ".join(case.readers))
        for case in facts.cases
    )
    agenda: list[Part] = [Grid(("No.", "Case", "Why here", "Must score"), rows, shares=(1, 5, 6, 4))]
    if facts.left_out:
        agenda.append(Text(f"Not in this copy: {facts.left_out} of the agenda's cases."))
    blocks = [
        Block("CONFIDENTIAL", "Confidential", (Text(f"**{CONFIDENTIAL}**"),)),
        Block("RELEASE", "Release", (given,)),
        Block("AGENDA", "Agenda", (*agenda, Text(FROZEN))),
        *(_case(case) for case in facts.cases),
    ]
    summary = f"{facts.panel}, {day}, {facts.starts}. {facts.place}".strip()
    return Sheet(
        f"Panel pack for {facts.reader}", facts.council, "", facts.released_on, summary, tuple(blocks), "",
        facts.is_demo,
    )  # fmt: skip


def _case(case: PackCase) -> Block:
    place = ", ".join(part for part in (case.setting, f"Year {case.year_group}" if case.year_group else "") if part)
    parts: list[Part] = [Text(f"{case.reference}. {place}")]
    if case.law_day:
        parts.append(Text(f"Law's last day to decide: {wording.long_date(case.law_day)}."))
    if case.urgent:
        parts.append(Text(f"Joined after the deadline: {case.urgent}"))
    for heading, words in (
        ("What the family says", case.family_views),
        ("What the child or young person says", case.child_views),
        ("What the setting asks for", case.setting_view),
    ):
        if words:
            parts.append(Text(f"**{heading}.** {words}"))
    if case.provision:
        parts += [Text("**Lines of Section F**"), Items(case.provision, is_numbered=True)]
    if case.extracts:
        parts += [Text("**Passages marked in the papers**"), Items(case.extracts)]
    rows = tuple(
        (
            f"{paper.title} (came late, taken)" if paper.came_late else paper.title,
            paper.author_role,
            wording.long_date(paper.dated),
            str(paper.pages) if paper.contents is not None else "comes apart",
        )
        for paper in case.papers
    )
    if rows:
        parts.append(Grid(("Paper", "From", "Dated", "Pages"), rows, right=(3,), shares=(5, 3, 3, 2)))
    else:
        parts.append(Text("No papers are on this case."))
    return Block(f"CASE{case.number}", f"{case.number}. {case.child_name}", tuple(parts))


def build(facts: PackFacts, *, large_print: bool | int = False) -> bytes:
    """Return the whole pack as PDF bytes: cover, agenda, summaries, then the papers under bookmarks.

    Raises GlyphMissingError, FontError, ResourceMissingError.
    """
    from bandingdesk.letters import pdf

    made = pdf.render(cover(facts), large_print=large_print)
    papers = [
        (f"{case.number}. {case.reference}: {paper.title}", paper.contents)
        for case in facts.cases
        for paper in case.papers
        if paper.contents is not None
    ]
    return _bound(made.data, papers)


def _bound(first: bytes, papers: Iterable[tuple[str, bytes]]) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(first)) as bound:
        marks: list[tuple[str, int]] = []
        for title, contents in papers:
            with pikepdf.open(io.BytesIO(contents)) as paper:
                marks.append((title, len(bound.pages)))
                bound.pages.extend(paper.pages)
        if marks:
            with bound.open_outline() as outline:
                outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        out = io.BytesIO()
        bound.save(out)
        return out.getvalue()


def is_pdf(contents: bytes) -> bool:
    """Return whether CONTENTS can be bound into a pack: a PDF that opens without a password."""
    import pikepdf

    if not contents.startswith(b"%PDF"):
        return False
    try:
        with pikepdf.open(io.BytesIO(contents)) as paper:
            return len(paper.pages) > 0
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return False
