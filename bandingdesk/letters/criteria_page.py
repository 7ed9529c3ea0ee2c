"""The criteria document on A4: contents with page numbers, sections, and running text of 60 to 70 characters a line.

Set twice: the first setting finds on which page each heading falls, the second writes the contents. Imported by
`publication` when a PDF is made, so that nothing else loads ReportLab.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from reportlab.platypus import CondPageBreak

from bandingdesk.letters import page
from bandingdesk.letters.blocks import Grid, Items, Part
from bandingdesk.letters.criteria import Criteria
from bandingdesk.letters.page import Foot, Styles
from bandingdesk.letters.sections import Section
from bandingdesk.letters.tagged import Element, TaggedParagraph, Tree

DEMO_LINE = "Demonstration: this scheme is invented, in whole or in part"
_KEPT_WHOLE = 0.35 * (page.HEIGHT - page.TOP - page.BOTTOM)  # a table up to this high is not split
_NARROWER = 62  # points: tables use the whole width, running text of 12 point stays within 70 characters


def build(target: io.BytesIO, criteria: Criteria, *, large_print: bool, language: str) -> int:
    """Write CRITERIA as a tagged PDF to TARGET and return its number of pages."""
    style = _style(large_print)
    tree = _set(io.BytesIO(), criteria, style, {}, language)
    pages = {words: on + 1 for on, _, _, words in tree.headings}
    tree = _set(target, criteria, style, pages, language)
    return len(tree.pages)


def _style(large_print: bool) -> Styles:
    style = page.styles(page.LARGE_SIZES if large_print else page.STAFF_SIZES)
    narrow = {} if large_print else {"rightIndent": _NARROWER}
    hang = style.sizes.body * 2.1  # room for a number of two figures
    return replace(
        style,
        body=style.body.clone("", **narrow),
        opening=style.opening.clone("", **narrow),
        item=style.item.clone("", leftIndent=hang, bulletIndent=-hang, **narrow),
        block=style.block.clone("", fontSize=style.sizes.block + 2, leading=style.block.leading + 3),
    )


def _set(target: io.BytesIO, criteria: Criteria, style: Styles, pages: Mapping[str, int], language: str) -> Tree:
    page.fonts()
    tree, edition = Tree(), criteria.edition
    story = list(_story(criteria, style, tree.root, pages))
    version = f"Version {edition.version}"
    size = min(style.sizes.small, 12)
    foot = Foot(edition.check_code, version, criteria.title, edition.is_invented, size, DEMO_LINE)
    page.set_pages(target, story, tree, foot, language=language, title=criteria.title, author=edition.authority)
    return tree


def _story(criteria: Criteria, style: Styles, root: Element, pages: Mapping[str, int]) -> Iterator[Any]:
    edition = criteria.edition
    yield TaggedParagraph(page.markup(edition.authority), style.strong_small, Element("P", root))
    yield page.heading(criteria.title, "H1", style.title, root)
    if edition.is_invented:
        yield TaggedParagraph(f"{DEMO_LINE}.", style.strong_small.clone("", spaceAfter=8), Element("P", root))
    yield from _parts(criteria.opening, style, Element("Sect", root))
    contents = Section("What is in this document", (_contents(criteria, pages),))
    for section in (contents, *criteria.sections):
        yield from _section(section, "H2", style, root)


def _contents(criteria: Criteria, pages: Mapping[str, int]) -> Grid:
    rows = []
    for section in criteria.sections:
        rows.append((f"**{section.heading}**", str(pages.get(section.heading, 0))))
        inner = section.sections if section.is_listed else ()
        rows += [(one.heading, str(pages.get(one.heading, 0))) for one in inner]
    return Grid(("Section", "Page"), tuple(rows), (1,), (85, 15))


def _section(section: Section, tag: str, style: Styles, parent: Element) -> Iterator[Any]:
    """Give a section below its heading, which stays with what follows: a short table whole, else its first rows."""
    inside = Element("Sect", parent)
    look = style.block if tag == "H2" else style.block.clone("", fontSize=style.sizes.body + 1)
    title = page.heading(section.heading, tag, look, inside)
    body = list(_parts(section.parts, style, inside))
    opens_table = any(isinstance(part, Grid) for part in section.parts[:3])
    room = style.block.leading * 2 + style.body.leading * (9 if opens_table else 3)
    whole = sum(flowable.wrap(page.INNER, page.HEIGHT)[1] + flowable.getSpaceAfter() for flowable in (title, *body))
    yield CondPageBreak(max(room, whole) if opens_table and whole < _KEPT_WHOLE else room)
    yield title
    yield from body
    for inner in section.sections:
        yield from _section(inner, "H3", style, inside)


def _parts(parts: Sequence[Part], style: Styles, parent: Element) -> Iterator[Any]:
    for part, after in zip_longest(parts, parts[1:]):
        yield from page.flow(part, style, parent, opens_list=isinstance(after, Items))
