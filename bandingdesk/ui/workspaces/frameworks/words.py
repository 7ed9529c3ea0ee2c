"""The words of this workspace: parts of a scheme, states of a version, places of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.matrix.paths import Places
from bandingdesk.ui import text
from bandingdesk.ui.workspaces.frameworks import draft, edits
from bandingdesk.ui.workspaces.frameworks.draft import Document, Path

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.checking import Checked, Note

# The parts of the editor in their order: key -> (words, icon)
PARTS: dict[str, tuple[str, str]] = {
    "about": (QT_TRANSLATE_NOOP("frameworks", "About"), "file-text"),
    "strands": (QT_TRANSLATE_NOOP("frameworks", "Strands"), "rows-3"),
    "levels": (QT_TRANSLATE_NOOP("frameworks", "Levels and words"), "book-text"),
    "points": (QT_TRANSLATE_NOOP("frameworks", "Points"), "sigma"),
    "rules": (QT_TRANSLATE_NOOP("frameworks", "Rules"), "git-branch"),
    "bands": (QT_TRANSLATE_NOOP("frameworks", "Bands"), "layers"),
    "money": (QT_TRANSLATE_NOOP("frameworks", "Money"), "pound-sterling"),
    "tests": (QT_TRANSLATE_NOOP("frameworks", "Tests"), "flask-conical"),
    "checks": (QT_TRANSLATE_NOOP("frameworks", "Checks"), "list-checks"),
}
# status -> (words, icon, tone)
STATUSES: dict[str, tuple[str, str, str]] = {
    "editing": (QT_TRANSLATE_NOOP("frameworks", "Your draft"), "pencil", "accent"),
    "draft": (QT_TRANSLATE_NOOP("frameworks", "Draft"), "file-text", "plain"),
    "consulted": (QT_TRANSLATE_NOOP("frameworks", "Consulted"), "messages-square", "info"),
    "trial": (QT_TRANSLATE_NOOP("frameworks", "In trial"), "flask-conical", "info"),
    "adopted": (QT_TRANSLATE_NOOP("frameworks", "Adopted"), "circle-check", "ok"),
    "retired": (QT_TRANSLATE_NOOP("frameworks", "Retired"), "archive", "plain"),
}
SEVERITIES: dict[str, tuple[str, str, str]] = {
    "error": (QT_TRANSLATE_NOOP("frameworks", "Error"), "circle-alert", "danger"),
    "warning": (QT_TRANSLATE_NOOP("frameworks", "Warning"), "triangle-alert", "warn"),
    "info": (QT_TRANSLATE_NOOP("frameworks", "To know"), "info", "info"),
}
PHASES: dict[str, str] = {
    "default": QT_TRANSLATE_NOOP("frameworks", "Words"),
    "early_years": QT_TRANSLATE_NOOP("frameworks", "In the early years"),
    "post16": QT_TRANSLATE_NOOP("frameworks", "After 16"),
}
PERIODS: dict[str, str] = {
    "year": QT_TRANSLATE_NOOP("frameworks", "a year"),
    "term": QT_TRANSLATE_NOOP("frameworks", "a term"),
    "week": QT_TRANSLATE_NOOP("frameworks", "a week"),
    "one_off": QT_TRANSLATE_NOOP("frameworks", "once"),
}


def tr(words: str, count: int = -1) -> str:
    """Return WORDS in the person's language, with %n filled by COUNT."""
    return QCoreApplication.translate("frameworks", words, "", count)


def part(key: str) -> str:
    """Return the name of a part of the editor."""
    return tr(PARTS[key][0])


def status(key: str) -> tuple[str, str, str]:
    """Return a status in words, with its icon and tone."""
    words, icon, tone = STATUSES[key]
    return tr(words), icon, tone


def severity(key: str) -> tuple[str, str, str]:
    """Return a severity in words, with its icon and tone."""
    words, icon, tone = SEVERITIES[key]
    return tr(words), icon, tone


def part_of(note: Note, document: Document) -> str:
    """Return the part of the editor that NOTE belongs to."""
    where = note.where
    if note.in_tariff:
        return "money"
    match where[:1]:
        case ("strands",) if note.code in _ABOUT_POINTS and edits.points_tables(document):
            return "points"
        case ("strands",):
            return "levels" if "levels" in where or "descriptors" in where else "strands"
        case ("measures",):
            return "rules" if "add_if" in where else "points"
        case ("decide",):
            kinds = [draft.get(document, (*where[:at], "kind")) for at in range(1, len(where) + 1)]
            return "rules" if "cases" in kinds else "bands"
        case ("adjust",) | ("guards",):
            return "rules"
        case ("bands",):
            return "bands"
        case ("tests",):
            return "tests"
        case _:
            return "about"


def place(path: Path, document: Document, tariff: Document | None = None, *, in_tariff: bool = False) -> str:
    """Return PATH in words, with the names that the draft gives: "Strands, Attention, level 3"."""
    return Places(document, tariff, tr).words(path, in_tariff=in_tariff)


# Findings about a strand or a level whose cause stands in the table of points.
_ABOUT_POINTS = frozenset({"cliff", "strand_inert", "not_monotone_band"})


def profiles(count: int) -> str:
    """Return a number of profiles in words, "" for none."""
    if not count:
        return ""
    if count < 1_000_000:
        return tr("1 profile") if count == 1 else tr("{count} profiles").replace("{count}", text.count(count))
    return tr("{count} million profiles").replace("{count}", text.count(count // 1_000_000))


def standing(checked: Checked) -> tuple[str, str, str]:
    """Return how a draft stands in one sentence, with icon and tone."""
    errors, warnings = checked.errors, checked.open_warnings
    said = []
    if errors:
        said.append(tr("1 error") if errors == 1 else tr("{n} errors").replace("{n}", str(errors)))
    if warnings:
        one = tr("1 warning to answer")
        said.append(one if warnings == 1 else tr("{n} warnings to answer").replace("{n}", str(warnings)))
    if not said:
        return tr("Nothing stands in the way."), "circle-check", "ok"
    return text.listed(said) + ".", "circle-alert" if errors else "triangle-alert", "danger" if errors else "warn"


def coverage(checked: Checked) -> str:
    """Return how far the check reached: every profile, or why not."""
    report = checked.report
    if report is None:
        return tr("The profiles are checked once the form is whole.")
    if report.complete:
        return tr("Every one of {profiles} is covered.").replace("{profiles}", profiles(report.profiles))
    return tr("Not every profile could be covered.")


def tests(checked: Checked) -> str:
    """Return how the worked tests came out."""
    report = checked.report
    if report is None:
        return ""
    if not report.passed + report.failed:
        return tr("There is no test yet.")
    if not report.failed:
        one = tr("The one test passes.")
        return one if report.passed == 1 else tr("All {n} tests pass.").replace("{n}", str(report.passed))
    said = tr("{failed} of {all} tests do not pass.")
    return said.replace("{failed}", str(report.failed)).replace("{all}", str(report.passed + report.failed))
