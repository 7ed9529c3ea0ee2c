"""Charts of a what-if and of a comparison: the band mix before and after, £ by setting or phase, who moves.

A count below 6 is hidden, and so is an amount beside it. Sentences are templates that the screen translates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bandingdesk import charts
from bandingdesk.charts import Chart, Series
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.movement import INTERVAL, NOT_SCORED, Movement, Share
from bandingdesk.matrix.whatif.totals import NOT_GIVEN, REFERRED, REFUSED, Movers, Totals

Translate = Callable[[str], str]

BAND = QT_TRANSLATE_NOOP("charts", "Band")
SETTING = QT_TRANSLATE_NOOP("charts", "Setting")
PHASE = QT_TRANSLATE_NOOP("charts", "Phase")
BANDS_MOVED = QT_TRANSLATE_NOOP("charts", "Bands moved")
CHILDREN = QT_TRANSLATE_NOOP("charts", "Children and young people")
LEFT_TO_PEOPLE = {
    REFERRED: QT_TRANSLATE_NOOP("charts", "Left to people"),
    REFUSED: QT_TRANSLATE_NOOP("charts", "Refused by a guard"),
    INTERVAL: QT_TRANSLATE_NOOP("charts", "A range of bands"),
    NOT_SCORED: QT_TRANSLATE_NOOP("charts", "Can’t be scored"),
}
NOT_SAID = QT_TRANSLATE_NOOP("charts", "not given")
SAME_BANDS = QT_TRANSLATE_NOOP("charts", "No band grows or shrinks.")
MOST_CHANGE = QT_TRANSLATE_NOOP("charts", "{band} changes most, from {before} to {after}.")
SAME_SUM = QT_TRANSLATE_NOOP("charts", "The total stays at {after}.")
RISES = QT_TRANSLATE_NOOP("charts", "The total rises by {change}, to {after}.")
FALLS = QT_TRANSLATE_NOOP("charts", "The total falls by {change}, to {after}.")
NOBODY_MOVES = QT_TRANSLATE_NOOP("charts", "Nobody changes band.")
SOME_MOVE = QT_TRANSLATE_NOOP("charts", "{up} move to a higher band, {down} to a lower one.")
NOBODY_WINS = QT_TRANSLATE_NOOP("charts", "Nobody gains or loses.")
SOME_WIN = QT_TRANSLATE_NOOP("charts", "{winners} gain and {losers} lose.")
GAIN = QT_TRANSLATE_NOOP("charts", "gain")
LOSE = QT_TRANSLATE_NOOP("charts", "lose")
STAYS = QT_TRANSLATE_NOOP("charts", "same")
HIGHER = QT_TRANSLATE_NOOP("charts", "{n} higher")
LOWER = QT_TRANSLATE_NOOP("charts", "{n} lower")
UNPRICED = QT_TRANSLATE_NOOP("charts", "Children without an amount are not in these sums.")
PERIODS = {
    "year": QT_TRANSLATE_NOOP("charts", "£ a year"),
    "term": QT_TRANSLATE_NOOP("charts", "£ a term"),
    "week": QT_TRANSLATE_NOOP("charts", "£ a week"),
    "one_off": QT_TRANSLATE_NOOP("charts", "£ once"),
}


class About(NamedTuple):
    """What stands behind a chart: period, version, source; and what its two sides are called."""

    before: str
    after: str
    period: str = ""
    version: str = ""
    source: str = ""


class Names:
    """Bands, settings and phases in a council's own words. VALUES adds what only the other version names."""

    def __init__(self, framework: Framework, other: Framework | None = None, translate: Translate = str) -> None:
        self.translate = translate
        known = (other, framework) if other is not None else (framework,)
        self._bands = {band.id: band.name for each in known for band in each.bands}
        self._bands |= {id_: translate(words) for id_, words in LEFT_TO_PEOPLE.items()}
        self._values: dict[tuple[str, str], str] = {}
        for each in known:
            for context in each.contexts:
                self._values |= {(context.id, value): context.label(value) for value in context.values}

    def band(self, id_: str) -> str:
        """Return the name of a band, or of what stands in its place."""
        return self._bands.get(id_, id_)

    def context(self, id_: str) -> str:
        """Return what settings and phases are called."""
        return self.translate({"setting": SETTING, "phase": PHASE}.get(id_, id_))

    def value(self, context: str, value: str) -> str:
        """Return a setting, phase or other value, with a capital letter."""
        found = self._values.get((context, value), value) if value != NOT_GIVEN else self.translate(NOT_SAID)
        return found[:1].upper() + found[1:]


