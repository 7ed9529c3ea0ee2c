"""A caseload under two versions: which band becomes which, what it comes to, and who gains and loses.

Cases are re-banded at once (`batch.py`); one with a gap goes by the evaluator and the version's own policy. A case that
a version can't score is counted by itself and never guessed; so is money where either side has no amount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bandingdesk.errors import DeskError
from bandingdesk.matrix.batch import Batch
from bandingdesk.matrix.batch_money import Amounts
from bandingdesk.matrix.caseload import Caseload, Column
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.measures import CostLine
from bandingdesk.matrix.packing import PackingTooWideError
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import ProfileRefusedError
from bandingdesk.matrix.scheme import CostTable, Scheme
from bandingdesk.matrix.verdict import REASONS

REFER, REFUSED, INTERVAL, NOT_SCORED = "refer", "refused", "interval", "not_scored"
NOT_GIVEN = ""
_REFUSED = REASONS.index("refused")


class Outcome(NamedTuple):
    """Where a version points for a case: a band's id or one of the words above, and the amount where there is one."""

    band: str
    pence: int | None


class Mover(NamedTuple):
    """A case whose band or amount differs."""

    case: str
    old: Outcome
    new: Outcome

    @property
    def change(self) -> int | None:
        """Pence more, or less; None where either side has no amount."""
        return _change(self.old, self.new)


class Share(NamedTuple):
    """One setting, phase or group: its cases with both amounts, pence old and new, gainers and losers."""

    name: str
    cases: int
    old: int
    new: int
    gainers: int
    losers: int

    def as_json(self, what: str) -> dict[str, object]:
        """Return the share as JSON types, its name under WHAT."""
        own = self._asdict()
        return {what: own.pop("name"), **own, "change": self.new - self.old}


class Movement(NamedTuple):
    """What becomes of a caseload. `whole` counts the cases with an amount under both versions, in `period`.

    `unpriced`: cases with a band under both versions and no amount under one; `period` is None where the two tariffs
    differ in it, and no money is compared then.
    """

    cases: int
    transitions: Mapping[tuple[str, str], int]
    period: str | None
    whole: Share
    by_setting: tuple[Share, ...]
    by_phase: tuple[Share, ...]
    unpriced: int
    movers: tuple[Mover, ...]

    def as_json(self) -> dict[str, object]:
        """Return the document's part: transitions, pence, gainers, losers."""
        old, new = self.whole.old, self.whole.new
        pence: dict[str, object] = {"old": old, "new": new, "change": new - old, "period": self.period}
        pence |= {"by_setting": [share.as_json("setting") for share in self.by_setting]}
        pence |= {"by_phase": [share.as_json("phase") for share in self.by_phase]}
        return {
            "cases": self.cases,
            "transitions": [{"from": a, "to": b, "cases": n} for (a, b), n in self.transitions.items()],
            "pence": pence,
            "gainers": self.whole.gainers,
            "losers": self.whole.losers,
            "unpriced": self.unpriced,
        }


def movement(old: Scheme, new: Scheme, caseload: Caseload) -> Movement:
    """Return what becomes of CASELOAD when NEW takes over from OLD."""
    pairs = list(zip(outcomes(old, caseload), outcomes(new, caseload), strict=True))
    same_period = old.money is not None and new.money is not None and old.money.period == new.money.period
    if not same_period:
        pairs = [(Outcome(a.band, None), Outcome(b.band, None)) for a, b in pairs]
    order = (*old.bands, *(band for band in new.bands if band not in old.bands), REFER, REFUSED, INTERVAL, NOT_SCORED)
    place = {band: n for n, band in enumerate(order)}
    counted = Counter((a.band, b.band) for a, b in pairs)
    banded = [(a, b) for a, b in pairs if a.band in old.bands and b.band in new.bands]
    return Movement(
        cases=len(pairs),
        transitions={key: counted[key] for key in sorted(counted, key=lambda key: (place[key[0]], place[key[1]]))},
        period=old.money.period if same_period and old.money is not None else None,
        whole=_share("", pairs),
        by_setting=_shares(caseload, "setting", pairs),
        by_phase=_shares(caseload, "phase", pairs),
        unpriced=sum(_change(a, b) is None for a, b in banded) if same_period else 0,
        movers=tuple(Mover(case, a, b) for case, (a, b) in zip(caseload.cases, pairs, strict=True) if a != b),
    )


