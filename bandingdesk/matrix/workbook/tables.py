"""The sheets of a framework's workbook: their columns, what belongs in each, and the note on its header.

Fixed sheets, made for authors: a first column of ids, headers in plain words, one thing a row. A condition is rows
too, one a part, indented. The same tables write a workbook, read it, and stand in the guide.
"""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.matrix.workbook.cells import Kind, plain
from bandingdesk.sheets import Form

NOTES = "notes"  # sheets and columns whose title begins so are the author's own and are not read

YES = ("yes", "no")
CONDITIONS = (
    "all", "any", "not", "strand_at_least", "count_at_least", "measure", "context", "descriptor_met",
)  # fmt: skip
DECISIONS = ("thresholds", "cases", "best_fit", "best_of")
PARTS_OF_DECISIONS = ("rung", "card")
RULES = ("case", "group_cap", "addition", "move", "floor", "cap", "guard", "add_on")
USES = ("amount", "base", "weight", "strand_amount", "rate", "cap", "floor")
PERIODS = ("year", "term", "week", "one_off")
ROUNDINGS = ("half_up", "half_even", "down", "up")


class Column(NamedTuple):
    """One column: its title, the key of the format it holds, how a cell is read, and the note on its header."""

    title: str
    key: tuple[str, ...]
    kind: Kind
    note: str = ""
    choices: tuple[str, ...] = ()
    mark: bool = False  # holds "(empty)" where the object that KEY leads into is given and holds nothing


class Table(NamedTuple):
    """One sheet. In a transposed one each row is a column: its title, its value."""

    name: str
    about: str
    columns: tuple[Column, ...]
    is_optional: bool = False  # a workbook may leave the sheet out
    is_transposed: bool = False

    def form(self, columns: tuple[Column, ...]) -> Form:
        """Return how the sheet looks with COLUMNS, which may be more than the table's own."""
        if self.is_transposed:
            return Form((30, 60, 70), ("", "", ""), frozenset({0, 1}))
        return Form(
            widths=tuple(_WIDTHS.get(column.kind, 12) for column in columns),
            notes=tuple(column.note for column in columns),
            text_columns=frozenset(n for n, column in enumerate(columns) if column.kind not in _NUMBERS),
            choices={n: tuple(map(plain, column.choices)) for n, column in enumerate(columns) if column.choices},
        )


_WIDTHS: dict[Kind, int] = {"id": 16, "ids": 24, "words": 44, "texts": 40, "where": 28, "choice": 18}
_NUMBERS = {"whole", "pounds", "bespoke"}


def _c(
    title: str, key: str, kind: Kind, note: str = "", choices: tuple[str, ...] = (), *, mark: bool = False
) -> Column:
    if kind == "yes":
        choices = YES
    return Column(title, tuple(key.split("/")), kind, note, choices, mark)


DEFINITION = (
    _c("format", "schema", "words", "banding/1"),
    _c("id", "id", "id", "short, without spaces; stays the same in every version"),
    _c("version", "version", "id", "such as 2026.1"),
    _c("council", "authority/name", "words"),
    _c("council's code", "authority/ons", "words", "the nine signs of the statistics office, such as E10000000"),
    _c("title", "title", "words"),
    _c("in force from", "effective/from", "date", "such as 2026-04-01"),
    _c("in force to", "effective/to", "date", "the last day; blank: open"),
    _c("replaces", "supersedes", "words", "sha256: of the version before"),
    _c("what changed", "change_note", "words"),
    _c("year", "year_basis", "choice", "", ("financial", "academic")),
    _c("plans it is for", "scope/plans", "texts", "blank: any", mark=True),
    _c("ages it is for", "scope/ages", "ages", "such as 5 to 16; blank: any"),
    _c("other councils' children", "scope/other_authorities", "yes"),
    _c("more need never less", "monotone", "choice", "required: proved by the check", ("required", "not_promised")),
    _c("a level is missing", "missing", "choice", "error, lowest, or interval: a range of bands",
       ("error", "lowest", "interval")),
    _c("another band may be decided", "override/allowed", "yes", "the reasons stand on their own sheet"),
)  # fmt: skip
LIFE = (
    _c("status", "status", "choice", "draft, consulted, trial, adopted or retired; blank: no life beside it yet",
       ("draft", "consulted", "trial", "adopted", "retired")),
    _c("note", "note", "words"),
    _c("consulted on", "consulted_on", "date"),
    _c("trial from", "trial/from", "date"),
    _c("trial to", "trial/to", "date"),
    _c("trial reason", "trial/reason", "words", "why before a consultation"),
    _c("trial found", "trial/found", "words", "what it showed"),
    _c("adopted on", "adopted_on", "date", "the day of the decision"),
    _c("adopted by", "adopted_by", "words"),
    _c("starts", "starts", "date", "the first day in force"),
    _c("retired on", "retired_on", "date", "the last day in force"),
    _c("minute", "minute", "words"),
    _c("equality paper", "equality/ref", "words", "where it is kept", mark=True),
    _c("equality paper sha256", "equality/sha256", "words"),
    _c("equality reason", "equality/reason", "words", "why none is needed"),
    _c("equality officer", "equality/officer", "words", "who says so"),
    _c("consultation paper", "consultation/ref", "words", "where it is kept", mark=True),
    _c("consultation paper sha256", "consultation/sha256", "words"),
    _c("consultation reason", "consultation/reason", "words", "why none is needed"),
    _c("consultation officer", "consultation/officer", "words", "who says so"),
)  # fmt: skip
FORM = (
    _c("form", "schema", "words", "banding-form/1 where a form stands beside the framework; else blank"),
    _c("form of framework", "framework", "id"),
    _c("form version", "version", "id"),
)
META = Table(
    "meta",
    "What the framework is, one thing a row.",
    (
        *DEFINITION,
        *(column._replace(key=("life", *column.key)) for column in LIFE),
        *(column._replace(key=("form", *column.key)) for column in FORM),
    ),
    is_transposed=True,
)

