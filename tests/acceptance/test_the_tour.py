"""The main job in the real window, from first run to the verified record: `bandingdesk tour`, run as a person would."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

STEPS = 50  # at least: the path of the first issue, a picture each


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BANDINGDESK_HOME": str(folder / "home")}
    command = [sys.executable, "-m", "bandingdesk", "tour", "--out", str(folder / "out"), "--json", "--debug"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert json.loads(done.stdout) == json.loads((folder / "out" / "tour.json").read_text())
    return folder / "out"


@pytest.mark.timeout(300)
def test_every_step_is_done_and_pictured(played: Path) -> None:
    steps = json.loads((played / "tour.json").read_text())["steps"]
    assert len(steps) >= STEPS
    assert all((played / step["picture"]).stat().st_size > 5_000 for step in steps)


def test_the_decision_is_two_records_and_an_override_with_its_amount(played: Path) -> None:
    decision = json.loads((played / "tour.json").read_text())["decision"]
    # 119 points are Band 5 (98 to 129); the panel decides Band 6, £10,950 a year in the sample tariff.
    assert (decision["indicated"], decision["band"], decision["override"]) == ("B5", "B6", True)
    assert (decision["outcome"], decision["pence"], decision["signed_by"]) == ("amend", 1_095_000, "E. Thornbury")
    record = (played / "record.txt").read_text()
    for kind in ("scores", "round", "countersigned", "section", "money", "recommended", "signed", "letter", "audit"):
        assert kind in record.lower(), kind


def test_the_letters_are_frozen_by_hash_and_valid(played: Path) -> None:
    document = json.loads((played / "tour.json").read_text())
    assert [letter["template"] for letter in document["letters"]] == ["L8", "L15"]
    for letter in document["letters"]:
        path = Path(letter["file"])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == letter["sha256"]
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
        text = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
        assert "Demonstration" in text
        # A band alone never makes a letter with appeal rights, and the family's letter holds no band and no money.
        assert ("£10,950" in text) == (letter["template"] == "L15")
        assert "First-tier Tribunal" not in text or letter["template"] != "L15"
    assert document["verify"] == {"ok": True}
