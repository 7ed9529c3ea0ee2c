"""Why an evaluation came out as it did: steps in words, distance to the edges, and what one level would change.

Counterfactuals are facts about the scheme ("if Hearing had been rated 3"), never advice to seek another rating:
ratings follow evidence.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import bandingdesk
from bandingdesk.matrix import phrases, reckoning, replay, wording
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.evaluate import Evaluation, evaluate, not_entered, read_levels, with_least
from bandingdesk.matrix.plain import Plain
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import BestOfTable, Cards, Ladder, Scheme
from bandingdesk.matrix.steps import Step

if TYPE_CHECKING:  # numpy is loaded only where a spread is given
    from bandingdesk.matrix.confidence import Confidence
    from bandingdesk.matrix.whatif.spread import Spread

MAX_SETS = 24  # more ways than this to reach another band tell nobody anything


class Margin(NamedTuple):
    """What the ladder's measure still needs for the next row, and to lose before the row below; None at an end.

    Of several ways to decide it is the ladder that gave the band.
    """

    points_to_next: int | None
    points_to_previous: int | None


class Change(NamedTuple):
    """A strand's level in place of the one rated."""

    strand: str
    level: int
    other: int


class Way(NamedTuple):
    """The fewest one-level steps to another band, and the sets of changes that take so many; `cut`: not all listed."""

    steps: int
    sets: tuple[tuple[Change, ...], ...]
    cut: bool = False


