"""The text that the chain's hashes are taken of: written out for an op, and built column by column, it is the same."""

import pytest

from bandingdesk.store import chain, tables


@pytest.mark.parametrize("parent", [None, "op-0 ŵ"])
@pytest.mark.parametrize("lease", [None, 7])
def test_the_text_of_an_op_written_out_is_the_text_of_its_columns(parent, lease):
    columns = (
        "op-1", "act-1", 2, "case:ŵ", parent, "[]", "case.opened", 1, "p1", "p2", "d1", 9, 10**17, 10**15, 1, lease,
        b"\x00\xff" * 16,
    )  # fmt: skip
    assert len(columns) == len(tables.OP_COLUMNS) == chain.OP_WIDTH
    assert chain.row_text(columns) == chain.row_text(columns[:9]) + chain.row_text(columns[9:])


@pytest.mark.parametrize("at", range(17))
def test_a_column_of_another_type_gives_another_text_and_no_error(at):
    columns = [
        "op-1", "act-1", 2, "case:1", "op-0", "[]", "case.opened", 1, "p1", "p2", "d1", 9, 10**17, 10**15, 1, 7,
        b"\x00\xff" * 16,
    ]  # fmt: skip
    whole = chain.row_text(columns)
    for other in (None, 123456, "something else", b"\x01"):
        changed = [*columns[:at], other, *columns[at + 1 :]]
        assert chain.row_text(changed) != whole
