"""A signed decision on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.signed_case import SignedCase, a_signed_case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[SignedCase]:
    """The desk with one signed decision; it is closed at the end."""
    made = a_signed_case(tmp_path)
    yield made
    made.desk.close()