def band_mix(before: Totals, after: Totals, names: Names, about: About) -> Chart:
    """Return the children in each band before and after; a row that nobody is in on either side is left out."""
    old, new = (each.by_band()[:, 0].tolist() for each in (before, after))
    kept = [n for n, row in enumerate(before.axes.rows) if row in names_of_bands(before) or old[n] or new[n]]
    across = tuple(names.band(before.axes.rows[n]) for n in kept)
    series = (
        charts.counted(about.before, [old[n] for n in kept]),
        charts.counted(about.after, [new[n] for n in kept]),
    )
    return Chart(
        "bars", _mix_title(across, series, names.translate), "count", names.translate(BAND), across, series,
        before.children, about.period, about.version, about.source,
    )  # fmt: skip


def names_of_bands(totals: Totals) -> tuple[str, ...]:
    """Return the rows of TOTALS that are bands."""
    return tuple(row for row in totals.axes.rows if row not in (REFERRED, REFUSED))


def pence_by(context: str, before: Totals, after: Totals, names: Names, about: About) -> Chart:
    """Return the pence of each setting or phase before and after, hidden where a count behind it is."""
    values = before.axes.settings if context == "setting" else before.axes.phases
    old, new = (each.by_setting() if context == "setting" else each.by_phase() for each in (before, after))
    counts = old[:, 0].tolist()
    across = tuple(names.value(context, value) for value in values)
    series = (
        charts.amounts(about.before, old[:, 1].tolist(), counts),
        charts.amounts(about.after, new[:, 1].tolist(), counts),
    )
    some = bool(before.unpriced.any() or after.unpriced.any())
    return Chart(
        "bars", sum_title(before.total, after.total, names.translate), "pence", names.context(context), across, series,
        before.children, about.period, about.version, about.source,
        note=names.translate(UNPRICED) if some else "",
    )  # fmt: skip


def moves(movers: Movers, n: int, names: Names, about: About) -> Chart:
    """Return how many children move how many bands, of N in all. Who is left to people moves no number of bands."""
    bands = len(movers.axes.rows) - 2
    cells = movers.transitions.tolist()
    steps: dict[int, int] = {}
    for was in range(bands):
        for now in range(bands):
            steps[now - was] = steps.get(now - was, 0) + cells[was][now]
    return moved(steps, n, names.translate, about)


def swings(movers: Movers, n: int, names: Names, about: About) -> Chart:
    """Return how many gain and how many lose in each setting."""
    rows = [(names.value("setting", one.name), one.winners, one.losers) for one in movers.by.get("setting", ())]
    return _gains(rows, movers.whole.winners, movers.whole.losers, n, names, about)


def moved(steps: Mapping[int, int], n: int, translate: Translate, about: About) -> Chart:
    """Return a column for each number of bands moved, down to up, in STEPS."""
    far = max((abs(step) for step, count in steps.items() if count), default=0)
    places = range(-max(far, 2), max(far, 2) + 1)
    counts = [steps.get(place, 0) for place in places]
    across = tuple(_step_words(place, translate) for place in places)
    return Chart(
        "columns", _moves_title(steps, translate), "count", translate(BANDS_MOVED), across,
        (charts.counted(translate(CHILDREN), counts),), n, about.period, about.version, about.source,
    )  # fmt: skip


def transitions(
    cells: Mapping[tuple[str, str], int], before: Sequence[str], after: Sequence[str], names: Names, about: About
) -> Chart:
    """Return the grid of children by band before (down) and after (across); empty ends are left out."""
    down = [band for band in before if any(cells.get((band, other)) for other in after)]
    across = [band for band in after if any(cells.get((other, band)) for other in before)]
    rows = [(names.band(was), [cells.get((was, now), 0) for now in across]) for was in down]
    ranks = {band: n for n, band in enumerate(dict.fromkeys((*before, *after)))}
    steps: dict[int, int] = {}
    for (was, now), count in cells.items():
        if not {was, now} & LEFT_TO_PEOPLE.keys():
            step = ranks[now] - ranks[was]
            steps[step] = steps.get(step, 0) + count
    return Chart(
        "grid", _moves_title(steps, names.translate), "count", about.after, tuple(names.band(now) for now in across),
        charts.counted_grid(rows) if rows else (), sum(cells.values()), about.period, about.version, about.source,
        series_name=about.before,
    )  # fmt: skip


