"""A chart as one frozen value: what it says, its figures, and what stands behind them. Nothing here draws.

The screen paints it, files hold its picture, and its table is the form that can be read aloud and copied. Amounts are
integers: children, or pence. A count from 1 to 5 is never told, and neither is what would give it away by subtraction.
Source of the rules: docs, user experience, 4.2; small counts: GSS practice on disclosure control in tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bandingdesk.errors import QT_TRANSLATE_NOOP

Kind = Literal["bars", "stack", "columns", "grid"]
Unit = Literal["count", "pence"]
Translate = Callable[[str], str]
Figure = str | int | Decimal | None

SMALL = 6  # a count from 1 up to, not including, this one is hidden
MOST_SERIES = 6
_MILLION = 100_000_000  # pence

FEWER = QT_TRANSLATE_NOOP("charts", "fewer than {number}")
HIDDEN = QT_TRANSLATE_NOOP("charts", "not shown")
MORE, LESS, SAME = (
    QT_TRANSLATE_NOOP("charts", "{amount} more"),
    QT_TRANSLATE_NOOP("charts", "{amount} less"),
    QT_TRANSLATE_NOOP("charts", "no change"),
)
COUNTED = QT_TRANSLATE_NOOP("charts", "{number} children and young people")
MILLIONS = QT_TRANSLATE_NOOP("charts", "£{amount}m")
BETWEEN = QT_TRANSLATE_NOOP("charts", "{amount}, from {low} to {high}")
AMOUNT_IN_POUNDS = QT_TRANSLATE_NOOP("charts", "Amounts are in pounds.")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure, with the ends of its interval where it has one. AMOUNT is None where it is hidden.

    SMALL says that it is hidden because it is a count from 1 to 5; otherwise it would give such a count away.
    """

    amount: int | None
    low: int | None = None
    high: int | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of figures, one for each place across."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """TITLE is the answer in a sentence. ACROSS names the places of every series, ACROSS_NAME what they are.

    Kinds: `bars` lie side by side under each place, `stack` adds the series up in one bar a place, `columns` of one
    series stand, `grid` has a row for each series and a cell for each place. `change` reads amounts as more and less;
    `ranked` says that the parts of a stack are bands, the lowest first. The axis reaches at least from `floor` to
    `reach`, so that it stands still while a handle moves. N, PERIOD, VERSION and SOURCE are told below every picture;
    NOTE is what the figures can't tell.
    """

    kind: Kind
    title: str
    unit: Unit
    across_name: str
    across: tuple[str, ...]
    series: tuple[Series, ...]
    n: int
    period: str = ""
    version: str = ""
    source: str = ""
    note: str = ""
    series_name: str = ""
    change: bool = False
    ranked: bool = False
    reach: int = 0
    floor: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError where the figures don't fit the places, or where there are too many series to tell apart."""
        if any(len(series.points) != len(self.across) for series in self.series):
            raise ValueError("a series has not one figure for each place")
        if len(self.series) > {"bars": MOST_SERIES, "columns": 1}.get(self.kind, len(self.series)):
            raise ValueError(f"{len(self.series)} series can't be told apart")

    @property
    def lowest(self) -> int:
        """Return where the axis ends at the low side: 0, or the lowest figure below it."""
        return min((0, self.floor, *(point for point in self._ends())))

    @property
    def highest(self) -> int:
        """Return where the axis ends at the high side; of a stack, the longest bar."""
        if self.kind == "stack":
            sums = (sum(series.points[n].amount or 0 for series in self.series) for n in range(len(self.across)))
            return max((0, self.reach, *sums))
        return max((0, self.reach, *(point for point in self._ends())))

    def _ends(self) -> list[int]:
        points = [point for series in self.series for point in series.points]
        return [end for point in points for end in (point.amount, point.low, point.high) if end is not None]


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as words, for those who read rather than look."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """Return the table as lines of words parted by tabs, as spreadsheets paste them."""
        return "\n".join("\t".join(row) for row in (self.headings, *self.rows))


def table(chart: Chart, translate: Translate = str) -> Table:
    """Return CHART's table: a row for each place; of a grid, a row for each series."""
    if chart.kind == "grid":
        rows = tuple((one.name, *(words(chart, point, translate) for point in one.points)) for one in chart.series)
        return Table((chart.series_name, *chart.across), rows)
    rows = tuple(
        (place, *(words(chart, series.points[n], translate) for series in chart.series))
        for n, place in enumerate(chart.across)
    )
    return Table((chart.across_name, *(series.name for series in chart.series)), rows)


