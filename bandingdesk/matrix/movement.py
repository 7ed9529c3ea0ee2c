"""A caseload under two versions: which band becomes which, what it comes to, and who gains and loses.

Every case is scored by the evaluator, each profile once, so that any rule and any tariff counts as it stands. A case
that a version can't score is counted by itself and never guessed; so is money where either side has no amount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bandingdesk.errors import DeskError
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.measures import CostLine
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import ProfileRefusedError
from bandingdesk.matrix.scheme import CostTable, Scheme

REFER, REFUSED, INTERVAL, NOT_SCORED = "refer", "refused", "interval", "not_scored"
NOT_GIVEN = ""


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
    first, second = _Scorer(old), _Scorer(new)
    profiles = [Profile(**caseload.profile(n)) for n in range(len(caseload))]
    pairs = [(first.outcome(profile), second.outcome(profile)) for profile in profiles]
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
        by_setting=_shares(profiles, pairs, lambda profile: profile.context.get("setting", NOT_GIVEN)),
        by_phase=_shares(profiles, pairs, lambda profile: profile.context.get("phase", NOT_GIVEN)),
        unpriced=sum(_change(a, b) is None for a, b in banded) if same_period else 0,
        movers=tuple(Mover(case, a, b) for case, (a, b) in zip(caseload.cases, pairs, strict=True) if a != b),
    )


class _Scorer:
    """A version that scores cases of a list which may hold more than it knows, each profile once."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._known: dict[tuple[object, ...], Outcome] = {}

    def outcome(self, profile: Profile) -> Outcome:
        """Return where the version points for PROFILE."""
        facts = (profile.levels, profile.context, profile.numbers)
        key = (*(tuple(each.items()) for each in facts), profile.descriptors)
        if key not in self._known:
            self._known[key] = self._scored(within(self._scheme, profile))
        return self._known[key]

    def _scored(self, profile: Profile) -> Outcome:
        try:
            said = evaluate(self._scheme, profile)
        except ProfileRefusedError:
            return Outcome(REFUSED, None)
        except DeskError:  # levels or facts that this version does not take, or a band without an amount
            return self._unpriced(profile)
        if said.kind == "indicative" and said.band is not None:
            return Outcome(said.band, said.pence)
        return Outcome(INTERVAL if said.kind == "interval" else REFER, None)

    def _unpriced(self, profile: Profile) -> Outcome:
        try:
            band = evaluate(self._scheme, profile, with_money=False).band
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


def _shares(
    profiles: list[Profile], pairs: list[tuple[Outcome, Outcome]], of: Callable[[Profile], str]
) -> tuple[Share, ...]:
    groups: dict[str, list[tuple[Outcome, Outcome]]] = {}
    for profile, pair in zip(profiles, pairs, strict=True):
        groups.setdefault(of(profile), []).append(pair)
    return tuple(_share(name, groups[name]) for name in sorted(groups))
