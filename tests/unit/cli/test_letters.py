"""`letter list` and `letter render`: the JSON contract of commands.md 4, exit codes, no file replaced in silence."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.cli.main import main


def call(*words: str) -> tuple[int, dict[str, Any]]:
    out = io.StringIO()
    code = main([*words, "--json"], out, io.StringIO())
    return code, json.loads(out.getvalue())


def test_list_names_every_letter_with_basis_appeal_and_blocks() -> None:
    code, said = call("letter", "list")
    assert code == 0
    rows = {row["id"]: row for row in said["templates"]}
    assert len(rows) == 17
    assert {"id", "title", "basis", "appealable", "blocks"} <= rows["L3"].keys()
    assert rows["L7"]["appealable"] is True
    assert "MED32" in rows["L7"]["blocks"]
    assert rows["L15"]["appealable"] is False
    assert [id_ for id_, row in rows.items() if row["ready"]] == ["L7", "L8", "L15"]


@pytest.mark.parametrize("template", ["L7", "L8", "L15"])
def test_render_writes_the_file_it_names(template: str, tmp_path: Path) -> None:
    code, said = call("letter", "render", "--sample", "--template", template, "--out", str(tmp_path / "new"))
    assert code == 0
    (entry,) = said["files"]
    data = Path(entry["file"]).read_bytes()
    assert data.startswith(b"%PDF-1.7")
    assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    assert entry["format"] == "pdf"
    assert said["missing"] == []
    assert [path.name for path in (tmp_path / "new").iterdir()] == [f"{template}.pdf"]


def test_large_print_is_another_longer_file(tmp_path: Path) -> None:
    words = ("letter", "render", "--sample", "--template", "L7", "--out", str(tmp_path))
    _, plain = call(*words)
    _, large = call(*words, "--large-print")
    assert large["files"][0]["pages"] > plain["files"][0]["pages"]
    assert large["files"][0]["file"] != plain["files"][0]["file"]


def test_a_file_that_is_there_is_not_replaced_without_force(tmp_path: Path) -> None:
    (tmp_path / "L15.pdf").write_bytes(b"mine")
    words = ("letter", "render", "--sample", "--template", "L15", "--out", str(tmp_path))
    code, said = call(*words)
    assert (code, said["error"]["code"]) == (3, "LE-21")
    assert (tmp_path / "L15.pdf").read_bytes() == b"mine"
    assert call(*words, "--force")[0] == 0
    assert (tmp_path / "L15.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("--sample", "--template", "L3"), 3, "LE-14"),
        (("--sample", "--template", "L99"), 3, "LW-31"),
        (("--template", "L7"), 2, "BD-03"),
        (("--sample", "--template", "L7", "--format", "docx"), 2, "BD-03"),
    ],
)
def test_what_can_not_be_made_is_refused(words: tuple[str, ...], code: int, error: str, tmp_path: Path) -> None:
    found, said = call("letter", "render", *words, "--out", str(tmp_path))
    assert (found, said["error"]["code"]) == (code, error)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, said = call("letter", "render", "--sample", "--template", "L15", "--out", str(tmp_path / "file" / "in"))
    assert (code, said["error"]["code"]) == (4, "LE-22")


def test_listing_letters_loads_neither_reportlab_nor_qt() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from bandingdesk.cli.main import main; main(['letter', 'list']);"
        "sys.exit(any(name.partition('.')[0] in ('reportlab', 'pikepdf', 'PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