AREAS = Table("areas", "Headings over strands.", (
    _c("id", "id", "id"),
    _c("name", "name", "words"),
), is_optional=True)  # fmt: skip
STRANDS = Table("strands", "Areas of need that are rated one by one.", (
    _c("id", "id", "id", "short, without spaces, such as cog"),
    _c("name", "name", "words"),
    _c("area", "area", "id", "an id of the sheet areas"),
    _c("question", "question", "words", "what the form asks"),
    _c("optional", "optional", "yes", "yes: not rated counts as the lowest level; blank: no"),
    _c("rated by", "rating/kind", "choice", "blank: assessor choice",
       ("best_fit", "highest_descriptor", "assessor_choice")),
    _c("ties", "rating/ties", "choice", "two levels fit equally well", ("up", "down", "refer")),
))  # fmt: skip
LEVELS = Table("levels", "The levels of each strand, lowest first; strands may have different top levels.", (
    _c("strand", "strand", "id", "an id of the sheet strands"),
    _c("level", "level", "whole"),
    _c("name", "name", "words"),
))  # fmt: skip
DESCRIPTORS = Table("descriptors", "What a level looks like.", (
    _c("id", "id", "id", "such as cog.3.a; each once"),
    _c("strand", "strand", "id", "an id of the sheet strands"),
    _c("level", "level", "whole", "a level of that strand"),
    _c("text", "text/default", "words"),
    _c("text for early years", "text/early_years", "words", "where it differs"),
    _c("text for post-16", "text/post16", "words", "where it differs"),
    _c("evidence", "evidence", "texts", "kinds of paper; a bar between alternatives"),
))  # fmt: skip
CONTEXTS = Table("contexts", "Facts beside the levels, such as setting and phase: one row a value.", (
    _c("id", "id", "id", "such as setting; the same in each row of its values"),
    _c("name", "name", "words", "in the first of its rows"),
    _c("value", "value", "id", "such as main"),
    _c("value in words", "label", "words", "in all rows of a context or in none"),
))  # fmt: skip
BANDS = Table("bands", "The bands.", (
    _c("id", "id", "id"),
    _c("name", "name", "words"),
    _c("rank", "rank", "whole", "orders the bands, lowest first; names may descend"),
    _c("settings", "settings", "ids", "where it is offered; blank: everywhere"),
    _c("summary", "summary", "words"),
))  # fmt: skip
MEASURES = Table("measures", "What is reckoned from the levels. Each kind fills its own columns.", (
    _c("id", "id", "id"),
    _c("kind", "kind", "choice", "what is reckoned",
       ("points", "count", "highest", "primary", "descriptors_met", "cost", "number")),
    _c("name", "name", "words", "the council's word for it"),
    _c("level", "level", "whole", "count: strands at this level or above"),
    _c("rank", "rank", "whole", "highest: 1 the highest level, 2 the second highest; blank: 1"),
    _c("strands", "strands", "ids", "count, highest: which strands; blank: all"),
    _c("context", "context", "id", "primary: the context that names the main need"),
    _c("set", "set", "id", "descriptors met: the name of the set"),
    _c("descriptors", "descriptors", "ids", "descriptors met: which ones"),
    _c("lines", "lines", "id", "cost: the name of the list of lines"),
    _c("weeks", "weeks", "whole", "cost: weeks a year; blank: 38"),
    _c("lowest", "min", "whole", "number"),
    _c("highest", "max", "whole", "number"),
    _c("unit", "unit", "words", "number"),
    _c("scale", "scale", "whole", "10: the whole number 15 stands for 1.5; blank: 1"),
    _c("rounding", "rounding", "choice", "cost; blank: half up", ROUNDINGS),
))  # fmt: skip
POINTS = Table("points", "What each level of a strand is worth: a column a level, blank where the strand has none.", (
    _c("measure", "measure", "id", "a points measure"),
    _c("strand", "strand", "id"),
    _c("weight", "weight", "whole", "how often it counts; blank: 1"),
))  # fmt: skip
MAIN_NEEDS = Table("main needs", "For a primary measure: which strand each value of its context stands for.", (
    _c("measure", "measure", "id", "a primary measure"),
    _c("value", "value", "id"),
    _c("strand", "strand", "id"),
), is_optional=True)  # fmt: skip
RATES = Table("rates", "For a cost measure: what each kind of support costs.", (
    _c("measure", "measure", "id", "a cost measure"),
    _c("id", "id", "id"),
    _c("name", "name", "words"),
    _c("per", "per", "choice", "weekly hour: an hour every week for a year", ("minute", "hour", "weekly_hour")),
    _c("pence", "pence", "whole", "in pence, times the measure's scale"),
    _c("minutes at most", "max_minutes", "whole", "a week"),
), is_optional=True)  # fmt: skip
DECISION = Table("decision", "How the measures become a band. Rungs and cards stand below their decision.", (
    _c("id", "id", "id", "such as D1; blank for rungs and cards"),
    _c("indent", "indent", "whole", "0; one more for each way that a best of compares"),
    _c("kind", "kind", "choice", "rung: from and to of a ladder; card: the band of a level",
       (*DECISIONS, *PARTS_OF_DECISIONS)),
    _c("measure", "measure", "id", "thresholds"),
    _c("band", "band", "id", "rung, card"),
    _c("from", "from", "whole", "rung: the lowest value; never a range in one cell"),
    _c("to", "to", "whole", "rung: the highest value"),
    _c("above", "above", "choice", "thresholds: beyond the last rung", ("refer",)),
    _c("below", "below", "choice", "thresholds: before the first rung", ("refer",)),
    _c("policy", "policy", "choice", "cases", ("first", "unique", "any", "highest_band")),
    _c("otherwise", "otherwise", "id", "cases: a band, or refer"),
    _c("strand", "strand", "id", "best fit: the strand that holds the band descriptions"),
    _c("level", "level", "whole", "card"),
    _c("relied on", "relied_on", "choice", "best fit; blank: required", ("required", "optional")),
))  # fmt: skip
CONDITION = (
    _c("indent", "indent", "whole", "0 on the rule's own row; one more for each part of an all, any or not"),
    _c("when", "kind", "choice", "all, any and not take the rows below that are one further in", CONDITIONS),
    _c("at strand", "strand", "id", "strand at least"),
    _c("at level", "level", "whole", "strand at least, count at least: this level or above"),
    _c("how many", "n", "whole", "count at least"),
    _c("exactly", "exactly", "yes", "count at least: yes for exactly so many; blank: no"),
    _c("of strands", "strands", "ids", "count at least; blank: all strands"),
    _c("measure", "measure", "id", "measure"),
    _c("from", "from", "whole", "measure; blank: open"),
    _c("to", "to", "whole", "measure; blank: open"),
    _c("context", "context", "id", "context"),
    _c("is one of", "values", "ids", "context: one or more values"),
    _c("descriptor", "descriptor", "id", "descriptor met"),
)
RULES_TABLE = Table("rules", "What each rule does, and when: further parts of a condition stand below its row.", (
    _c("id", "id", "id", "blank on rows that only carry on the when; group caps have none"),
    _c("rule", "rule", "choice", "what the rule does", RULES),
    _c("of", "of", "id", "case: its decision. Group cap, addition: its measure. Add-on: its tariff"),
    _c("band", "band", "id", "case, floor, cap"),
    _c("by", "by", "whole", "move: ranks up, or down with a minus"),
    _c("points", "points", "whole", "group cap: at most; addition: how many"),
    _c("£", "pence", "pounds", "add-on"),
    _c("strands", "capped", "ids", "group cap: which strands together"),
    _c("action", "action", "choice", "guard", ("refuse", "refer", "warn")),
    _c("why", "why", "words"),
    *CONDITION,
))  # fmt: skip
REASONS = Table("reasons", "Reasons for a band other than the one the scheme points to.", (
    _c("id", "id", "id"),
    _c("text", "text", "words", "blank: the id says it"),
), is_optional=True)  # fmt: skip
TESTS = Table("tests", "Worked examples, run at every check. A column a strand, a context and a number.", (
    _c("id", "id", "id"),
    _c("source", "source", "words", "where the example comes from"),
    _c("band", "expect/band", "band", "what must come out; refer where people decide"),
    _c("bands", "expect/bands", "bands", "with levels missing: the range, lowest first"),
    _c("points", "expect/points", "whole"),
    _c("£", "expect/pence", "pounds"),
    _c("tariff year", "expect/year", "words", "such as 2026-27"),
    _c("tariff period", "expect/period", "choice", "", PERIODS),
    _c("descriptors", "descriptors", "ids"),
    _c("paid before £", "paid_before", "pounds", "for protection"),
    _c("on", "on", "date", "for protection"),
))  # fmt: skip
TEST_LINES = Table("test lines", "Costed lines of worked examples.", (
    _c("test", "test", "id"),
    _c("list", "list", "id", "the cost measure's lines"),
    _c("what", "what", "words", "(empty) where the list is given and has no line", mark=True),
    _c("rate", "rate", "id"),
    _c("minutes", "minutes", "whole", "a week; blank: 0"),
    _c("group", "group", "whole", "pupils who share it; blank: 1"),
    _c("weeks", "weeks", "whole", "blank: the measure's own"),
    _c("fixed £", "fixed", "pounds", "a sum a year"),
), is_optional=True)  # fmt: skip
CROSSWALKS = Table("crosswalks", "How bands of another scheme read in this one: a row a band.", (
    _c("id", "id", "id", "such as C1; the same in each of its rows"),
    _c("framework", "framework", "id", "in the first of its rows, as the next three"),
    _c("version", "version", "id"),
    _c("rule", "rule", "choice", "", ("published", "nearest", "nearest_up", "equal_value")),
    _c("why", "why", "words"),
    _c("their band", "other", "id"),
    _c("our band", "band", "band", "refer where people decide each case"),
), is_optional=True)  # fmt: skip
SOURCES = Table("sources", "Where something in the file comes from.", (
    _c("of", "of", "id", "framework, or a tariff's id"),
    _c("what", "what", "words"),
    _c("reference", "ref", "words"),
    _c("date", "date", "date"),
), is_optional=True)  # fmt: skip
TARIFFS = Table("tariffs", "What a band is worth: one row a tariff. Its amounts stand on the sheet values.", (
    _c("id", "tariff", "id", "such as T1"),
    _c("kind", "kind", "choice", "", ("table", "base_times_weight", "sum_by_strand", "rate", "measure")),
    _c("framework", "framework", "id"),
    _c("year", "year", "words", "such as 2026-27"),
    _c("version", "version", "id"),
    _c("title", "title", "words"),
    _c("period", "period", "choice", "", PERIODS),
    _c("rounding", "rounding", "choice", "", (*ROUNDINGS, "none")),
    _c("round to", "round_to", "whole", "pence: 1, 10, 100 or 1000; blank: 1"),
    _c("from", "effective/from", "date"),
    _c("to", "effective/to", "date"),
    _c("scale", "scale", "whole", "base times weight, rate: 100 where a weight of 125 stands for 1.25"),
    _c("combine", "combine", "choice", "sum by strand; blank: sum", ("sum", "highest", "primary")),
    _c("primary", "primary", "id", "sum by strand: the primary measure"),
    _c("times", "times", "ids", "rate: number measures"),
    _c("measure", "measure", "id", "measure: a cost measure"),
    _c("part by number", "proration/number", "id", "paid in part: a number measure over the full"),
    _c("part by context", "proration/context", "id", "or a context whose values are numbers"),
    _c("full", "proration/full", "whole"),
    _c("why in part", "proration/why", "words"),
    _c("less £", "deduct/pence", "pounds", "what the setting meets first"),
    _c("why less", "deduct/why", "words"),
    _c("protected until", "protection/until", "date"),
    _c("why protected", "protection/why", "words"),
    _c("looked at above £", "route/above", "pounds", "an amount above it goes to further people"),
    _c("looked at by", "route/to", "words", "such as the high-cost panel"),
    _c("why looked at", "route/why", "words"),
    _c("lengths of an award", "award/lengths", "texts", "such as 1 term; 2 terms; 3 terms"),
    _c("usual length", "award/usual", "words"),
    _c("why these lengths", "award/why", "words"),
), is_optional=True)  # fmt: skip
VALUES = Table("values", "The amounts of the tariffs.", (
    _c("tariff", "tariff", "id", "an id of the sheet tariffs"),
    _c("what", "use", "choice", "amount: of a band. Base, weight, rate, strand amount: by kind of tariff", USES),
    _c("id", "id", "id", "cap, floor"),
    _c("band", "band", "id"),
    _c("strand", "strand", "id", "strand amount"),
    _c("level", "level", "whole", "strand amount"),
    _c("setting", "setting", "id", "amount; blank: any"),
    _c("phase", "phase", "id", "amount; blank: any"),
    _c("where", "where", "where", "other facts, such as hours = 15; blank: everywhere"),
    _c("£", "pence", "bespoke", "1494 or 1494.50, no comma; bespoke where there is no fixed amount"),
    _c("period", "period", "choice", "where it is not the tariff's own", PERIODS),
    _c("autumn £", "terms/0", "pounds", "a year's amount as published by term: all three or none"),
    _c("spring £", "terms/1", "pounds"),
    _c("summer £", "terms/2", "pounds"),
    _c("weight", "weight", "whole", "weight, times the tariff's scale"),
    _c("rate in pence", "rate", "whole", "rate, times the tariff's scale"),
    _c("why", "why", "words", "cap, floor"),
), is_optional=True)  # fmt: skip
ANSWERS = Table("answers", "Written answers to findings of the check.", (
    _c("code", "code", "words"),
    _c("where", "where", "words"),
    _c("answer", "text", "words"),
    _c("by", "by", "words"),
), is_optional=True)  # fmt: skip
YOU_SAID = Table("you said", "What was said in the consultation, and what was done.", (
    _c("you said", "said", "words"),
    _c("we did", "did", "words"),
    _c("strand", "strand", "id"),
    _c("level", "level", "whole"),
), is_optional=True)  # fmt: skip
QUESTIONS = Table("form", "The questions of the form.", (
    _c("id", "id", "id"),
    _c("question", "text", "words"),
    _c("strand", "strand", "id"),
    _c("required", "required", "yes", "blank: no"),
), is_optional=True)  # fmt: skip
EVIDENCE = Table("evidence", "Kinds of paper that descriptors may ask for.", (
    _c("id", "id", "id"),
    _c("name", "name", "words"),
), is_optional=True)  # fmt: skip
WORDING = Table("wording", "The council's own word for one of ours.", (
    _c("word", "word", "choice", "ours",
       ("strand", "level", "descriptor", "band", "points", "evidence", "setting", "panel", "plan")),
    _c("one", "one", "words", "theirs, of one thing"),
    _c("many", "many", "words", "theirs, of many"),
), is_optional=True)  # fmt: skip

TABLES = (
    META, AREAS, STRANDS, LEVELS, DESCRIPTORS, CONTEXTS, BANDS, MEASURES, POINTS, MAIN_NEEDS, RATES, DECISION,
    RULES_TABLE, REASONS, TESTS, TEST_LINES, CROSSWALKS, SOURCES, TARIFFS, VALUES, ANSWERS, YOU_SAID, QUESTIONS,
    EVIDENCE, WORDING,
)  # fmt: skip


def level_column(level: int) -> Column:
    """Return the column of a level on the sheet points."""
    return Column(f"level {level}", ("level", str(level)), "whole", "what this level is worth")


def fact_column(key: str, id_: str) -> Column:
    """Return the column of a strand, context or number on the sheet tests; KEY names the format's object."""
    kinds: dict[str, Kind] = {"levels": "whole", "context": "id", "numbers": "whole"}
    return Column(f"{FACTS[key]}: {id_}", (key, id_), kinds[key])


FACTS = {"levels": "level", "context": "context", "numbers": "number"}
