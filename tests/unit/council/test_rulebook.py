"""The life of a version of the library, act by act; nothing about it changes once it is adopted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bandingdesk import ops
from bandingdesk.council import rulebook
from bandingdesk.council.ops import (
    KINDS,
    FindingAnswered,
    FrameworkAdded,
    FrameworkAdopted,
    FrameworkConsulted,
    FrameworkRetired,
    KeptPaper,
    PaperAttached,
    ResponsesRecorded,
    SaidAndDone,
    TrialEnded,
    TrialStarted,
)
from bandingdesk.council.rulebook import FrameworkVersion
from tests.support import case_builders as b

SHA = "sha256:" + "ab" * 32
ADDED = FrameworkAdded("exampleshire", "2026.1", "Exampleshire", SHA, "{}")
PAPER = KeptPaper("report.pdf", "cd" * 32)
REASON = KeptPaper(reason="No change of substance.", officer="A. Officer (invented)")
ADOPTED = FrameworkAdopted(date(2026, 4, 1), "CAB 26/1", PAPER, PAPER, "Cabinet (invented)")
CONSULTED = FrameworkConsulted(date(2026, 1, 30), PAPER)
TRIAL = TrialStarted(date(2026, 2, 1), date(2026, 3, 1))

Rule = Callable[[FrameworkVersion, str, Any, Any], ops.Op]
ACTS: list[tuple[Rule, Any]] = [
    (rulebook.consult, CONSULTED),
    (rulebook.answer, FindingAnswered("cliff", "strands", "Wanted.")),
    (rulebook.attach, PaperAttached("equality", PAPER)),
    (rulebook.respond, ResponsesRecorded((SaidAndDone("Too short.", "Two examples added."),))),
    (rulebook.start_trial, TrialStarted(TRIAL.starts, TRIAL.ends, "The forum asked first.")),
    (rulebook.end_trial, TrialEnded(date(2026, 3, 1), "Nine in ten the same.")),
    (rulebook.adopt_framework, ADOPTED),
]


def version(*acts: tuple[Rule, Any]) -> FrameworkVersion:
    """Return a version of the library after ACTS."""
    known: FrameworkVersion = b.folded(rulebook.apply_framework, rulebook.add_framework("p1", b.NOW, ADDED))
    for n, (rule, body) in enumerate(acts):
        known = rulebook.apply_framework(known, b.recorded(rule(known, "p1", b.NOW, body), f"act-{n}"))
    return known


def test_a_version_goes_from_draft_to_retired() -> None:
    retired = (rulebook.retire, FrameworkRetired(date(2027, 3, 31), "CAB 27/3"))
    steps = [(rulebook.consult, CONSULTED), (rulebook.start_trial, TRIAL), (rulebook.adopt_framework, ADOPTED), retired]
    found = [version(*steps[:n]).status for n in range(5)]
    assert found == ["draft", "consulted", "trial", "adopted", "retired"]


def test_a_trial_that_has_ended_leaves_the_version_where_it_was() -> None:
    ended = (rulebook.end_trial, TrialEnded(date(2026, 3, 1), "Nine in ten the same."))
    early = TrialStarted(TRIAL.starts, TRIAL.ends, "The forum asked first.")
    assert version((rulebook.consult, CONSULTED), (rulebook.start_trial, TRIAL), ended).status == "consulted"
    assert version((rulebook.start_trial, early), ended).status == "draft"
    again = version((rulebook.consult, CONSULTED), (rulebook.start_trial, TRIAL), ended, (rulebook.start_trial, TRIAL))
    assert (again.status, again.trial_ended) == ("trial", None)


@pytest.mark.parametrize(("rule", "body"), ACTS, ids=lambda value: getattr(value, "__name__", ""))
def test_no_act_changes_an_adopted_version(rule: Rule, body: Any) -> None:
    adopted = version((rulebook.adopt_framework, ADOPTED))
    with pytest.raises(rulebook.AlreadyAdoptedError) as caught:
        rule(adopted, "p1", b.NOW, body)
    assert caught.value.fields["starts"] == date(2026, 4, 1)


def test_a_version_number_stands_for_one_definition() -> None:
    assert rulebook.add_framework("p1", b.NOW, ADDED, held=SHA).body is ADDED
    with pytest.raises(rulebook.VersionTakenError) as caught:
        rulebook.add_framework("p1", b.NOW, ADDED, held="sha256:" + "ef" * 32)
    assert caught.value.fields == {"framework": "exampleshire", "version": "2026.1"}


def test_a_trial_before_the_consultation_needs_a_written_reason() -> None:
    with pytest.raises(rulebook.TrialTooEarlyError):
        rulebook.start_trial(version(), "p1", b.NOW, TRIAL)
    with pytest.raises(rulebook.TrialTooEarlyError):
        rulebook.start_trial(version(), "p1", b.NOW, TrialStarted(TRIAL.starts, TRIAL.ends, " "))


def test_a_trial_does_not_end_before_it_starts() -> None:
    with pytest.raises(rulebook.TrialDaysError):
        rulebook.start_trial(
            version((rulebook.consult, CONSULTED)), "p1", b.NOW, TrialStarted(date(2026, 3, 1), date(2026, 2, 28))
        )


def test_only_a_running_trial_ends_and_only_an_adopted_version_is_retired() -> None:
    with pytest.raises(rulebook.NoTrialError):
        rulebook.end_trial(version(), "p1", b.NOW, TrialEnded(date(2026, 3, 1), "x"))
    with pytest.raises(rulebook.NotAdoptedError):
        rulebook.retire(version(), "p1", b.NOW, FrameworkRetired(date(2026, 3, 1), "x"))


def test_a_later_answer_to_the_same_finding_stands_instead() -> None:
    def answer(code: str, text: str) -> tuple[Rule, Any]:
        return rulebook.answer, FindingAnswered(code, "strands", text)

    found = version(answer("cliff", "First."), answer("strand_inert", "Other."), answer("cliff", "Second."))
    assert [(one.code, one.text, one.by) for one in found.answers] == [
        ("strand_inert", "Other.", "p1"),
        ("cliff", "Second.", "p1"),
    ]


@pytest.mark.parametrize(
    "paper",
    [
        KeptPaper(),
        KeptPaper(ref="report.pdf"),
        KeptPaper(sha256="cd" * 32),
        KeptPaper(reason="None needed."),
        KeptPaper(" ", ""),
    ],
)
def test_a_paper_is_a_named_file_with_its_hash_or_a_reason_with_its_officer(paper: KeptPaper) -> None:
    with pytest.raises(rulebook.WordsMissingError):
        rulebook.attach(version(), "p1", b.NOW, PaperAttached("equality", paper))
    assert version((rulebook.attach, PaperAttached("equality", REASON))).equality == REASON


def test_an_adoption_recorded_before_papers_were_named_keeps_its_words() -> None:
    data = b'{"consultation":"asked","equality":"screened","minute":"minute 1","starts":"2026-04-01"}'
    body = ops.body_of(KINDS, "framework.adopted", 1, data)
    assert body == FrameworkAdopted(date(2026, 4, 1), "minute 1", KeptPaper("screened"), KeptPaper("asked"))


@dataclass(frozen=True)
class InLibrary:
    framework: str
    version: str
    starts: date | None
    ends: date | None = None


def test_for_each_framework_the_version_that_started_last_is_in_force() -> None:
    library = (
        InLibrary("school", "1", date(2025, 4, 1)),
        InLibrary("early", "1", date(2025, 9, 1), date(2026, 8, 31)),
        InLibrary("school", "3", date(2027, 4, 1)),
        InLibrary("school", "2", date(2026, 4, 1)),
        InLibrary("early", "2", None),
    )

    def on(*day: int) -> list[tuple[str, str]]:
        return [(one.framework, one.version) for one in rulebook.in_force(library, date(*day))]

    assert on(2025, 3, 31) == []
    assert on(2025, 4, 1) == [("school", "1")]
    assert on(2025, 9, 1) == [("early", "1"), ("school", "1")]
    assert on(2026, 8, 31) == [("school", "2"), ("early", "1")]
    assert on(2026, 9, 1) == [("school", "2")]  # retired: nothing comes back in its place
    assert on(2027, 4, 1) == [("school", "3")]
