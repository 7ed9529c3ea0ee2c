"""Conditions and measures of a framework as spreadsheet formulas over named cells.

Only what every spreadsheet program knows: IF AND OR NOT SUM MIN MAX LARGE COUNTIF ROUND INDEX MATCH and plain
operators, no macro and no array formula. The engine stays the judge: a test draws profiles and compares.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bandingdesk.matrix import conditions as cd
from bandingdesk.matrix import measures as ms


@dataclass(slots=True)
class Cells:
    """Where the facts of a request stand: addresses by id. `levels` counts a strand that is not rated as its lowest."""

    levels: dict[str, str] = field(default_factory=dict)
    every_level: str = ""  # the range of all strands' levels
    contexts: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)  # holds "Yes" where the descriptor is relied on
    measures: dict[str, str] = field(default_factory=dict)


def text(words: str) -> str:
    """Return WORDS as a text in a formula; a quotation mark inside stands twice."""
    return '"' + words.replace('"', '""') + '"'


def filled(template: str, fields: Mapping[str, str]) -> str:
    """Return a sentence TEMPLATE as a formula; FIELDS are formulas by name.

    >>> filled("{strand} is at level {level}.", {"strand": text("Hearing"), "level": "C4"})
    '"Hearing"&" is at level "&C4&"."'
    """
    parts = []
    for words, name, _, _ in string.Formatter().parse(template):
        parts += [text(words)] if words else []
        parts += [fields[name]] if name else []
    return "&".join(parts)


def condition(of: cd.Condition, cells: Cells) -> str:
    """Return the formula that is TRUE where the condition is met."""
    match of:
        case cd.StrandAtLeast():
            return f"{cells.levels[of.strand]}>={of.level}"
        case cd.CountAtLeast():
            return f"{count(of.level, of.strands, cells)}{'=' if of.exactly else '>='}{of.n}"
        case cd.MeasureBetween():
            value = cells.measures[of.measure]
            ends = [f"{value}>={of.from_}"] if of.from_ is not None else []
            ends += [f"{value}<={of.to}"] if of.to is not None else []
            return f"AND({','.join(ends)})" if ends else "TRUE"
        case cd.ContextIs():
            return f"OR({','.join(f'{cells.contexts[of.context]}={text(value)}' for value in of.values)})"
        case cd.DescriptorMet():
            return f'{cells.ticks[of.descriptor]}="Yes"'
        case cd.NotOf():
            return f"NOT({condition(of.of, cells)})"
        case cd.AllOf() | cd.AnyOf():
            kind = "AND" if isinstance(of, cd.AllOf) else "OR"
            return f"{kind}({','.join(condition(inner, cells) for inner in of.of)})"


def count(level: int, strands: Iterable[str] | None, cells: Cells) -> str:
    """Return how many strands are at LEVEL or above; all of them unless listed."""
    if strands is None:
        return f'COUNTIF({cells.every_level},">={level}")'
    return f"({counted(f'{cells.levels[strand]}>={level}' for strand in strands)})"


def counted(conditions: Iterable[str]) -> str:
    """Return how many of CONDITIONS hold. It begins with a number: TRUE alone is not 1 in Excel, and beats any number.

    >>> counted(["A1>=3"])
    '0+(A1>=3)'
    """
    return "+".join(("0", *(f"({one})" for one in conditions)))


def points(shares: Mapping[str, str], measure: ms.PointsMeasure, cells: Cells) -> str:
    """Return the total of MEASURE from the cells that hold each strand's points, by strand."""
    capped = {strand for cap in measure.group_caps for strand in cap.strands}
    parts = [cell for strand, cell in shares.items() if strand not in capped]
    parts += [f"MIN({group(shares, cap)},{cap.max})" for cap in measure.group_caps]
    parts += [f"IF({condition(rule.when, cells)},{rule.add},0)" for rule in measure.add_if]
    return f"SUM({','.join(parts)})"


def group(shares: Mapping[str, str], cap: ms.GroupCap) -> str:
    """Return what the strands of CAP count together before the limit."""
    return f"SUM({','.join(shares[strand] for strand in cap.strands)})"


def highest(rank: int, strands: Iterable[str] | None, cells: Cells) -> str:
    """Return the RANK-th highest level; of listed strands by comparing, since a list of cells is no range."""
    if strands is None:
        return f"LARGE({cells.every_level},{rank})"
    own = [cells.levels[strand] for strand in strands]
    # The largest value that at least RANK of the strands reach.
    reached = (f"IF({counted(f'{other}>={one}' for other in own)}>={rank},{one},-1000)" for one in own)
    return f"MAX({','.join(reached)})"


def descriptors_met(descriptors: Iterable[str], cells: Cells) -> str:
    """Return how many of DESCRIPTORS are relied on."""
    return f"""({counted(f'{cells.ticks[id_]}="Yes"' for id_ in descriptors)})"""


def primary(measure: ms.PrimaryMeasure, cells: Cells) -> str:
    """Return the level of the strand that the named main need stands for."""
    made = "0"
    for row in reversed(measure.strands):
        made = f"IF({cells.contexts[measure.context]}={text(row.value)},{cells.levels[row.strand]},{made})"
    return made
