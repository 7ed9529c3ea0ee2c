"""How a band is decided, row by row: gaps, overlaps and ends of a ladder; rules that meet, miss or never decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bandingdesk.matrix import framework as fw
from bandingdesk.matrix.checks.findings import Finding, Severity, listed
from bandingdesk.matrix.checks.survey import Seen, Survey, Tally
from bandingdesk.matrix.rule_words import Words
from bandingdesk.matrix.scheme import BestOfTable, Decision, Rule, RuleTable
from bandingdesk.matrix.verdict import Bands, Mask


class Way(NamedTuple):
    """One way to decide: its path in the definition, as the file has it, and as the engine runs it."""

    path: str
    decide: fw.Decide
    table: Decision


def ways(decide: fw.Decide, table: Decision, path: str = "decide") -> Iterator[Way]:
    """Give each way to decide; a "best of" is its several ways."""
    if isinstance(decide, fw.BestOf) and isinstance(table, BestOfTable):
        for n, (inner, own) in enumerate(zip(decide.of, table.of, strict=True)):
            yield from ways(inner, own, f"{path}.of[{n}]")
    else:
        yield Way(path, decide, table)


def check(survey: Survey, way: Way) -> Iterator[Finding]:
    """Give the findings on one way to decide, over the profiles of SURVEY."""
    words = Words(survey.scheme.framework)
    if isinstance(way.decide, fw.Thresholds):
        yield from _rows(survey, words, way.path, way.decide)
        yield from _ends(survey, words, way.path, way.decide)
    elif isinstance(way.decide, fw.Cases) and isinstance(way.table, RuleTable):
        yield from _rules(survey, words, way.path, way.decide, way.table)


def unreachable(survey: Survey) -> Iterator[Finding]:
    """Give the bands that no profile leads to."""
    for n, band in enumerate(survey.scheme.framework.bands):
        if survey.scheme.bands.index(band.id) not in survey.bands:
            yield Finding("band_unreachable", "error", f"bands[{n}]", f"No profile leads to {band.name}.")


# --- ladders ----------------------------------------------------------------------------------------------------------


def between(survey: Survey, measure: str, low: int, high: int) -> Tally:
    """Return the profiles whose MEASURE lies from LOW to HIGH when the ladder is climbed."""

    def inside(seen: Seen) -> Mask:
        value = seen.reading.measure(measure, seen.context)
        return (value >= low) & (value <= high) & seen.decided

    return survey.tally(inside)


def _rows(survey: Survey, words: Words, path: str, ladder: fw.Thresholds) -> Iterator[Finding]:
    rows = sorted(enumerate(ladder.rows), key=lambda pair: (pair[1].from_, pair[1].to))
    _, reached = rows[0]
    for n, row in rows[1:]:
        names = f"{words.band(reached.band)} and {words.band(row.band)}"
        where = f"{path}.rows[{n}]"
        if row.from_ <= reached.to:
            low, high = row.from_, min(row.to, reached.to)
            tally = between(survey, ladder.measure, low, high)
            message = f"{names} both cover {_range(words, ladder.measure, low, high)}. Such a case is left to people."
            yield Finding("threshold_overlap", "error", where, message, tally.witness, tally.profiles)
        elif row.from_ > reached.to + 1:
            low, high = reached.to + 1, row.from_ - 1
            tally = between(survey, ladder.measure, low, high)
            message = f"No band covers {_range(words, ladder.measure, low, high)}, between {names}."
            message += "" if tally.profiles else " No profile comes to that today."
            severity: Severity = "error" if tally.profiles else "warning"
            yield Finding("threshold_gap", severity, where, message, tally.witness, tally.profiles)
        reached = max(reached, row, key=lambda each: each.to)


def _range(words: Words, measure: str, low: int, high: int) -> str:
    ends = [words.figure(measure, low), words.figure(measure, high)]
    return ends[0] if low == high else " to ".join(ends)


def _ends(survey: Survey, words: Words, path: str, ladder: fw.Thresholds) -> Iterator[Finding]:
    measure = ladder.measure
    values = [seen.reading.measure(measure, seen.context)[seen.decided] for seen in survey.views]
    values = [own for own in values if own.size]
    if not values:
        return
    least, most = min(int(own.min()) for own in values), max(int(own.max()) for own in values)
    first, last = min(row.from_ for row in ladder.rows), max(row.to for row in ladder.rows)
    if least < first and ladder.below is None:
        tally = between(survey, measure, least, first - 1)
        message = (
            f"Profiles come to {words.figure(measure, least)}, below {words.figure(measure, first)} where the bands "
            'begin. Say "below": "refer", or add a row.'
        )
        yield Finding("below_first", "error", path, message, tally.witness, tally.profiles)
    if most > last and ladder.above is None:
        tally = between(survey, measure, last + 1, most)
        message = (
            f"Profiles come to {words.figure(measure, most)}, above {words.figure(measure, last)} where the bands "
            'end. Say "above": "refer", or add a row.'
        )
        yield Finding("above_last", "error", path, message, tally.witness, tally.profiles)


# --- case tables ------------------------------------------------------------------------------------------------------


class _Played:
    """A case table run over every state: which rules are met at all, which decide, and which are met together."""

    def __init__(self, survey: Survey, table: RuleTable) -> None:
        self.survey, self.table = survey, table
        self.met: set[int] = set()
        self.deciding: set[int] = set()
        # (rule, whether the bands differ) -> the earlier rules it is met with, and the profiles
        self.together: dict[tuple[int, bool], tuple[set[int], Tally]] = {}
        self.nobody = Tally(0, None)
        for seen in survey.views:
            self._play(seen)

    def _play(self, seen: Seen) -> None:
        size = len(seen.reading)
        first, picked = np.full(size, -1, dtype=np.int16), np.full(size, -1, dtype=np.int16)
        bands = np.array([rule.band for rule in self.table.rules], dtype=np.int16)
        several = np.zeros(size, dtype=bool)
        for n, rule in enumerate(self.table.rules):
            met = seen.reading.met(rule.node, seen.context) & seen.decided
            if met.any():
                self.met.add(n)
            fresh = met & (first < 0)
            if self.table.policy in ("unique", "any"):
                several |= self._meetings(n, rule, met & ~fresh, first, bands, seen)
            if self.table.policy == "highest_band":
                picked[met & ((picked < 0) | (rule.band > bands[picked]))] = n
            else:
                picked[fresh] = n
            first[fresh] = n
        self.deciding |= set(np.unique(picked[~several & (picked >= 0)]).tolist())
        self.nobody = self._grown(self.nobody, (first < 0) & seen.decided, seen)

    def _meetings(self, n: int, rule: Rule, both: Mask, first: Bands, bands: Bands, seen: Seen) -> Mask:
        """Note the profiles that meet rule N after an earlier one; return those that the policy does not allow."""
        differs = both & (bands[first] != rule.band)
        kinds = {True: differs, False: both & ~differs} if self.table.policy == "unique" else {True: differs}
        for differ, mask in kinds.items():
            if mask.any():
                others, tally = self.together.get((n, differ), (set(), Tally(0, None)))
                others |= set(np.unique(first[mask]).tolist())
                self.together[n, differ] = (others, self._grown(tally, mask, seen))
        return both if self.table.policy == "unique" else differs

    def _grown(self, tally: Tally, mask: Mask, seen: Seen) -> Tally:
        shown = tally.witness
        if shown is None and mask.any():
            shown = self.survey.witness(int(np.argmax(mask)), seen.context)
        return Tally(tally.profiles + self.survey.count(mask), shown)


def _rules(survey: Survey, words: Words, path: str, decide: fw.Cases, table: RuleTable) -> Iterator[Finding]:
    played = _Played(survey, table)
    count, witness = played.nobody
    if count and decide.otherwise is None:
        message = 'No rule covers some profiles. Add a rule, or say what follows with "otherwise".'
        yield Finding("case_gap", "error", path, message, witness, count)
    for (n, differ), (others, (count, witness)) in sorted(played.together.items()):
        row = decide.rows[n]
        earlier = [decide.rows[other] for other in sorted(others)]
        rules = f"Rule {row.id} is met together with {listed(other.id for other in earlier)}"
        if differ:
            bands = listed(dict.fromkeys(words.band(each.band) for each in (row, *earlier)))
            message = f"{rules}, and they give {bands}. Such a case is left to people."
        else:
            message = f"{rules}. They give the same band, but the scheme promises one rule a case."
        yield Finding(
            "case_conflict" if differ else "case_overlap", "error", f"{path}.rows[{n}]", message, witness, count
        )
    yield from _shadowed(played, path, decide)


def _shadowed(played: _Played, path: str, decide: fw.Cases) -> Iterator[Finding]:
    for n, row in enumerate(decide.rows):
        if n in played.deciding:
            continue
        if n not in played.met:
            message = f"Rule {row.id} never decides: no profile meets it."
        elif decide.policy == "first":
            message = f"Rule {row.id} never decides: earlier rules take all its profiles."
        elif decide.policy == "highest_band":
            message = (
                f"Rule {row.id} never decides: whoever meets it meets another rule with the same band or a higher."
            )
        else:
            continue  # its profiles meet other rules too: said above
        rule = played.table.rules[n]
        tally = played.survey.tally(lambda seen, rule=rule: seen.reading.met(rule.node, seen.context) & seen.decided)  # type: ignore[misc]
        yield Finding("case_shadowed", "warning", f"{path}.rows[{n}]", message, tally.witness, tally.profiles)
