"""Level cards on A4: two A5 cards a sheet with cut marks, the text as large as the card takes it.

A text too long for one card goes on on the next, marked as such. Imported by `publication` when cards are made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Frame

from bandingdesk.letters import page
from bandingdesk.letters.level_cards import Card, CardSet
from bandingdesk.letters.page import HEIGHT, REGULAR, STRONG, WIDTH
from bandingdesk.letters.tagged import Element, TaggedCanvas, TaggedParagraph, Tree

_CARD = HEIGHT / 2
_SIDE, _TOP, _FOOT = 16 * mm, 13 * mm, 15 * mm
_INNER = WIDTH - 2 * _SIDE
_LARGEST, _SMALLEST = 24, 14  # points of the description
_CUT = HexColor(0x76828F)


def build(target: io.BytesIO, cards: CardSet, *, language: str) -> int:
    """Write CARDS as a tagged PDF to TARGET and return its number of pages."""
    page.fonts()
    tree = Tree()
    story = list(_sides(cards, tree.root))
    frame = Frame(0, 0, WIDTH, HEIGHT, 0, 0, 0, 0)
    page.lay_out(
        target, story, tree, frame, cut_marks, language=language, title=cards.title, author=cards.edition.authority
    )
    return len(tree.pages)


def _sides(cards: CardSet, root: Element) -> Iterator[Side]:
    edition = cards.edition
    demo = " · Demonstration: invented" if edition.is_invented else ""
    for number, card in enumerate(cards.cards):
        foot = f"Version {edition.version} · Check code {edition.check_code}{demo}"
        count = f"Card {number} of {len(cards.cards) - 1}" if number else ""
        yield from _card(card, "H2" if number else "H1", Element("Sect", root), foot, count)


def _card(card: Card, tag: str, inside: Element, foot: str, count: str) -> Iterator[Side]:
    """Give the sides of one card: one in nearly every case."""
    head = _head(card, tag, inside)
    room = _CARD - _TOP - _FOOT - _height(head)
    for size in range(_LARGEST, _SMALLEST - 1, -1):
        body = _body(card, size, inside)
        if _height(body) <= room:
            yield Side([*head, *body], foot, count)
            return
    while body:
        fits, body = _filled(body, room)
        yield Side([*head, *fits], foot, f"{count}, goes on" if body else count)
        more = TaggedParagraph(page.markup(f"{card.heading}, continued"), _style(16, strong=True), Element("P", inside))
        head = [more]
        room = _CARD - _TOP - _FOOT - _height(head)


def _head(card: Card, tag: str, inside: Element) -> list[TaggedParagraph]:
    made = [TaggedParagraph(page.markup(card.above), _style(12), Element("P", inside))]
    made.append(page.heading(card.heading, tag, _style(24, strong=True), inside))
    if card.name:
        made.append(TaggedParagraph(page.markup(card.name), _style(16, strong=True), Element("P", inside)))
    return made


def _body(card: Card, size: int, inside: Element) -> list[TaggedParagraph]:
    lines = [f"**{lead}:** {words}" if lead else words for lead, words in card.texts]
    made = [TaggedParagraph(page.markup(line), _style(size), Element("P", inside)) for line in lines]
    for kind in card.evidence:
        words = page.markup(f"**Evidence:** {kind}")
        made.append(TaggedParagraph(words, _style(_SMALLEST), Element("P", inside)))
    return made


def _style(size: int, *, strong: bool = False) -> Any:
    lead = 1.22 if strong else 1.36
    body = page.styles(page.STAFF_SIZES).body
    return body.clone(
        "", fontName=STRONG if strong else REGULAR, fontSize=size, leading=round(size * lead, 1), spaceAfter=size * 0.45
    )


def _height(paragraphs: Sequence[TaggedParagraph]) -> float:
    return float(sum(paragraph.wrap(_INNER, HEIGHT)[1] + paragraph.style.spaceAfter for paragraph in paragraphs))


def _filled(body: list[TaggedParagraph], room: float) -> tuple[list[TaggedParagraph], list[TaggedParagraph]]:
    """Return what of BODY fits in ROOM, and the rest; a paragraph that begins too low is split between its lines."""
    fits: list[TaggedParagraph] = []
    for n, paragraph in enumerate(body):
        height = paragraph.wrap(_INNER, HEIGHT)[1]
        if height > room:
            pieces = paragraph.split(_INNER, room)
            return fits + pieces[:1], [*pieces[1:], *body[n + 1 :]] if pieces else body[n:]
        fits.append(paragraph)
        room -= height + paragraph.style.spaceAfter
    return fits, []


class Side(Flowable):  # type: ignore[misc]
    """One side of one card, half a sheet high; its foot is an artifact."""

    def __init__(self, paragraphs: Sequence[TaggedParagraph], foot: str, count: str) -> None:
        super().__init__()
        self.width, self.height = WIDTH, _CARD
        self._paragraphs, self._foot, self._count = list(paragraphs), foot, count

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return WIDTH, _CARD - 0.01  # two fit a frame of the sheet's height whatever floats make of it

    def draw(self) -> None:
        top = _CARD - _TOP
        for paragraph in self._paragraphs:
            _, height = paragraph.wrap(_INNER, HEIGHT)
            paragraph.drawOn(self.canv, _SIDE, top - height)
            top -= height + paragraph.style.spaceAfter
        self.canv.begin()
        self.canv.setFillColor(page.BLACK)
        self.canv.setFont(REGULAR, 12)
        self.canv.drawString(_SIDE, 7 * mm, self._foot)
        self.canv.drawRightString(WIDTH - _SIDE, 7 * mm, self._count)
        self.canv.end()


def cut_marks(canvas: TaggedCanvas, _page: int, _of: int) -> None:
    """Mark where to cut: a broken line across the middle, a solid tick at either edge."""
    canvas.saveState()
    canvas.setStrokeColor(_CUT)
    canvas.setLineWidth(0.6)
    canvas.line(0, _CARD, 6 * mm, _CARD)
    canvas.line(WIDTH - 6 * mm, _CARD, WIDTH, _CARD)
    canvas.setDash(3, 4)
    canvas.line(6 * mm, _CARD, WIDTH - 6 * mm, _CARD)
    canvas.restoreState()
