"""Our own check of a PDF's tags, for what page-validation was seen to miss: who owns what is painted, both ways.

Every marked-content id of a page occurs once in the structure tree and the ParentTree gives that element back; nothing
is painted outside marked content; marked content does not nest; headings skip no level. Source: ISO 14289-1 7.1, 7.4.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

_PAINTING = frozenset(
    {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"}
)
_TAGS = frozenset(
    {"Document", "Sect", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody", "Figure", "Link"}
    | {"Table", "THead", "TBody", "TR", "TH", "TD"}
)
Place = tuple[int, int]  # object number of the page, marked-content id


def faults(data: bytes) -> list[str]:
    """Return what is wrong with the tags of the PDF in DATA, an empty list when nothing is. Raises pikepdf.PdfError."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        found = [f"the catalog has no {key}" for key in ("/StructTreeRoot", "/MarkInfo", "/Lang") if key not in root]
        if "/StructTreeRoot" not in root:
            return found
        if "/MarkInfo" in root and not root.MarkInfo.get("/Marked", False):
            found.append("the file is not marked as tagged")
        tree = root.StructTreeRoot
        owners: dict[Place, list[int]] = {}
        headings: list[int] = []
        for element in _elements(tree, found):
            _note(element, owners, headings)
        found += [
            f"heading level {new} follows {old}"
            for old, new in zip([0, *headings], headings, strict=False)
            if new > old + 1
        ]
        parents = _parents(tree, found)
        for number, page in enumerate(pdf.pages, 1):
            found += [f"page {number}: {fault}" for fault in _page_faults(page, owners, parents)]
        found += [f"content {mcid} of object {page} is in the tree and on no page" for page, mcid in owners]
    return found


def _elements(tree: Any, found: list[str]) -> Iterator[Any]:
    """Yield every structure element below TREE in reading order."""
    for kid in _kids(tree):
        if kid.get("/Type") == "/MCR" or "/S" not in kid:
            continue
        if str(kid.S)[1:] not in _TAGS:
            found.append(f"{kid.S} is not a standard tag")
        if kid.get("/P") is None or kid.P.objgen != tree.objgen:
            found.append(f"object {kid.objgen[0]} names another parent than the one that holds it")
        yield kid
        yield from _elements(kid, found)


def _kids(element: Any) -> list[Any]:
    """Return the kids of ELEMENT that are dictionaries."""
    import pikepdf

    kids = element.get("/K")
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary)]


def _note(element: Any, owners: dict[Place, list[int]], headings: list[int]) -> None:
    """Note which marked content ELEMENT owns, and its level if it is a heading."""
    tag = str(element.S)
    if len(tag) == 3 and tag[1] == "H" and tag[2].isdigit():
        headings.append(int(tag[2]))
    for kid in _kids(element):
        if kid.get("/Type") == "/MCR":
            owners.setdefault((kid.Pg.objgen[0], int(kid.MCID)), []).append(element.objgen[0])


def _parents(tree: Any, found: list[str]) -> dict[int, list[int]]:
    """Return the ParentTree: a page's key -> object numbers in order of marked-content id."""
    if "/ParentTree" not in tree:
        found.append("there is no ParentTree")
        return {}
    nums = list(tree.ParentTree.get("/Nums", []))
    return {int(key): [element.objgen[0] for element in row] for key, row in zip(nums[::2], nums[1::2], strict=True)}


def _page_faults(page: Any, owners: dict[Place, list[int]], parents: dict[int, list[int]]) -> Iterator[str]:
    """Yield the faults of one page, and take what it paints out of OWNERS."""
    if page.obj.get("/Tabs") != "/S":
        yield "the tab order does not follow the structure"
    if "/StructParents" not in page.obj:
        yield "it has no StructParents"
    row = parents.get(int(page.obj.get("/StructParents", -1)), [])
    painted, wrong = _painted(page)
    yield from wrong
    for mcid, times in Counter(painted).items():
        if times > 1:
            yield f"content {mcid} stands there {times} times"
        held = owners.pop((page.obj.objgen[0], mcid), [])
        if len(held) != 1:
            yield f"content {mcid} is owned by {len(held)} elements"
        elif mcid >= len(row) or row[mcid] != held[0]:
            yield f"the ParentTree does not give back the owner of content {mcid}"


def _painted(page: Any) -> tuple[list[int], list[str]]:
    """Return the marked-content ids of PAGE in order, and what is painted or nested where it must not be."""
    import pikepdf

    painted: list[int] = []
    wrong: list[str] = []
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            depth += 1
            if depth > 1:
                wrong.append("marked content nests")
            if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
                painted.append(int(operands[1]["/MCID"]))
        elif name == "EMC":
            depth -= 1
        elif name in _PAINTING and depth < 1:
            wrong.append(f"{name} paints outside marked content")
    if depth != 0:
        wrong.append("marked content is not closed")
    return painted, wrong
