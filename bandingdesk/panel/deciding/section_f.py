"""Section F beside a band: a lower band with an unchanged plan, and how each line of the plan stays secured.

A band is how funding is worked out; what Section F says is secured whatever the band (CFA 2014 s42; Hackney, 12 April
2019). So where the money goes down and the plan stays as it is, somebody has to say line by line what the setting needs
and how it stays secured, before anybody signs. A line changes only where the plan is amended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.panel.ops import ProvisionLine, SectionFChecked

Lower = Literal["in_force", "indicated", "no_band"]
LOWER: dict[Lower, str] = {
    "in_force": QT_TRANSLATE_NOOP("panel", "lower than the band in force"),
    "indicated": QT_TRANSLATE_NOOP("panel", "lower than the indicated band"),
    "no_band": QT_TRANSLATE_NOOP("panel", "no band of the matrix"),
}
AMENDS = "amend"  # the one outcome by which Section F changes: the law has no other way (SI 2014/1530 reg 22)


class SectionFOpenError(RefusedError):
    """The band is LOWER_THAN something while the plan stays as it is, and COUNT lines are not answered in full."""

    code = "DE-02"
    message = QT_TRANSLATE_NOOP("errors", "The band is {lower} and Section F stays as it is: {count} lines are open.")
    kept = QT_TRANSLATE_NOOP("errors", "Section F stays as the plan has it. Your words are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say for each line what the setting needs and how it stays secured, then go on.")
    lower_than: tuple[Lower, ...]
    lower: str
    count: int

    def __init__(self, lower_than: tuple[Lower, ...], count: int) -> None:
        super().__init__(lower_than=lower_than, lower=" and ".join(LOWER[one] for one in lower_than), count=count)


class LineChangeError(InvalidError):
    """LINE changes without an amended plan, without its new words, or goes without a word on why."""

    code = "DE-03"
    message = QT_TRANSLATE_NOOP("errors", "This line of Section F can't change so: {line}")
    kept = QT_TRANSLATE_NOOP("errors", "Your answers are kept on the screen; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose “Amend the plan”, and say what the line becomes or why it goes.")
    line: str


def lower_than(
    ladder: Sequence[str], band: str | None, *, in_force: str | None, indicated: str | None
) -> tuple[Lower, ...]:
    """Return what BAND is lower than on LADDER (lowest first): the band in force, the indicated one, both or neither.

    No band at all is said as such. A band that the ladder does not know compares with nothing.

    >>> lower_than(("B1", "B2", "B3"), "B1", in_force="B2", indicated="B1")
    ('in_force',)
    """
    if band is None:
        return ("no_band",)
    if band not in ladder:
        return ()
    at = ladder.index(band)
    others: tuple[tuple[Lower, str | None], ...] = (("in_force", in_force), ("indicated", indicated))
    return tuple(name for name, other in others if other in ladder and at < ladder.index(other))


def is_changed(lines: Iterable[ProvisionLine]) -> bool:
    """Return whether any line of Section F changes or goes."""
    return any(line.change != "kept" for line in lines)


def is_answered(line: ProvisionLine, words: str, *, in_full: bool) -> bool:
    """Return whether somebody said how LINE stays secured; IN_FULL also what the setting says that it needs.

    A line that is not secured is answered by WORDS on what follows. One that goes needs no securing.
    """
    if line.change == "removed":
        return True
    says = bool(line.setting_says.strip()) or not in_full
    return says and (bool(line.secured_by.strip()) if line.secured else bool(words.strip()))


def unanswered(
    lines: Sequence[ProvisionLine], words: str, provision: Sequence[str], *, in_full: bool
) -> tuple[str, ...]:
    """Return the lines still to answer: those of the plan (PROVISION) and those given, in order."""
    answered = {line.provision for line in lines if is_answered(line, words, in_full=in_full)}
    wanted = dict.fromkeys((*provision, *(line.provision for line in lines)))
    return tuple(line for line in wanted if line not in answered)


def require_lines(lines: Iterable[ProvisionLine], outcome: str) -> None:
    """Check that lines change by an amended plan alone. Raises LineChangeError."""
    for line in lines:
        if line.change == "kept":
            continue
        said = line.becomes.strip() if line.change == "changed" else line.secured_by.strip()
        if outcome != AMENDS or not said:
            raise LineChangeError(line=line.provision)


def require_covered(check: SectionFChecked | None, provision: Sequence[str], lower: tuple[Lower, ...]) -> None:
    """Check that CHECK is enough for a band that is LOWER than something. Raises SectionFOpenError.

    Where the band is lower than nothing, or the plan changes with it, the ordinary check is enough. Where no line of
    Section F is on record, words say how the plan's provision stays secured.
    """
    if not lower or (check is not None and is_changed(check.lines)):
        return
    if check is None:
        raise SectionFOpenError(lower, max(1, len(provision)))
    left = unanswered(check.lines, check.words, provision, in_full=True)
    if left or not (check.lines or check.words):
        raise SectionFOpenError(lower, max(1, len(left)))
