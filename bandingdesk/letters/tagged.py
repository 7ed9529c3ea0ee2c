"""The tag layer on ReportLab: a canvas that owns the structure tree, and flowables that open their own element.

ReportLab writes no tags. Here every painted thing lies between BDC or BMC and EMC: inside an element of the tree, or
inside an artifact (page furniture, rules, cell grounds, repeated table heads). The two never nest.
Source: ISO 32000-1 14.7-14.8, ISO 14289-1 (PDF/UA-1). Imported by `page` alone, which `pdf.render` imports late.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

_ATTRIBUTES = {
    "TH.column": "/A <</O /Table /Scope /Column>>",
    "TH.row": "/A <</O /Table /Scope /Row>>",
    "L.disc": "/A <</O /List /ListNumbering /Disc>>",
    "L.decimal": "/A <</O /List /ListNumbering /Decimal>>",
}


class Element:
    """One node of the structure tree. `kind` is the tag, with a detail after a dot ("TH.row")."""

    __slots__ = ("kids", "kind", "number", "parent")

    def __init__(self, kind: str, parent: Element | None = None) -> None:
        self.kind = kind
        self.parent = parent
        self.number = 0
        self.kids: list[Element | tuple[int, int]] = []  # an element, or (page index, marked-content id)
        if parent is not None:
            parent.kids.append(self)

    @property
    def tag(self) -> str:
        """The standard structure type."""
        return self.kind.partition(".")[0]


class Tree:
    """The structure of one document: its root element, who owns each marked-content id, and the headings."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.pages: list[list[Element]] = [[]]  # per page, the owner of each marked-content id
        self.headings: list[tuple[int, float, int, str]] = []  # page index, top in points, level from 0, words

    def mark(self, element: Element) -> int:
        """Give ELEMENT the next marked-content id of the current page and return it."""
        owners = self.pages[-1]
        element.kids.append((len(self.pages) - 1, len(owners)))
        owners.append(element)
        return len(owners) - 1

    def elements(self) -> list[Element]:
        """Return every element that holds something, root first, and number them. Empty ones leave the tree."""
        _prune(self.root)
        found: list[Element] = [self.root]
        for element in found:  # grows while it is walked
            found.extend(kid for kid in element.kids if isinstance(kid, Element))
        for number, element in enumerate(found):
            element.number = number
        return found


def _prune(element: Element) -> None:
    for kid in [kid for kid in element.kids if isinstance(kid, Element)]:
        _prune(kid)
        if not kid.kids:
            element.kids.remove(kid)


