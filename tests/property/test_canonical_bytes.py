"""The standard encoder writes the same canonical bytes as the rfc8785 package for all that may stand in a body."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk import ops

KEYS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LEAVES = st.none() | st.booleans() | st.integers(-ops.LARGEST, ops.LARGEST) | TEXTS
BODIES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@given(BODIES)
def test_both_encoders_write_the_same_bytes(body: object) -> None:
    assert ops.canonical(body) == rfc8785.dumps(body)  # type: ignore[arg-type]  # JSON types


@pytest.mark.parametrize("number", [ops.LARGEST + 1, -ops.LARGEST - 1])
def test_a_number_that_readers_would_round_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        ops.canonical({"pence": number})