def figures(chart: Chart, translate: Translate = str) -> list[list[Figure]]:
    """Return CHART for a workbook: its sentence, what stands behind it, then the table with numbers as numbers."""
    told = table(chart, translate)
    points = [list(one.points) for one in chart.series]
    if chart.kind != "grid":
        points = [list(row) for row in zip(*points, strict=True)]
    lines: list[list[Figure]] = [[chart.title], [behind(chart, translate)]]
    if chart.unit == "pence":
        lines.append([translate(AMOUNT_IN_POUNDS)])
    lines += [[], list(told.headings)]
    for row, own in zip(told.rows, points, strict=True):
        lines.append([row[0], *(_figure(chart, point, told_as) for point, told_as in zip(own, row[1:], strict=True))])
    return [*lines, [], [chart.note]] if chart.note else lines


def _figure(chart: Chart, point: Point, told_as: str) -> Figure:
    if point.amount is None or point.low is not None:
        return told_as
    return Decimal(point.amount) / 100 if chart.unit == "pence" else point.amount


def behind(chart: Chart, translate: Translate = str) -> str:
    """Return what stands behind the figures: how many, when, which version, from where."""
    counted = translate(COUNTED).format(number=f"{chart.n:,}")
    return " · ".join(part for part in (counted, chart.period, chart.version, chart.source) if part)


def sentence(chart: Chart, translate: Translate = str) -> str:
    """Return the whole fact in words, for those who hear it: the title, every figure, what stands behind."""
    told = table(chart, translate)
    if chart.kind == "grid":  # a cell that nobody is in says nothing
        rows = [_heard(row, told.headings, skip="0") for row in told.rows]
    else:
        rows = [_heard(row, told.headings) for row in told.rows]
    return " ".join(part for part in (chart.title, *rows, f"{behind(chart, translate)}.", chart.note) if part)


def _heard(row: Sequence[str], headings: Sequence[str], skip: str | None = None) -> str:
    pairs = [(name, value) for name, value in zip(headings[1:], row[1:], strict=True) if value != skip]
    if len(headings) == 2:
        return f"{row[0]}: {row[1]}."
    return f"{row[0]}: {', '.join(f'{name} {value}' for name, value in pairs)}." if pairs else ""


def words(chart: Chart, point: Point, translate: Translate = str) -> str:
    """Return POINT of CHART in words, with its interval where it has one."""
    if point.amount is None:
        return translate(FEWER).format(number=SMALL) if point.small else translate(HIDDEN)
    told = amount_words(point.amount, chart.unit, change=chart.change, translate=translate)
    if point.low is None or point.high is None:
        return told
    low, high = (amount_words(end, chart.unit, translate=translate) for end in (point.low, point.high))
    return translate(BETWEEN).format(amount=told, low=low, high=high)


def amount_words(amount: int, unit: Unit, *, change: bool = False, translate: Translate = str) -> str:
    """Return an amount as it is read; pence only if there are any. A CHANGE is told as more or less.

    >>> amount_words(1_095_000, "pence"), amount_words(-149_450, "pence", change=True)
    ('£10,950', '£1,494.50 less')
    """
    size = abs(amount)
    told = f"{size:,}" if unit == "count" else f"£{size // 100:,}" + (f".{size % 100:02d}" if size % 100 else "")
    if not change:
        return f"−{told}" if amount < 0 else told
    if amount == 0:
        return translate(SAME)
    return translate(MORE if amount > 0 else LESS).format(amount=told)


