"""The self-check workbook: a school enters levels and reads what the scheme makes of them, without a band or money.

So that a request is prepared on the council's own terms: which description was chosen, what the levels add up to,
which rules are met, which evidence the descriptions ask for. Plain formulas, no macro; locked but for the answers.
The engine's own sentences stand in it wherever they name no band.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from bandingdesk.matrix import conditions as cd
from bandingdesk.matrix import edition, nodes, phrases, rule_words, spreadsheet, wording
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.edition import BAND_LINE, Edition
from bandingdesk.matrix.life import FrameworkFile
from bandingdesk.matrix.rule_words import Words, sentence
from bandingdesk.matrix.spreadsheet import Cells, filled, text
from bandingdesk.sheet_forms import Box, FillIn, Formula, Page, at, lines_for, span

START, LEVELS, TICKS, PROVISION = "Start", "My levels", "Descriptions", "Provision"
SAYS, WORKINGS, LISTS = "What it says", "Workings", "All levels"
_LINES_OF_PROVISION = 24
_MINUTES_OF_A_WEEK = "10080"
_LATER = text("Enter every level first.")
_ANSWER_WIDTH, _DESCRIPTION_WIDTH, _EVIDENCE_WIDTH = 18, 60, 30
_SAYS_WIDTH, _PAPERS_WIDTH = 95, 40


def self_check(file: FrameworkFile, dated: date) -> FillIn:
    """Return the self-check workbook of a version as of the day DATED."""
    made = edition.edition(file.definition, file.life, dated)
    book = _Book(file.definition)
    pages = (_start(made, book), *book.pages())
    return FillIn(f"{made.title}: self-check", made.authority, dated, pages)


def _start(made: Edition, book: _Book) -> Page:
    demo = "Demonstration: this scheme is invented, in whole or in part." if made.is_invented else ""
    says = (
        Box("Self-check for schools and settings", "title"),
        Box(made.title, "strong"),
        Box(f"{made.authority}. Version {made.version}. Check code {made.check_code}."),
        *((Box(demo, "strong"),) if demo else ()),
        Box(made.standing),
        Box("How to use it", "head"),
        *(Box(f"{n}. {line}") for n, line in enumerate(book.steps(), 1)),
        Box("What this is not", "head"),
        Box("It shows no band and no amount: people decide a band, with the whole request in front of them."),
        Box(BAND_LINE, "strong"),
        Box("Nothing you enter leaves this file. Write no child's name in it."),
    )
    return Page(START, tuple((box,) for box in says), (100,))


def conditions_of(framework: fw.Framework) -> Iterator[tuple[str, str, cd.Condition]]:
    """Give every rule that has a condition, as its id, what it asks without naming a band, and the condition."""
    words = Words(framework)
    for measure in framework.measures:
        if isinstance(measure, ms.PointsMeasure):
            for extra in measure.add_if:
                added = f"{rule_words.figure(measure, extra.add)} added to the points"
                yield extra.id, f"{sentence(words.condition(extra.when))[:-1]}: {added}.", extra.when
    for guard in framework.guards:
        yield guard.id, sentence(words.condition(guard.never)), guard.never
    for table in _tables(framework.decide):
        for row in table.rows:
            yield row.id, sentence(words.condition(row.when)), row.when
    for rule in framework.adjust:
        yield rule.id, sentence(words.condition(rule.when)), rule.when


def _tables(decide: fw.Decide) -> Iterator[fw.Cases]:
    match decide:
        case fw.Cases():
            yield decide
        case fw.BestOf():
            for way in decide.of:
                yield from _tables(way)


def _fits(decide: fw.Decide) -> Iterator[fw.BestFit]:
    match decide:
        case fw.BestFit():
            yield decide
        case fw.BestOf():
            for way in decide.of:
                yield from _fits(way)


class _Book:
    """The pages of one framework's workbook, and where on them everything stands."""

    def __init__(self, framework: fw.Framework) -> None:
        self.framework = framework
        self.words = Words(framework)
        self.fits = {fit.strand: fit for fit in _fits(framework.decide)}
        self.rules = tuple(conditions_of(framework))
        self.costs = {m.id for m in framework.measures if isinstance(m, ms.CostMeasure)}
        self.leaves = [leaf for _, _, condition in self.rules for leaf in nodes.leaves(condition)]
        self.cells = Cells()
        self.entries: dict[str, str] = {}  # strand -> where its level is entered
        self.required: list[str] = []
        self.lists: list[tuple[Box, ...]] = []
        self.blocks: dict[str, tuple[int, int]] = {}  # strand, context or list -> its first and last row in Lists
        self.workings: list[tuple[Box, ...]] = [(Box("What", "head"), Box("Worked out", "head"))]
        self.shares: dict[str, dict[str, str]] = {}  # points measure -> strand -> cell
        self.ready = ""

    def pages(self) -> Iterator[Page]:
        """Give the pages in the order of the workbook."""
        self._fill_lists()
        levels = self._levels()
        ticks = self._ticks()
        provision = self._provision()
        self._work_out()
        says = self._says()
        yield Page(LISTS, tuple(self.lists), (28, 18, 30, 60, 40, *[14] * len(self._points())), 2)
        yield levels
        yield from (page for page in (ticks, provision) if page is not None)
        yield says
        yield Page(WORKINGS, tuple(self.workings), (60, 20), head_row=1)

    def steps(self) -> Iterator[str]:
        """Give what to do, sheet by sheet."""
        yield f"Read “{LISTS}” first."
        yield f"On “{LEVELS}”, choose one level for each strand."
        if self._reads_ticks():
            yield f"On “{TICKS}”, choose Yes beside each description that you rely on."
        if self.costs:
            yield f"On “{PROVISION}”, enter the support as it is, a line for each."
        yield f"Read “{SAYS}”. It says what the scheme makes of your levels, and which evidence to send."

    # -- what there is to choose from

    def _fill_lists(self) -> None:
        points = self._points()
        titles = [self._named(measure) if len(points) > 1 else "Points" for measure in points]
        head = ("Strand", "Level", "Its name", "What the level looks like", "Evidence it asks for", *titles)
        self.lists += [(Box("All levels", "title"),), tuple(Box(word, "head") for word in head)]
        for strand in self.framework.strands:
            first = len(self.lists) + 1
            worth = [self._worth(measure, strand) for measure in points]
            for n, level in enumerate(strand.levels):
                look = "\n".join(f"{lead}: {said}" if lead else said for lead, said in rule_words.described(level))
                papers = "\n".join(rule_words.evidence(level.descriptors))
                shares = (Box(column[n] if column else None) for column in worth)
                named = (Box(strand.name), Box(level.level), Box(self._level_name(strand, level)))
                self.lists.append((*named, Box(look), Box(papers), *shares))
            self.blocks[strand.id] = (first, len(self.lists))
        if self.framework.contexts or self.costs or self._reads_ticks():
            self.lists += [(), (Box("What else can be chosen", "head"), Box("", "head"))]
        for context in self.framework.contexts:
            first = len(self.lists) + 1
            for value in context.values:
                self.lists.append(
                    (Box(sentence(context.name or context.id)[:-1]), Box(context.label(value)), Box(value))
                )
            self.blocks[f"context {context.id}"] = (first, len(self.lists))
        if self._reads_ticks():
            self.lists.append((Box("Relied on"), Box("Yes")))
            self.blocks["yes"] = (len(self.lists), len(self.lists))
        for measure in self.framework.measures:
            if isinstance(measure, ms.CostMeasure):
                first = len(self.lists) + 1
                self.lists += [(Box("Kind of support"), Box(rate.name)) for rate in measure.rates]
                self.blocks[f"rates {measure.id}"] = (first, len(self.lists))

    def _level_name(self, strand: fw.Strand, level: fw.Level) -> str:
        """Return the level's name; of a best fit none, which would be the band's."""
        if strand.id in self.fits:
            return ""
        return str(level.level) if level.name is None else level.name

    def _named(self, measure: ms.Measure) -> str:
        return sentence(self.words.measure_name(measure.id))[:-1]

    def _points(self) -> list[ms.PointsMeasure]:
        return [measure for measure in self.framework.measures if isinstance(measure, ms.PointsMeasure)]

    @staticmethod
    def _worth(measure: ms.PointsMeasure, strand: fw.Strand) -> tuple[int, ...]:
        row = next((row for row in measure.table if row.strand == strand.id), None)
        return () if row is None else tuple(points * row.weight for points in row.points)

    def _block(self, name: str, column: int) -> str:
        first, last = self.blocks[name]
        return span((first, column), (last, column), LISTS)

    def _look_up(self, name: str, column: int, value: str) -> str:
        return f"INDEX({self._block(name, column)},MATCH({value},{self._block(name, 1)},0))"

    def _words(self, name: str, column: int, entry: str) -> Formula:
        """Return the words beside what is entered; nothing where there are none, where a bare INDEX would show 0."""
        return Formula(f'IF({entry}="","",{self._look_up(name, column, entry)}&"")')

    # -- what a person enters

    def _levels(self) -> Page:
        head = ("Area", "Strand", "Level", "Its name", "What the level looks like", "Evidence it asks for")
        rows: list[tuple[Box, ...]] = [
            (Box("My levels", "title"),),
            tuple(Box(word, "head") for word in head),
        ]
        room: list[tuple[int, int]] = []
        for strand in self.framework.strands:
            row = len(rows) + 1
            entry = self.entries[strand.id] = at(row, 2, LEVELS)
            if self.framework.missing != "lowest" and not strand.optional:
                self.required.append(entry)
            shown = [self._words(strand.id, column, entry) for column in (2, 3, 4)]
            hint = strand.question or f"Choose a level of {strand.name}."
            answer = Box(None, "answer", self._block(strand.id, 1), hint)
            area = self.framework.area_name(strand.area)
            rows.append((Box(area), Box(strand.name, "strong"), answer, *map(Box, shown)))
            room.append((row, self._room(strand, _EVIDENCE_WIDTH, _DESCRIPTION_WIDTH)))
        self._facts(rows, room)
        return Page(
            LEVELS, tuple(rows), (26, 28, _ANSWER_WIDTH, 28, _DESCRIPTION_WIDTH, _EVIDENCE_WIDTH), 2, tuple(room)
        )

    def _room(self, strand: fw.Strand, papers_width: int, look_width: int = 0) -> int:
        """Return the lines that any level of STRAND needs; a description where it has a width too."""
        first, last = self.blocks[strand.id]
        block = self.lists[first - 1 : last]
        looks = [str(row[3].value or "") for row in block] if look_width else []
        papers = [str(row[4].value or "") for row in block]
        return max(lines_for(looks, look_width), lines_for(papers, papers_width))

    def _facts(self, rows: list[tuple[Box, ...]], room: list[tuple[int, int]]) -> None:
        """Add the contexts and the numbers below the levels."""
        numbers = [measure for measure in self.framework.measures if isinstance(measure, ms.NumberMeasure)]
        if not self.framework.contexts and not numbers:
            return
        rows += [(), tuple(Box(word, "head") for word in ("Other facts", "Fact", "Answer"))]
        read = {leaf.context for leaf in self.leaves if isinstance(leaf, cd.ContextIs)}
        read |= {m.context for m in self.framework.measures if isinstance(m, ms.PrimaryMeasure)}
        for context in self.framework.contexts:
            name = sentence(context.name or context.id)[:-1]
            rows.append((Box(), Box(name, "strong"), Box(None, "answer", self._block(f"context {context.id}", 1))))
            room.append((len(rows), lines_for([context.label(value) for value in context.values], _ANSWER_WIDTH)))
            self._enter(f"context {context.id}", len(rows), context.id in read)
        for measure in numbers:
            low, high = rule_words.figure(measure, measure.min), rule_words.figure(measure, measure.max)
            hint = f"A number from {low} to {high}{f' ({measure.unit})' if measure.unit else ''}."
            name = self._named(measure)
            between = (_plain(measure.min, measure.scale), _plain(measure.max, measure.scale))
            rows.append((Box(), Box(name, "strong"), Box(None, "answer", "", hint, between), Box(hint)))
            self._enter(f"number {measure.id}", len(rows), self._is_read(measure.id))

    def _enter(self, name: str, row: int, is_required: bool) -> None:
        self.entries[name] = at(row, 2, LEVELS)
        if is_required:
            self.required.append(self.entries[name])

    def _is_read(self, measure: str) -> bool:
        read = {leaf.measure for leaf in self.leaves if isinstance(leaf, cd.MeasureBetween)}
        return measure in read or any(ladder.measure == measure for ladder in _ladders(self.framework.decide))

    def _reads_ticks(self) -> bool:
        counted = any(isinstance(measure, ms.DescriptorsMetMeasure) for measure in self.framework.measures)
        return counted or bool(self.fits) or any(isinstance(leaf, cd.DescriptorMet) for leaf in self.leaves)

    def _ticks(self) -> Page | None:
        if not self._reads_ticks():
            return None
        rows = [(Box("Descriptions you rely on", "title"),)]
        rows.append(tuple(Box(word, "head") for word in ("Strand", "Level", "Description", "Rely on it?")))  # type: ignore[arg-type]
        for strand in self.framework.strands:
            for level in strand.levels:
                for descriptor in level.descriptors:
                    answer = Box(None, "answer", self._block("yes", 1), "Choose Yes, or leave it empty.")
                    shown = (Box(strand.name), Box(level.level), Box(descriptor.text.default))
                    rows.append((*shown, answer))  # type: ignore[arg-type]
                    self.cells.ticks[descriptor.id] = at(len(rows), 3, TICKS)
        return Page(TICKS, tuple(rows), (26, 10, 80, 16), 2)

    def _provision(self) -> Page | None:
        cost = next((m for m in self.framework.measures if isinstance(m, ms.CostMeasure)), None)
        if cost is None:
            return None
        head = ("What", "Kind of support", "Minutes a week", "Shared by how many", "Minutes a week for one")
        rows: list[tuple[Box, ...]] = [(Box("Provision", "title"),), tuple(Box(word, "head") for word in head)]
        for _ in range(_LINES_OF_PROVISION):
            row = len(rows) + 1
            minutes, group = at(row, 2), at(row, 3)
            share = Formula(f'IF({minutes}="","",{minutes}/IF({group}="",1,{group}))', "0.0")
            kind = Box(None, "answer", self._block(f"rates {cost.id}", 1))
            of_week = Box(None, "answer", "", "Minutes in an ordinary week.", ("0", _MINUTES_OF_A_WEEK))
            shared = Box(None, "answer", "", "How many share it; leave it empty for one child.", ("1", "1000"))
            rows.append((Box(None, "answer"), kind, of_week, shared, Box(share)))
        self.entries["minutes"] = f"SUM({span((3, 4), (len(rows), 4), PROVISION)})"
        return Page(PROVISION, tuple(rows), (50, 30, 18, 20, 24), 2)

    # -- what is worked out

    def _work(self, name: str, formula: str) -> str:
        self.workings.append((Box(name), Box(Formula(formula))))
        return at(len(self.workings), 1, WORKINGS)

    def _work_out(self) -> None:
        self.ready = f"{self._work('Still to enter', self._missing())}=0"
        for strand in self.framework.strands:
            entry = self.entries[strand.id]
            lowest = strand.levels[0].level
            self.cells.levels[strand.id] = self._work(f"Level of {strand.name}", f'IF({entry}="",{lowest},{entry})')
        last = len(self.workings)
        self.cells.every_level = span((last - len(self.framework.strands) + 1, 1), (last, 1), WORKINGS)
        for context in self.framework.contexts:
            name = f"context {context.id}"
            found = f'IF({self.entries[name]}="","",{self._look_up(name, 2, self.entries[name])})'
            self.cells.contexts[context.id] = self._work(sentence(context.name or context.id)[:-1], found)
        for measure in self.framework.measures:
            self._measure(measure)

    def _missing(self) -> str:
        return spreadsheet.counted(f'{entry}=""' for entry in self.required)

    def _measure(self, measure: ms.Measure) -> None:
        name = self._named(measure)
        match measure:
            case ms.PointsMeasure():
                column = 5 + self._points().index(measure)
                shares = self.shares[measure.id] = {}
                for row in measure.table:
                    level = self.cells.levels[row.strand]
                    worth = self._look_up(row.strand, column, level)
                    shares[row.strand] = self._work(f"Points of {self.framework.strand(row.strand).name}", worth)
                made = spreadsheet.points(shares, measure, self.cells)
            case ms.CountMeasure():
                made = spreadsheet.count(measure.level, measure.strands, self.cells)
            case ms.HighestMeasure():
                made = spreadsheet.highest(measure.rank, measure.strands, self.cells)
            case ms.PrimaryMeasure():
                made = spreadsheet.primary(measure, self.cells)
            case ms.DescriptorsMetMeasure():
                made = spreadsheet.descriptors_met(measure.descriptors, self.cells)
            case ms.NumberMeasure():
                entry = self.entries[f"number {measure.id}"]
                made = f"{entry}*1" if measure.scale == 1 else f"ROUND({entry}*{measure.scale},0)"
            case ms.CostMeasure():
                return  # money is not shown
        self.cells.measures[measure.id] = self._work(name, made)

    # -- what it says

    def _says(self) -> Page:
        rows: list[tuple[Box, ...]] = [(Box("What the scheme makes of your levels", "title"),)]
        rows.append((Box("Your levels", "head"), Box("Evidence to send", "head")))
        room: list[tuple[int, int]] = []
        for strand in self.framework.strands:
            entry = self.entries[strand.id]
            rows.append((Box(Formula(self._rated(strand))), Box(self._words(strand.id, 4, entry))))
            room.append((len(rows), self._room(strand, _PAPERS_WIDTH)))
        figures = [formula for measure in self.framework.measures for formula in self._figures(measure)]
        figures += [self._relied(fit) for fit in self.fits.values()]
        if figures:
            rows += [(), (Box("What they add up to", "head"), Box("", "head"))]
        for n, formula in enumerate(figures):
            later = text("") if n else _LATER
            rows.append((Box(Formula(f"IF({self.ready},{formula},{later})")),))
            room.append((len(rows), 2))
        if self.rules:
            rows += [(), (Box("Rules of the scheme", "head"), Box("Met or not", "head"))]
            rows += [(Box(self.words.decision(table)[0].words),) for table in _tables(self.framework.decide)]
        rows += [(Box(f"{id_}. {said}"), Box(self._met(of))) for id_, said, of in self.rules]
        rows += [(), (Box("What this is not", "head"), Box("", "head"))]
        rows += [(Box("This is not a decision: people decide the band, with the whole request in front of them."),)]
        rows += [(Box(BAND_LINE, "strong"),)]
        return Page(SAYS, tuple(rows), (_SAYS_WIDTH, _PAPERS_WIDTH), 0, tuple(room))

    def _rated(self, strand: fw.Strand) -> str:
        entry = self.entries[strand.id]
        fields = {"strand": text(strand.name), "level": entry, "name": self._look_up(strand.id, 2, entry)}
        template = "{strand} is at level {level}." if strand.id in self.fits else phrases.RATED
        deciding = self._deciding()
        if deciding is not None and strand.id in self.shares[deciding.id]:
            template = phrases.RATED_POINTS
            fields["points"] = _shown(self.shares[deciding.id][strand.id], deciding.scale)
        assumed = self.framework.missing == "lowest" or strand.optional
        blank = phrases.ASSUMED if assumed else "{strand}: no level is entered yet."
        blank = phrases.ASSUMED_OPTIONAL if strand.optional else blank
        lowest = {"strand": text(strand.name), "level": str(strand.levels[0].level)}
        return f'IF({entry}="",{filled(blank, lowest)},{filled(template, fields)})'

    def _deciding(self) -> ms.PointsMeasure | None:
        """Return the points measure whose points stand beside the levels: the ladder's own, else the first."""
        points = self._points()
        ladder = self.framework.decide
        own = [m for m in points if isinstance(ladder, fw.Thresholds) and m.id == ladder.measure]
        return (own or points or [None])[0]  # type: ignore[list-item]

    def _figures(self, measure: ms.Measure) -> Iterator[str]:
        if isinstance(measure, ms.CostMeasure):
            yield filled(
                "The support comes to {hours} hours a week.", {"hours": f"ROUND({self.entries['minutes']}/60,2)"}
            )
            return
        value = self.cells.measures[measure.id]
        match measure:
            case ms.PointsMeasure():
                for cap in measure.group_caps:
                    before = spreadsheet.group(self.shares[measure.id], cap)
                    yield self._capped(measure, cap, before)
                template = phrases.ADDS_UP if measure is self._deciding() else "{name} come to {points}."
                name = text(self._named(measure))
                yield filled(template, {"points": _shown(value, measure.scale), "name": name})
            case ms.CountMeasure():
                yield self._is(wording.counted(measure.level, self._some(measure.strands)), value)
            case ms.HighestMeasure():
                yield self._is(wording.highest(measure.rank, self._some(measure.strands)), value)
            case ms.PrimaryMeasure():
                yield self._main(measure)
            case ms.DescriptorsMetMeasure():
                yield filled(phrases.TICKED, {"measure": text(measure.name or measure.id), "value": value})
            case ms.NumberMeasure():
                unit = f"&{text(f' {measure.unit}')}" if measure.unit else ""
                shown = f"{_shown(value, measure.scale)}{unit}"
                yield filled(phrases.NUMBER, {"measure": text(measure.name or measure.id), "value": shown})

    def _some(self, strands: Sequence[str] | None) -> str:
        """Return the names of STRANDS, or nothing where they are all of the scheme's."""
        return "" if strands is None or len(strands) == len(self.framework.strands) else self.words.strands(strands)

    def _is(self, which: str, value: str) -> str:
        said = wording.value_is(which, value)
        return filled(said.template, {"which": text(str(said.fields["which"])), "value": value})

    def _main(self, measure: ms.PrimaryMeasure) -> str:
        made = text("")
        for row in reversed(measure.strands):
            fields = {"strand": text(self.framework.strand(row.strand).name), "level": self.cells.levels[row.strand]}
            is_named = f"{self.cells.contexts[measure.context]}={text(row.value)}"
            made = f"IF({is_named},{filled(phrases.MAIN, fields)},{made})"
        return made

    def _capped(self, measure: ms.PointsMeasure, cap: ms.GroupCap, before: str) -> str:
        shown = {
            "strands": text(self.words.strands(cap.strands)),
            "max": text(rule_words.figure(measure, cap.max)),
            "before": _shown(before, measure.scale),
            "after": text(rule_words.figure(measure, cap.max)),
        }
        return f"IF({before}>{cap.max},{filled(phrases.CAP_HELD, shown)},{filled(phrases.CAP_FREE, shown)})"

    def _relied(self, fit: fw.BestFit) -> str:
        """Return how many descriptors of the chosen level are relied on."""
        strand = self.framework.strand(fit.strand)
        entry = self.entries[strand.id]
        counted = "+".join(
            f"IF({entry}={level.level},{spreadsheet.descriptors_met([d.id for d in level.descriptors], self.cells)},0)"
            for level in strand.levels
            if level.descriptors
        )
        relied = filled("Descriptors relied on: {count}.", {"count": f"({counted or '0'})"})
        if fit.relied_on != "required":
            return relied
        return f"IF(({counted or '0'})=0,{text('Choose Yes beside at least one description of this level.')},{relied})"

    def _met(self, of: cd.Condition) -> Formula:
        if any(isinstance(leaf, cd.MeasureBetween) and leaf.measure in self.costs for leaf in nodes.leaves(of)):
            return Formula(text("The council works this out"))
        return Formula(f'IF({self.ready},IF({spreadsheet.condition(of, self.cells)},"Met","Not met"),"")')


def _ladders(decide: fw.Decide) -> Sequence[fw.Thresholds]:
    match decide:
        case fw.Thresholds():
            return (decide,)
        case fw.BestOf():
            return tuple(ladder for way in decide.of for ladder in _ladders(way))
        case _:
            return ()


def _plain(value: int, scale: int) -> str:
    """Return VALUE as it is entered: with the decimal places of its scale, in whole numbers where that is 1."""
    return f"{Decimal(value) / scale:.{len(str(scale)) - 1}f}"


def _shown(value: str, scale: int) -> str:
    return value if scale == 1 else f"{value}/{scale}"
