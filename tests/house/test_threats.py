"""docs/threats.md names, for each threat, a test that is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support import source

PAGE = (source.ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| threat ")]


@pytest.mark.parametrize("row", ROWS)
def test_each_threat_has_a_test(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 3
    path, _, name = cells[2].partition("::")
    tree = ast.parse((source.ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_threat_of_the_design_is_here() -> None:
    words = ("peeks", "past decision", "writes as another", "rewrites history", "forges", "stolen", "revoked user",
             "cloned", "restored from", "man in the middle", "malicious", "Replay", "Clock", "Bit rot", "doorbell",
             "sleeps", "erasure")  # fmt: skip
    assert [word for word in words if not re.search(word, PAGE, re.IGNORECASE)] == []
