"""The words of the simulation: handles, their values, what was tried, and the order in which things are worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk import charts
from bandingdesk.ui import text

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.whatif.scenario import Change, Explored
    from bandingdesk.ui.workspaces.frameworks.simulate_view_model import Loaded
    from bandingdesk.ui.workspaces.frameworks.simulating import Bench, Key, Values

_PERIODS = {"year": "a year", "term": "a term", "week": "a week", "one_off": "once"}


def tr(words: str, count: int = -1) -> str:
    """Return WORDS in the person's language."""
    return QCoreApplication.translate("simulate", words, "", count)


def fill(words: str, **fields: object) -> str:
    """Return WORDS translated, each {name} filled in."""
    made = tr(words)
    for name, value in fields.items():
        made = made.replace(f"{{{name}}}", str(value))
    return made


def name(key: Key, framework: Framework) -> str:
    """Return what a handle moves."""
    match key.kind:
        case "threshold":
            return fill(QCoreApplication.translate("simulate", "{band} begins at"), band=framework.band(key.of).name)
        case "points":
            level = framework.strand(key.of).level(key.level)
            said = QCoreApplication.translate("simulate", "Level {level}")
            named = QCoreApplication.translate("simulate", "Level {level}: {name}")
            return fill(named if level.name else said, level=key.level, name=level.name or "")
        case "weight":
            return QCoreApplication.translate("simulate", "Weight: how often it counts")
        case "uplift":
            return QCoreApplication.translate("simulate", "All amounts up or down")
        case "flat":
            words = QCoreApplication.translate("simulate", "{band}, for each child")
            return fill(words, band=framework.band(key.of).name)


def full_name(key: Key, framework: Framework) -> str:
    """Return what a handle moves, where nothing around it says of which strand."""
    if key.kind == "points":
        words = QCoreApplication.translate("simulate", "Points of {strand}, level {level}")
        return fill(words, strand=framework.strand(key.of).name, level=key.level)
    if key.kind == "weight":
        return fill(QCoreApplication.translate("simulate", "Weight of {strand}"), strand=framework.strand(key.of).name)
    return name(key, framework)


def value(key: Key, at: int) -> str:
    """Return a value of a handle: '98 points', '+2.5 %', '£500 more'."""
    match key.kind:
        case "threshold" | "points":
            if at < 0:
                return fill(QCoreApplication.translate("simulate", "{n} points"), n=f"−{-at}")
            return QCoreApplication.translate("simulate", "%n points", "", at)
        case "weight":
            return fill(QCoreApplication.translate("simulate", "{n} times"), n=at)
        case "uplift":
            return percent(at)
        case "flat":
            return text.money_change(at)


def percent(millionths: int) -> str:
    """Return millionths as a percentage with its sign.

    >>> percent(25_000), percent(-1_500), percent(0)
    ('+2.5 %', '−0.15 %', '0 %')
    """
    sign = "+" if millionths > 0 else "−" if millionths < 0 else ""
    whole, rest = divmod(abs(millionths), 10_000)
    decimals = f"{rest:04d}".rstrip("0")
    return f"{sign}{whole}{'.' + decimals if decimals else ''} %"


def step(key: Key, before: int, after: int, framework: Framework) -> str:
    """Return a move of a handle, as Undo names it."""
    return f"{full_name(key, framework)}: {value(key, before)} → {value(key, after)}"


def money(pence: int, period: str) -> str:
    """Return an amount with its period."""
    return f"{charts.amount_words(pence, 'pence')} {period_words(period)}".strip()


def period_words(period: str) -> str:
    """Return a tariff's period."""
    return tr(_PERIODS[period]) if period in _PERIODS else ""


def left_out(loaded: Loaded) -> str:
    """Return who is not in the figures, or only in part."""
    bench = loaded.bench
    missing = bench.left_out + loaded.not_taken
    held = len(bench.held.caseload) if bench.held is not None else 0
    said = []
    if held:
        words = QCoreApplication.translate(
            "simulate", "{n} cases have a band and no levels: amounts move for them, rules do not."
        )
        said.append(words.replace("{n}", text.count(held)))
    if missing:
        words = QCoreApplication.translate("simulate", "{n} cases can’t be scored and are not counted.")
        said.append(words.replace("{n}", text.count(missing)))
    return " ".join(said)


def entry(one: Explored, bench: Bench) -> str:
    """Return an entry of the log: when, what was tried, what it came to, and its mark."""
    tried = "; ".join(_tried(change, bench) for change in one.changes)
    period = bench.tariff.period if bench.tariff is not None else ""
    said = f"{text.time(one.at)} · {tried} · {money(one.pence, period)}"
    if one.sought is None:
        return said
    mark = QCoreApplication.translate("simulate", "Looked for to meet {budget}: not a statement of need.")
    return f"{said}. {fill(mark, budget=money(one.sought.budget, period))}"


def _tried(change: Change, bench: Bench) -> str:
    """Return one change of an entry; what a draft no longer holds is named by its id."""
    from bandingdesk.matrix.whatif import scenario
    from bandingdesk.ui.workspaces.frameworks import simulating

    key, at = simulating.place(change)
    named = full_name(key, bench.framework) if key in bench.handles else scenario.named(change)
    return f"{named}: {value(key, at)}"


def order(bench: Bench, values: Values) -> list[str]:
    """Return the order in which a position is worked out, what was moved named where it acts."""
    framework, tariff = bench.framework, bench.tariff
    moved = bench.moved(values)

    def told(*kinds: str) -> str:
        own = [step(key, bench.handles[key].now, at, framework) for key, at in moved.items() if key.kind in kinds]
        return f" {'; '.join(own)}." if own else ""

    say = QCoreApplication.translate
    found = [
        say("simulate", "The levels of each child, as they were agreed."),
        say("simulate", "Points by level, times the strand’s weight.") + told("points", "weight"),
        say("simulate", "Caps on groups of strands, then additions."),
        say("simulate", "The band by the scheme’s own decision.") + told("threshold"),
        say("simulate", "Moves, floors, caps and guards of the band."),
    ]
    if tariff is None:
        return found
    year = fill(
        say("simulate", "The amount of the band in the tariff for {year}, by setting and phase."), year=tariff.year
    )
    how, to = bench.rounding()
    rounding = fill(
        say("simulate", "The uplift of all amounts, rounded {how} to {to}."),
        how=how.replace("_", " "),
        to=charts.amount_words(to, "pence") if to >= 100 else fill(say("simulate", "{n} p"), n=to),
    )
    found += [year, rounding + told("uplift")]
    found += [say("simulate", "A flat sum on top, band by band.") + told("flat")]
    for part, words in (
        (tariff.addons, say("simulate", "Add-ons.")),
        (tariff.deduct, say("simulate", "What the setting meets first is taken off.")),
        (tariff.caps or tariff.floors, say("simulate", "Caps and floors of the amount.")),
        (tariff.proration, say("simulate", "The part of the full amount that is paid.")),
    ):
        if part:
            found.append(words)
    return found