def outcomes(scheme: Scheme, caseload: Caseload) -> list[Outcome]:
    """Return where SCHEME points for each case of a list, which may hold more than it knows."""
    try:
        found = Batch(scheme).run(caseload)
    except PackingTooWideError:
        return [_alone(scheme, caseload, n) for n in range(len(caseload))]
    pence = Amounts(scheme).of(caseload, found).tolist()
    labels = (*scheme.bands, REFER)  # the last, at -1, for no band
    made = [
        Outcome(labels[band], amount if amount >= 0 else None)
        for band, amount in zip(found.bands.tolist(), pence, strict=True)
    ]
    for n in np.flatnonzero((found.reasons == _REFUSED) & ~found.gaps):
        made[n] = Outcome(REFUSED, None)
    for n in np.flatnonzero(found.gaps):
        made[n] = _alone(scheme, caseload, int(n))
    return made


def _alone(scheme: Scheme, caseload: Caseload, n: int) -> Outcome:
    """Return where the evaluator points for one case."""
    profile = within(scheme, Profile(**caseload.profile(n)))
    try:
        said = evaluate(scheme, profile)
    except ProfileRefusedError:
        return Outcome(REFUSED, None)
    except DeskError:  # levels or facts that this version does not take, or a band without an amount
        return _unpriced(scheme, profile)
    if said.kind == "indicative" and said.band is not None:
        return Outcome(said.band, said.pence)
    return Outcome(INTERVAL if said.kind == "interval" else REFER, None)


def _unpriced(scheme: Scheme, profile: Profile) -> Outcome:
    try:
        band = evaluate(scheme, profile, with_money=False).band
    except DeskError:
        return Outcome(NOT_SCORED, None)
    return Outcome(NOT_SCORED if band is None else band, None)


def within(scheme: Scheme, profile: Profile) -> Profile:
    """Return what SCHEME knows of PROFILE, which may hold strands, descriptors and numbers of another version.

    A costed map of a caseload is known by its total alone.
    """
    costs = {measure.id: measure.lines for measure in scheme.measures if isinstance(measure, CostTable)}
    numbers = {measure.id for measure in scheme.measures} - costs.keys()
    return profile._replace(
        levels={strand: level for strand, level in profile.levels.items() if strand in scheme.positions},
        descriptors=profile.descriptors & scheme.ticks.keys(),
        numbers={name: value for name, value in profile.numbers.items() if name in numbers},
        lines=profile.lines or {costs[n]: (_map(pence),) for n, pence in profile.numbers.items() if n in costs},
    )


def _map(pence: int) -> CostLine:
    """Return a costed map of which only the total is known."""
    return CostLine(what="total", fixed=pence)


def _change(old: Outcome, new: Outcome) -> int | None:
    return None if old.pence is None or new.pence is None else new.pence - old.pence


Pairs = Iterable[tuple[Outcome, Outcome]]


def _share(name: str, pairs: Pairs) -> Share:
    known = [(a.pence, b.pence) for a, b in pairs if a.pence is not None and b.pence is not None]
    gainers, losers = sum(b > a for a, b in known), sum(b < a for a, b in known)
    return Share(name, len(known), sum(a for a, _ in known), sum(b for _, b in known), gainers, losers)


def _shares(caseload: Caseload, context: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> tuple[Share, ...]:
    """Return the shares by the values of CONTEXT, in the order of the alphabet."""
    column = caseload.contexts.get(context)
    names = [NOT_GIVEN] * len(pairs) if column is None else [_value(column, code) for code in column.codes.tolist()]
    groups: dict[str, list[tuple[Outcome, Outcome]]] = {}
    for name, pair in zip(names, pairs, strict=True):
        groups.setdefault(name, []).append(pair)
    return tuple(_share(name, groups[name]) for name in sorted(groups))


def _value(column: Column, code: int) -> str:
    return NOT_GIVEN if code < 0 else column.values[code]