class Rung(NamedTuple):
    """The band at each level of a strand, the others as rated; None where the case is referred or refused."""

    strand: str
    levels: tuple[int, ...]
    bands: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole object: what it explains, the result, the steps with their sentences, and what lies around it."""

    explains: Mapping[str, str | None]
    evaluation: Evaluation
    sentences: tuple[str, ...]
    margin: Margin | None
    up: Way | None
    down: Way | None
    sensitivity: tuple[Rung, ...]
    missing: tuple[str, ...]
    guards: tuple[st.Guard, ...]
    evidence: Mapping[str, tuple[str, ...]]
    short: str
    long: str
    confidence: Confidence | None = None  # where a table of rater spread is given

    def as_json(self) -> dict[str, object]:
        """Return the object as JSON types."""
        margin = None if self.margin is None else self.margin._asdict()
        sensitivity = [
            {"strand": r.strand, "levels": list(r.levels), "band_by_level": list(r.bands)} for r in self.sensitivity
        ]
        return {
            "explains": dict(self.explains),
            "result": self.evaluation.as_json(),
            "steps": [self._step(n, step) for n, step in enumerate(self.evaluation.steps)],
            "margin": margin,
            "counterfactual": {"up": _way_json(self.up), "down": _way_json(self.down)},
            "sensitivity": sensitivity,
            "confidence": None if self.confidence is None else self.confidence.as_json(),
            "missing": list(self.missing),
            "guards": [st.as_json(guard) for guard in self.guards],
            "override": None,
            "lay": {"short": self.short, "long": self.long, "language": "en"},
        }

    def _step(self, n: int, step: Step) -> dict[str, object]:
        made = {"n": n + 1, **st.as_json(step), "lay": self.sentences[n]}
        if isinstance(step, st.Rating):
            made["evidence"] = list(self.evidence.get(step.strand, ()))
        return made


def explain(
    scheme: Scheme,
    profile: Profile,
    *,
    case: str,
    at: datetime,
    evidence: Mapping[str, Sequence[str]] | None = None,
    with_money: bool = True,
    spread: Spread | None = None,
) -> Explanation:
    """Return why PROFILE comes out as it does. AT is the instant it was asked (UTC), EVIDENCE ids by strand.

    SPREAD says how far careful raters differ; the share of each band is then given too. The steps are replayed first.
    Raises what `evaluate` raises, and StepsDontReplayError.
    """
    evaluation = evaluate(scheme, profile, with_money=with_money)
    if replay.replay(evaluation.steps, scheme.bands) != evaluation[:5]:
        raise replay.StepsDontReplayError(n=len(evaluation.steps), kind="result")
    levels, missing = read_levels(scheme, profile)
    around = _Around(scheme, with_least(scheme, profile), levels)
    whole = evaluation.kind != "interval"
    sentences = tuple(wording.sentence(scheme, step) for step in evaluation.steps)
    return Explanation(
        explains=_explains(scheme, profile, case, at),
        evaluation=evaluation,
        sentences=sentences,
        margin=_margin(scheme, evaluation.steps),
        up=around.way(1) if whole else None,
        down=around.way(-1) if whole else None,
        sensitivity=tuple(around.rungs()) if whole else (),
        missing=(*(scheme.strands[n].id for n in missing), *not_entered(scheme, profile)),
        guards=tuple(step for step in evaluation.steps if isinstance(step, st.Guard) and step.active),
        evidence={strand: tuple(ids) for strand, ids in (evidence or {}).items()},
        short=_short(scheme, evaluation, sentences),
        long=" ".join((*sentences, phrases.PEOPLE)),
        confidence=_confidence(scheme, profile, levels, spread) if whole else None,
    )


def _confidence(scheme: Scheme, profile: Profile, levels: Sequence[int], spread: Spread | None) -> Confidence | None:
    if spread is None:
        return None
    from bandingdesk.matrix import confidence

    return confidence.confidence(scheme, levels, profile, spread)


def inputs_sha256(profile: Profile) -> str:
    """Return the hash of what went in: levels, descriptors, context, and other facts where there are any."""
    import rfc8785

    levels, context = dict(profile.levels), dict(profile.context)
    inputs: dict[str, Any] = {"levels": levels, "descriptors": sorted(profile.descriptors), "context": context}
    inputs |= {"numbers": dict(profile.numbers)} if profile.numbers else {}
    if profile.lines:
        fields = ("what", "rate", "minutes", "group", "weeks", "fixed")
        inputs["lines"] = {
            name: [{field: getattr(line, field) for field in fields} for line in lines]
            for name, lines in profile.lines.items()
        }
    inputs |= {} if profile.paid_before is None else {"paid_before": profile.paid_before}
    inputs |= {} if profile.on is None else {"on": profile.on.isoformat()}
    return "sha256:" + hashlib.sha256(rfc8785.dumps(inputs)).hexdigest()


def _explains(scheme: Scheme, profile: Profile, case: str, at: datetime) -> dict[str, str | None]:
    named = scheme.identity
    return {
        "framework": f"{named.id}@{named.version}#{scheme.sha256}",
        "tariff": None if named.year is None else f"{named.year}#{named.tariff_sha256}",
        "engine": bandingdesk.__version__,
        "at": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "case": case,
        "inputs_sha256": inputs_sha256(profile),
    }


def _short(scheme: Scheme, evaluation: Evaluation, sentences: Sequence[str]) -> str:
    if evaluation.kind == "interval":
        return sentences[-1]
    if evaluation.band is None:
        return phrases.SHORT_REFER.format(reason=_reason(evaluation.steps, sentences))
    band = scheme.words.bands[evaluation.band]
    if evaluation.points is None or not isinstance(scheme.decide, Ladder) or scheme.decide.measure != scheme.primary:
        return phrases.SHORT_BAND.format(band=band)
    points = wording.figure(scheme, scheme.decide.measure, evaluation.points)
    return phrases.SHORT_POINTS.format(points=points, band=band)


def _reason(steps: Sequence[Step], sentences: Sequence[str]) -> str:
    """Return why there is no band: the last sentence, or that of the guard it points at."""
    last = steps[-1]
    if isinstance(last, st.Refer) and last.reason == "guard":
        on = (
            n for n, step in enumerate(steps) if isinstance(step, st.Guard) and step.active and step.id == last.subject
        )
        return sentences[next(on)]
    return sentences[-1]


def _margin(scheme: Scheme, steps: Sequence[Step]) -> Margin | None:
    decide, path = scheme.decide, tuple[int, ...]()
    chosen = {step.path: step.way for step in steps if isinstance(step, st.Best) and step.way}
    while isinstance(decide, BestOfTable) and path in chosen:
        decide, path = decide.of[chosen[path] - 1], (*path, chosen[path])
    row = _row(steps, path)
    if row is None or not isinstance(decide, Ladder):
        return None
    above = min((other.start for other in decide.rows if other.start > row.value), default=None)
    below = max((other.end for other in decide.rows if other.end < row.value), default=None)
    return Margin(None if above is None else above - row.value, None if below is None else row.value - below)


def _row(steps: Sequence[Step], path: tuple[int, ...]) -> st.Threshold | None:
    """Return the row that the way of PATH came to: the last before that way ends."""
    found = None
    for step in steps:
        if isinstance(step, st.Threshold):
            found = step
        elif isinstance(step, st.Way):
            if step.path == path:
                return found
            found = None
    return found if not path else None


def _way_json(way: Way | None) -> dict[str, object] | None:
    if way is None:
        return None
    return {"steps": way.steps, "sets": [[list(change) for change in found] for found in way.sets]}


class _Around:
    """The profiles near one profile. Descriptors and context stay as they are."""

    def __init__(self, scheme: Scheme, profile: Profile, levels: Sequence[int]) -> None:
        self.scheme, self.profile, self.levels = scheme, profile, list(levels)
        self.plain = Plain(scheme)
        self.here = self._rank(self.levels)

    def _band(self, levels: Sequence[int]) -> reckoning.Outcome | None:
        try:
            facts = self.profile
            return self.plain.outcome(levels, facts.context, facts.descriptors, facts.numbers, facts.lines)
        except reckoning.ProfileRefusedError:
            return None

    def _rank(self, levels: Sequence[int]) -> int | None:
        """Return the band's place; above the scale counts as one more, other referrals as None."""
        outcome = self._band(levels)
        if outcome is None or outcome.band is not None:
            return None if outcome is None else outcome.band
        ends = {"above": len(self.scheme.bands), "above_top": len(self.scheme.bands), "below": -1, "below_bottom": -1}
        return ends.get(outcome.reason)

    def way(self, direction: int) -> Way | None:
        """Return the fewest steps (1 or 2) to a higher band, or a lower one with DIRECTION -1; None beyond that."""
        if self.here is None:
            return None
        for steps in (1, 2):
            found = [changes for changes in self._changes(direction, steps) if self._reaches(changes, direction)]
            if found:
                return Way(steps, tuple(found[:MAX_SETS]), len(found) > MAX_SETS)
        return None

    def _changes(self, direction: int, steps: int) -> Iterator[tuple[Change, ...]]:
        reach: list[list[Change]] = []  # by number of steps: every single change that takes so many
        for width in range(1, steps + 1):
            row = []
            for strand, level in zip(self.scheme.strands, self.levels, strict=True):
                at = strand.levels.index(level) + direction * width
                if 0 <= at < len(strand.levels):
                    row.append(Change(strand.id, level, strand.levels[at]))
            reach.append(row)
        yield from ((change,) for change in reach[steps - 1])
        if steps == 2:
            yield from itertools.combinations(reach[0], 2)

    def _reaches(self, changes: Sequence[Change], direction: int) -> bool:
        levels = list(self.levels)
        for change in changes:
            levels[self.scheme.positions[change.strand]] = change.other
        rank = self._rank(levels)
        return rank is not None and self.here is not None and (rank - self.here) * direction > 0

    def rungs(self) -> Iterator[Rung]:
        """Give each strand's ladder; of a best-fit scheme only the strand that holds the cards."""
        only = self.scheme.decide.strand if isinstance(self.scheme.decide, Cards) else None
        for n, strand in enumerate(self.scheme.strands):
            if only in (None, n):
                yield Rung(strand.id, strand.levels, tuple(self._bands(n, strand.levels)))

    def _bands(self, n: int, options: Sequence[int]) -> Iterator[str | None]:
        levels = list(self.levels)
        for level in options:
            levels[n] = level
            outcome = self._band(levels)
            yield None if outcome is None or outcome.band is None else self.scheme.bands[outcome.band]