def grid_of(movement: Movement, old: Framework, new: Framework, names: Names, about: About) -> Chart:
    """Return the transition grid of a caseload under two versions."""
    others = tuple(LEFT_TO_PEOPLE)
    before, after = (tuple(band.id for band in each.ladder()) + others for each in (old, new))
    return transitions(movement.transitions, before, after, names, about)


def shares(context: str, found: Sequence[Share], whole: Share, names: Names, about: About) -> Chart:
    """Return old and new pence of each setting or phase of a comparison."""
    counts = [share.cases for share in found]
    series = (
        charts.amounts(about.before, [share.old for share in found], counts),
        charts.amounts(about.after, [share.new for share in found], counts),
    )
    return Chart(
        "bars", sum_title(whole.old, whole.new, names.translate), "pence", names.context(context),
        tuple(names.value(context, share.name) for share in found), series, whole.cases,
        about.period, about.version, about.source,
    )  # fmt: skip


def gains(found: Sequence[Share], whole: Share, names: Names, about: About) -> Chart:
    """Return how many gain and how many lose in each setting of a comparison."""
    rows = [(names.value("setting", share.name), share.gainers, share.losers) for share in found]
    return _gains(rows, whole.gainers, whole.losers, whole.cases, names, about)


def sum_title(before: int, after: int, translate: Translate = str) -> str:
    """Return what becomes of a total, in a sentence."""
    template = SAME_SUM if before == after else RISES if after > before else FALLS
    change, sum_ = (charts.amount_words(each, "pence") for each in (abs(after - before), after))
    return translate(template).format(change=change, after=sum_)


def _gains(
    rows: Sequence[tuple[str, int, int]], winners: int, losers: int, n: int, names: Names, about: About
) -> Chart:
    say = names.translate
    title = say(NOBODY_WINS)
    if winners or losers:
        title = say(SOME_WIN).format(winners=_hidden(winners, say), losers=_hidden(losers, say))
    series = (
        charts.counted(say(GAIN), [gain for _, gain, _ in rows]),
        charts.counted(say(LOSE), [lose for _, _, lose in rows]),
    )
    return Chart(
        "bars", title[:1].upper() + title[1:], "count", say(SETTING), tuple(name for name, _, _ in rows), series, n,
        about.period, about.version, about.source,
    )  # fmt: skip


def _mix_title(across: Sequence[str], series: Sequence[Series], translate: Translate) -> str:
    pairs = [
        (abs(new.amount - old.amount), name, old.amount, new.amount)
        for name, old, new in zip(across, series[0].points, series[1].points, strict=True)
        if old.amount is not None and new.amount is not None
    ]
    most = max(pairs, key=lambda pair: pair[0], default=None)
    if most is None or not most[0]:
        return translate(SAME_BANDS)
    _, band, before, after = most
    return translate(MOST_CHANGE).format(band=band, before=f"{before:,}", after=f"{after:,}")


def _moves_title(steps: Mapping[int, int], translate: Translate) -> str:
    up = sum(count for step, count in steps.items() if step > 0)
    down = sum(count for step, count in steps.items() if step < 0)
    if not up and not down:
        return translate(NOBODY_MOVES)
    said = [
        translate(charts.FEWER).format(number=charts.SMALL) if 0 < n < charts.SMALL else f"{n:,}" for n in (up, down)
    ]
    words = translate(SOME_MOVE).format(up=said[0], down=said[1])
    return words[:1].upper() + words[1:]


def _hidden(count: int, translate: Translate) -> str:
    """Return a count in words, a small one hidden."""
    if 0 < count < charts.SMALL:
        return translate(charts.FEWER).format(number=charts.SMALL)
    return f"{count:,}"


def _step_words(step: int, translate: Translate) -> str:
    if step == 0:
        return translate(STAYS)
    return translate(HIGHER if step > 0 else LOWER).format(n=abs(step))
