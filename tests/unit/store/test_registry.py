from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Column, Index, MetaData, Table, Text

from bandingdesk.ops import Subject
from bandingdesk.store.changes import NOTHING, Changes
from tests.support import notebook as book


def with_table(*columns: Column[str] | Index, **more: Any) -> MetaData:
    tables = MetaData()
    Table("row", tables, *columns, **more)
    return tables


@pytest.mark.parametrize(
    ("tables", "what"),
    [
        (with_table(Column("name", Text)), "no column owner"),
        (with_table(Column("owner", Text, index=True)), "whose rows"),
        (with_table(Column("owner", Text), info={"of": "case"}), "no index"),
        (with_table(Column("a", Text), Column("owner", Text), Index("i", "a", "owner"), info={"of": "case"}), "no in"),
    ],
)
def test_a_table_that_can_not_be_swept_is_refused(tables: MetaData, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        book.registry(tables=tables)


def test_tables_are_known_by_the_kinds_they_hold() -> None:
    tables = with_table(Column("owner", Text, index=True), info={"of": ("case", "round")})
    found = book.registry(tables=tables).tables_of
    assert found["case"] == found["round"] == (tables.tables["row"],)


def test_a_changed_table_changes_the_mark() -> None:
    one = with_table(Column("owner", Text, index=True), info={"of": "case"})
    two = with_table(Column("owner", Text, index=True), Column("more", Text), info={"of": "case"})
    marks = {book.registry(tables=one).mark, book.registry(tables=two).mark, book.registry(2, tables=one).mark}
    assert len(marks) == 3


def test_changes_say_what_they_touch() -> None:
    case, sheet = Subject("case", "c1"), Subject("sheet", "s1")
    changes = Changes(frozenset({case}), frozenset({"case.opened"}), 4)
    assert changes.touches("sheet", "case")
    assert not changes.touches("sheet")
    both = changes.joined(Changes(frozenset({sheet}), frozenset({"scores.locked"}), 3))
    assert both == Changes(frozenset({case, sheet}), frozenset({"case.opened", "scores.locked"}), 4)
    assert not NOTHING.touches("case")
