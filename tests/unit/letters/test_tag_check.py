"""The tag check finds each fault that is planted in a good letter."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from bandingdesk.letters import letter, pdf, sample, tag_check

GOOD = pdf.render(letter.compose("L15", sample.facts("L15"))).data


def changed(change: Callable[[Any], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as opened:
        change(opened)
        opened.save(target)
    return target.getvalue()


def rewrite(old: bytes, new: bytes, times: int = 1) -> Callable[[Any], None]:
    def change(opened: Any) -> None:
        contents = opened.pages[0].Contents
        data = contents.read_bytes()
        assert old in data
        contents.write(data.replace(old, new, times))

    return change


def first_leaf(opened: Any) -> Any:
    element = opened.Root.StructTreeRoot.K
    while element.K[0].get("/Type") != "/MCR":
        element = element.K[0]
    return element


def drop_parent_tree(opened: Any) -> None:
    del opened.Root.StructTreeRoot["/ParentTree"]


def drop_tree(opened: Any) -> None:
    del opened.Root["/StructTreeRoot"]


def drop_language(opened: Any) -> None:
    del opened.Root["/Lang"]


def unmark(opened: Any) -> None:
    opened.Root.MarkInfo["/Marked"] = False


def drop_tabs(opened: Any) -> None:
    del opened.pages[0].obj["/Tabs"]


def drop_key(opened: Any) -> None:
    del opened.pages[0].obj["/StructParents"]


def swap_parents(opened: Any) -> None:
    row = opened.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[1] = row[1], row[0]


def own_twice(opened: Any) -> None:
    root = opened.Root.StructTreeRoot.K
    root.K.append(first_leaf(opened).K[0])


def disown(opened: Any) -> None:
    first_leaf(opened)["/K"] = pikepdf.Array()


def point_nowhere(opened: Any) -> None:
    first_leaf(opened).K.append(pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=opened.pages[0].obj, MCID=9999))


def strange_tag(opened: Any) -> None:
    first_leaf(opened)["/S"] = pikepdf.Name.Paragraph


def skip_level(opened: Any) -> None:
    for element in list(opened.Root.StructTreeRoot.K.K):
        if element.S == "/H1":
            element["/S"] = pikepdf.Name.H3


def wrong_parent(opened: Any) -> None:
    first_leaf(opened)["/P"] = opened.Root.StructTreeRoot.K.K[3]


def test_a_good_letter_has_no_faults() -> None:
    assert tag_check.faults(changed(lambda opened: None)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop_tree, "no /StructTreeRoot"),
        (drop_language, "no /Lang"),
        (unmark, "not marked as tagged"),
        (drop_parent_tree, "no ParentTree"),
        (drop_tabs, "tab order"),
        (drop_key, "no StructParents"),
        (swap_parents, "does not give back the owner"),
        (own_twice, "owned by 2 elements"),
        (disown, "owned by 0 elements"),
        (point_nowhere, "on no page"),
        (strange_tag, "not a standard tag"),
        (skip_level, "heading level 3 follows 0"),
        (wrong_parent, "another parent"),
        (rewrite(b"/Artifact BMC", b"", 1), "outside marked content"),
        (rewrite(b"<</MCID 1>> BDC", b"<</MCID 0>> BDC"), "stands there 2 times"),
        (rewrite(b"EMC", b""), "nests"),
    ],
)
def test_a_planted_fault_is_found(change: Callable[[Any], None], said: str) -> None:
    found = tag_check.faults(changed(change))
    assert any(said in fault for fault in found), found


def test_painting_after_the_last_mark_is_found() -> None:
    def change(opened: Any) -> None:
        contents = opened.pages[0].Contents
        contents.write(contents.read_bytes() + b"\n0 0 10 10 re f\n")

    assert any("f paints outside" in fault for fault in tag_check.faults(changed(change)))


def test_the_canvas_refuses_marks_that_nest() -> None:
    from bandingdesk.letters.tagged import Element, TaggedCanvas, Tree

    canvas = TaggedCanvas(io.BytesIO(), tree=Tree(), paint_page=lambda canvas, page, of: None)
    canvas.begin(Element("P"))
    with pytest.raises(RuntimeError):
        canvas.begin()
    canvas.end()
    with pytest.raises(RuntimeError):
        canvas.end()