class _Written(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """An object of the file written from pieces of text and the names of other objects."""

    __RefOnly__ = 1

    def __init__(self, *pieces: str | tuple[str]) -> None:
        self._pieces = pieces  # a tuple holds the name of an object to refer to

    def format(self, document: Any) -> bytes:
        numbers = document.idToObjectNumberAndVersion
        written = [piece if isinstance(piece, str) else "{} {} R".format(*numbers[piece[0]]) for piece in self._pieces]
        return " ".join(written).encode("ascii")


PaintPage = Callable[["TaggedCanvas", int, int], None]


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas with a structure tree. `paint_page(canvas, page, of)` adds the furniture once the pages are counted."""

    def __init__(self, *args: Any, tree: Tree, paint_page: PaintPage, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tree = tree
        self._paint_page = paint_page
        self._kept: list[dict[str, Any]] = []
        self._is_open = False

    def begin(self, element: Element | None = None) -> None:
        """Open ELEMENT, or an artifact without one. Raises RuntimeError inside another: the two never nest."""
        if self._is_open:
            raise RuntimeError("marked content must not nest")
        self._is_open = True
        if element is None:
            self._code.append("/Artifact BMC")
        else:
            self._code.append(f"/{element.tag} <</MCID {self.tree.mark(element)}>> BDC")

    def end(self) -> None:
        """Close what is open. Raises RuntimeError where nothing is."""
        if not self._is_open:
            raise RuntimeError("no marked content is open")
        self._is_open = False
        self._code.append("EMC")

    def heading(self, level: int, words: str, height: float) -> None:
        """Note a heading for the bookmarks; its top lies HEIGHT points above the current origin."""
        self.tree.headings.append((len(self.tree.pages) - 1, self.absolutePosition(0, height)[1], level, words))

    def showPage(self) -> None:  # noqa: N802  ReportLab's name
        """Keep the page: it is closed in `save`, when the number of pages is known."""
        self._kept.append(dict(self.__dict__))
        self.tree.pages.append([])
        self._startPage()

    def save(self) -> None:
        """Close every page with its furniture, write bookmarks and the structure tree, and save."""
        kept, of = self._kept, len(self._kept)
        del self.tree.pages[of:]
        for index, state in enumerate(kept):
            self.__dict__.update(state)
            self.begin()
            self._paint_page(self, index + 1, of)
            self.end()
            self._bookmark(index)
            super().showPage()
        self._write_tree()
        self._doc.SaveToFile(self._filename, self)

    def _bookmark(self, page: int) -> None:
        for number, (on, top, level, words) in enumerate(self.tree.headings):
            if on == page:
                self.bookmarkPage(f"h{number}", fit="XYZ", left=0, top=top, zoom=0)
                self.addOutlineEntry(words, f"h{number}", level=level)

    def _write_tree(self) -> None:
        """Add the StructElems, the ParentTree and the catalog's entries."""
        elements = self.tree.elements()
        names = [f"tag{element.number}" for element in elements]
        for element, name in zip(elements, names, strict=True):
            pieces: list[str | tuple[str]] = [
                f"<</Type /StructElem /S /{element.tag}",
                _ATTRIBUTES.get(element.kind, ""),
            ]
            pieces += ["/P", (f"tag{element.parent.number}",) if element.parent else ("tagroot",), "/K ["]
            for kid in element.kids:
                if isinstance(kid, Element):
                    pieces.append((f"tag{kid.number}",))
                else:
                    pieces += ["<</Type /MCR /Pg", (f"Page{kid[0] + 1}",), f"/MCID {kid[1]}>>"]
            self._doc.Reference(_Written(*pieces, "]>>"), name)
        parents: list[str | tuple[str]] = ["<</Nums ["]
        for page, owners in enumerate(self.tree.pages):
            parents += [f"{page} [", *((f"tag{owner.number}",) for owner in owners), "]"]
        self._doc.Reference(_Written(*parents, "]>>"), "tagparents")
        next_key = f"/ParentTreeNextKey {len(self.tree.pages)}>>"
        root = _Written("<</Type /StructTreeRoot /K", ("tag0",), "/ParentTree", ("tagparents",), next_key)
        self._doc.Catalog.StructTreeRoot = self._doc.Reference(root, "tagroot")
        self._doc.Catalog.MarkInfo = _Written("<</Marked true>>")


class TaggedParagraph(Paragraph):  # type: ignore[misc]
    """A paragraph of one element; the parts of a split share it. `level` 0 and up makes it a bookmark."""

    def __init__(self, text: str | None, style: Any, element: Element | None = None, **options: Any) -> None:
        super().__init__(text, style, **options)
        self.element = element
        self.level: int | None = None
        self.words = ""
        self.goes_on = False  # the rest stands on the next page

    def draw(self) -> None:
        if self.level is not None:
            self.canv.heading(self.level, self.words, self.height)
        self._end_lines_with_a_space()
        self.canv.begin(self.element)
        super().draw()
        self.canv.end()

    def split(self, width: float, height: float) -> list[Any]:
        pieces: list[Any] = super().split(width, height)
        for piece in pieces:
            piece.element = self.element
            piece.goes_on = piece is not pieces[-1] or self.goes_on
        if pieces:
            pieces[0].level, pieces[0].words = self.level, self.words
        return pieces

    def _end_lines_with_a_space(self) -> None:
        """ReportLab ends a line without one, and a screen reader would run the last and the first word together."""
        lines = self.blPara.lines
        for line in lines if self.goes_on else lines[:-1]:
            words = line[1] if isinstance(line, tuple) else line.words
            if not words:
                continue
            if isinstance(words[-1], str):
                words[-1] += " "
            else:
                words[-1].text += " "


class TaggedItem(TaggedParagraph):
    """A list item: a label (Lbl) hung to the left of its body (LBody). A split carries the label on its first part."""

    label = ""
    label_element: Element | None = None

    def draw(self) -> None:
        if self.label:
            style = self.style
            self.canv.begin(self.label_element)
            self.canv.setFont(style.fontName, style.fontSize)
            self.canv.setFillColor(style.textColor)
            # The first line's baseline, as drawPara has it (rl_config.paraFontSizeHeightOffset).
            self.canv.drawString(style.leftIndent + style.bulletIndent, self.height - style.fontSize, self.label)
            self.canv.end()
        super().draw()

    def split(self, width: float, height: float) -> list[Any]:
        pieces = super().split(width, height)
        if pieces and pieces[0] is not self:
            pieces[0].label, pieces[0].label_element = self.label, self.label_element
        return pieces


class TaggedCell(TaggedParagraph):
    """The text of a table cell. A head row that is repeated on the next page is an artifact there."""

    _goes_on = False  # the second part of a cell that was split: it goes on, it is no repeat

    def split(self, width: float, height: float) -> list[Any]:
        pieces = super().split(width, height)
        for piece in pieces[1:]:
            piece._goes_on = True
        return pieces

    def draw(self) -> None:
        element = self.element
        if element is not None and element.kind == "TH.column" and element.kids and not self._goes_on:
            self.element = None
        super().draw()
        self.element = element


class TaggedTable(Table):  # type: ignore[misc]
    """A table whose grounds and lines are artifacts; its cells are TaggedCells that carry TH and TD."""

    def _drawBkgrnd(self) -> None:  # noqa: N802  ReportLab's name
        self.canv.begin()
        super()._drawBkgrnd()
        self.canv.end()

    def _drawLines(self) -> None:  # noqa: N802
        self.canv.begin()
        super()._drawLines()
        self.canv.end()


def table_elements(parent: Element, columns: int, rows: int) -> Sequence[Sequence[Element]]:
    """Return the TH and TD elements of a table below PARENT: a head row, then ROWS rows headed by their first cell."""
    table = Element("Table", parent)
    head = Element("TR", Element("THead", table))
    grid = [[Element("TH.column", head) for _ in range(columns)]]
    body = Element("TBody", table)
    for _ in range(rows):
        row = Element("TR", body)
        grid.append([Element("TH.row" if column == 0 else "TD", row) for column in range(columns)])
    return grid
