"""The words of the ledger: hours, how often, cost, elements 1 to 3, a shortfall, the doubts of a pasted line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.provision import reckon
from bandingdesk.casework.provision.ledger import FIELDS
from bandingdesk.casework.provision.ops import Line, Per
from bandingdesk.casework.provision.rates import Rates
from bandingdesk.casework.provision.reading import ASSUMED, DOUBTS, Doubt, ReadLine
from bandingdesk.casework.provision.reckon import Total, Worth
from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.store.queries.provision import BandRow
from bandingdesk.ui import text


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("provision", words, "", count)


def pers() -> list[tuple[Per, str]]:
    """Return each way of saying how often, with its words."""
    return [
        ("day", _tr("a school day")),
        ("week", _tr("a week")),
        ("fortnight", _tr("a fortnight")),
        ("half_term", _tr("a half term")),
        ("term", _tr("a term")),
        ("year", _tr("a year")),
    ]


def length(minutes: int) -> str:
    """Return a length of time: "20 minutes", "15 hours", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [_tr("%n hours", hours)] if hours else []
    return " ".join([*parts, _tr("%n minutes", rest)] if rest or not hours else parts)


def time(line: Line) -> str:
    """Return how long and how often a line is."""
    if not line.minutes:
        return _tr("no time named")
    often = dict(pers())[line.per]
    if line.times == 1:
        return f"{length(line.minutes)} {often}"
    said = _tr("{length}, %n times {often}", line.times)
    return said.replace("{length}", length(line.minutes)).replace("{often}", often)


def group(size: int) -> str:
    """Return the size of a group."""
    return _tr("alone") if size == 1 else _tr("group of %n", size)


def faults(names: tuple[str, ...]) -> str:
    """Return the fields that are open as a list: "who gives it and minutes at a time"."""
    return text.listed(list(dict.fromkeys(_tr(FIELDS[name]) for name in names)))


def hours(total: Total) -> str:
    """Return the hours of a week: what the child receives, and the part that is the child's alone."""
    said = _tr("{weekly} hours of provision in a week. {share} hours of staff time are for this child alone.")
    return said.replace("{weekly}", reckon.hours(total.weekly)).replace("{share}", reckon.hours(total.share))


def worth(found: Worth) -> str:
    """Return what a line costs."""
    return text.money(found.pence, "") if found.pence is not None else _tr("no cost")


def cost(total: Total, rates: Rates, to_fill_in: int) -> str:
    """Return what the ledger costs a year, how many lines have no cost, and how many do not count yet."""
    if not rates.roles:
        return _tr("Your council has adopted no rates, so the cost is not worked out.")
    if to_fill_in:
        return _tr("%n lines are still to fill in and do not count yet.", to_fill_in)
    said = _tr("The lines cost {money}.").replace("{money}", text.money(total.pence))
    if total.uncosted:
        said += " " + _tr("%n lines have no cost.", total.uncosted)
    return said


def beside(found: BandRow | None) -> str:
    """Return elements 1 to 3 of the band beside the ledger, or why there are none."""
    if found is None:
        return _tr("No band is decided or on your council’s list that you may see, so nothing is compared.")
    source = {
        "decided": _tr("Decided: {band}."),
        "proposed": _tr("The panel’s proposal: {band}."),
        "list": _tr("On your council’s list: {band}."),
    }[found.source].replace("{band}", found.band)
    if found.elements is None:
        return f"{source} " + _tr("Its amount, or element 1 or 2, is not on record. Nothing is compared.")
    one, two, three = (text.money(pence, "") for pence in found.elements)
    said = _tr("Elements 1 to 3: {one} + {two} + {three} = {all}.")
    said = said.replace("{one}", one).replace("{two}", two).replace("{three}", three)
    return f"{source} {said.replace('{all}', text.money(found.elements.pence))}"


def shortfall(found: Shortfall) -> str:
    """Return what is not covered, or that all is."""
    if not found.pence:
        return _tr("Elements 1 to 3 of {band} cover these lines.").replace("{band}", found.band)
    said = _tr("Section F costs {money} more than elements 1 to 3 of {band}.")
    return said.replace("{money}", text.money(found.pence)).replace("{band}", found.band)


def rounding(rates: Rates) -> str:
    """Return how the figures are made."""
    said = _tr("A line costs minutes ÷ group × how often × weeks × the rate, rounded to the nearest penny, halves up.")
    if rates.starts is None:
        return said
    return f"{said} " + _tr("Your council’s rates of {day}.").replace("{day}", text.day_bare(rates.starts))


def doubt(found: Doubt) -> str:
    """Return a doubt of a pasted line in words."""

    return _tr(DOUBTS[found.code]).replace("{words}", found.words)


def read_line(found: ReadLine, rates: Rates) -> str:
    """Return how a pasted line was understood, in one line."""
    line = found.line
    if any(one.code in ("head", "most") for one in found.doubts):
        return ""
    said = [line.what or "…"]
    if line.minutes or line.role:
        said += [rates.title(line.role) or "…", time(line) if line.minutes else "…"]
        said += [group(line.group) if line.group else "…"]
        said += [_tr("%n weeks a year", line.weeks) if line.weeks else "…"]
    return " · ".join(said)


def is_open(found: Doubt) -> bool:
    """Return whether a doubt leaves a field for a person to fill."""
    return found.code not in ASSUMED
