"""Scoring slips on paper: tagged, an A5 slip a case, named by code and number alone."""

from __future__ import annotations

import subprocess

import pytest

from bandingdesk.letters import slips, tag_check
from bandingdesk.panel.moderation import NO_CARDS
from bandingdesk.panel.slips.asked import of_framework
from tests.support import slip_files as f

WHOLE = of_framework(f.FRAMEWORK, "ks12", NO_CARDS)
MADE = f.a_slip(kind="paper")


def text(data, tmp_path):
    path = tmp_path / "slips.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    return done.stdout


def test_two_cases_of_twelve_strands_stand_on_one_sheet(tmp_path):
    made = slips.render(f.ID, MADE, [(case, WHOLE) for case in MADE.cases])
    assert made.pages == 1
    assert tag_check.faults(made.data) == []
    assert slips.render(f.ID, MADE, [(case, WHOLE) for case in MADE.cases]).data == made.data
    words = text(made.data, tmp_path)
    assert words.count("Scorer 3") == 2
    assert MADE.name not in words
    assert all(one.name in words for one in WHOLE)


@pytest.mark.parametrize("large_print", [False, True])
def test_questions_stand_as_they_are_asked(tmp_path, large_print):
    case = f.a_case(questions=f.LAW.text)
    made = slips.render(f.ID, MADE, [(case, f.asked(case))], large_print=large_print)
    assert tag_check.faults(made.data) == []
    words = " ".join(text(made.data, tmp_path).split())
    assert "Not sure" in words
    assert ("special educational" in words) is True


def test_the_large_pack_holds_every_word_of_every_level(tmp_path):
    made = slips.render(f.ID, MADE, [(MADE.cases[0], WHOLE[:2])], large_print=True)
    assert tag_check.faults(made.data) == []
    words = " ".join(text(made.data, tmp_path).split())
    assert all(line.title in words and line.words.split()[0] in words for one in WHOLE[:2] for line in one.lines)
    assert "Paper: School support plan, 6 pages." in words


def test_best_fit_always_comes_with_its_descriptions():
    case = f.a_case(framework_sha256="fit")
    plain = slips.render(f.ID, MADE, [(case, f.asked(case))])
    assert plain.data == slips.render(f.ID, MADE, [(case, f.asked(case))], large_print=True).data