def axis_words(amount: int, unit: Unit, translate: Translate = str) -> str:
    """Return a mark of the axis, millions of pounds in short.

    >>> axis_words(250_000_000, "pence"), axis_words(1500, "count")
    ('£2.5m', '1,500')
    """
    size = abs(amount)
    if unit == "count" or size < _MILLION:
        return amount_words(amount, unit)
    whole, tenths = divmod(size * 10 // _MILLION, 10)
    told = translate(MILLIONS).format(amount=f"{whole:,}.{tenths}" if tenths else f"{whole:,}")
    return f"−{told}" if amount < 0 else told


def marks(lowest: int, highest: int, most: int = 5) -> tuple[int, ...]:
    """Return round marks from at or below LOWEST to at or above HIGHEST, 0 among them, about MOST of them.

    Steps are 1, 2 or 5 times a power of ten.

    >>> marks(0, 87)
    (0, 20, 40, 60, 80, 100)
    >>> marks(-30, 60, 3)
    (-50, 0, 50, 100)
    """
    if lowest > 0 or highest < 0:
        raise ValueError("the axis of a bar starts at zero")
    span = max(highest - lowest, 1)
    power = 1
    while power * 10 * most < span:
        power *= 10
    step = next(power * each for each in (1, 2, 5, 10) if power * each * most >= span)
    return tuple(step * n for n in range(lowest // step, max(-(-highest // step), 1) + 1))


def hide_small(counts: Sequence[Sequence[int]]) -> list[list[bool]]:
    """Return which of COUNTS are hidden, where the sums of rows and columns are known.

    Counts from 1 to 5 are hidden; then, while a row or a column has one hidden count alone, its next smallest one too,
    so that no hidden count follows by subtraction. Where all others are nought there is none: the sum of that line is
    the hidden count itself, and hidden where it is told. A single line of counts is one row.
    """
    hidden = [[0 < count < SMALL for count in row] for row in counts]
    lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(counts)]
    if len(counts) > 1:
        lines += [[(r, c) for r in range(len(counts))] for c in range(len(counts[0]))]
    changed = True
    while changed:
        changed = False
        for line in lines:
            shown = [(counts[r][c], r, c) for r, c in line if counts[r][c] and not hidden[r][c]]
            if sum(hidden[r][c] for r, c in line) == 1 and shown:
                _, r, c = min(shown)
                hidden[r][c] = changed = True
    return hidden


def counted(name: str, counts: Sequence[int]) -> Series:
    """Return a series of counts whose sum is known: small ones are hidden, and what gives them away."""
    return _counted(name, counts, hide_small([counts])[0])


def counted_grid(rows: Sequence[tuple[str, Sequence[int]]]) -> tuple[Series, ...]:
    """Return the rows of a grid whose sums down and across are known."""
    hidden = hide_small([counts for _, counts in rows])
    return tuple(_counted(name, counts, own) for (name, counts), own in zip(rows, hidden, strict=True))


def amounts(name: str, pence: Sequence[int], counts: Sequence[int]) -> Series:
    """Return a series of amounts, hidden where the COUNTS of children behind them are."""
    hidden = hide_small([counts])[0]
    return Series(name, tuple(Point(None if gone else each) for each, gone in zip(pence, hidden, strict=True)))


def _counted(name: str, counts: Sequence[int], hidden: Sequence[bool]) -> Series:
    points = (
        Point(None, small=0 < count < SMALL) if gone else Point(count)
        for count, gone in zip(counts, hidden, strict=True)
    )
    return Series(name, tuple(points))


def reaching(chart: Chart, other: Chart | None) -> Chart:
    """Return CHART on an axis at least as long as OTHER's."""
    if other is None or other.unit != chart.unit:
        return chart
    return replace(chart, reach=max(chart.highest, other.highest), floor=min(chart.lowest, other.lowest))
