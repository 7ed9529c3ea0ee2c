"""Two schemes at once: a band of one read in the other by published rows, both ways, and rows proposed by a rule.

A crosswalk stands in the definition of the scheme that reads the other's bands. A proposal is never applied by itself:
a person publishes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, RefusedError
from bandingdesk.matrix import evaluate
from bandingdesk.matrix.framework import Crosswalk, CrosswalkRow, Framework
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme

Amounts = Mapping[str, int | None]  # pence by band
Rule = Literal["published", "nearest", "nearest_up", "equal_value"]


class BandNotMappedError(RefusedError):
    """The crosswalk with FRAMEWORK says nothing about BAND."""

    code = "FW-26"
    message = QT_TRANSLATE_NOOP("errors", "The crosswalk with {framework} does not say what {band} becomes.")
    kept = QT_TRANSLATE_NOOP("errors", "The band stays as it was decided.")
    do = QT_TRANSLATE_NOOP("errors", "Let people decide this case, or publish a row for the band.")


class NotProposedError(RefusedError):
    """No rows can be proposed by RULE: it is not reckoned from amounts."""

    code = "FW-27"
    message = QT_TRANSLATE_NOOP("errors", "Rows by the rule {rule} can't be worked out from amounts.")
    kept = QT_TRANSLATE_NOOP("errors", "The crosswalk is as it was.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the published rows by hand.")


class Fault(NamedTuple):
    """What is wrong with a crosswalk: the band it is about, and a sentence."""

    band: str
    words: str


def between(old: Framework, new: Framework) -> Crosswalk | None:
    """Return how NEW reads the bands of OLD; None where it says nothing about that framework and version."""
    own = [one for one in new.crosswalks if one.framework == old.id and one.version in (None, old.version)]
    return next((one for one in own if one.version is not None), own[0] if own else None)


def read(crosswalk: Crosswalk, band: str) -> str | None:
    """Return what BAND of the other scheme becomes here; None where people decide. Raises BandNotMappedError."""
    for row in crosswalk.rows:
        if row.other == band:
            return row.band
    raise BandNotMappedError(framework=crosswalk.framework, band=band)


def read_back(crosswalk: Crosswalk, band: str) -> tuple[str, ...]:
    """Return the bands of the other scheme that become BAND here: none, one or several."""
    return tuple(row.other for row in crosswalk.rows if row.band == band)


def faults(crosswalk: Crosswalk, other: Framework) -> tuple[Fault, ...]:
    """Return what is wrong with the rows for OTHER: its bands without a row, and rows for bands that it does not have.

    Rows given twice, and rows to bands that its own scheme lacks, are faults of the file (`references.py`).
    """
    mapped, known = {row.other for row in crosswalk.rows}, {band.id for band in other.bands}
    open_ = [
        Fault(band.id, f"{band.name} of {other.title} has no row.") for band in other.ladder() if band.id not in mapped
    ]
    return (
        *open_,
        *(
            Fault(row.other, f"{other.title} has no band {row.other}.")
            for row in crosswalk.rows
            if row.other not in known
        ),
    )


def amounts(scheme: Scheme, context: Mapping[str, str]) -> dict[str, int | None]:
    """Return what each band is worth in CONTEXT, lowest band first; None where the tariff alone does not say."""
    made: dict[str, int | None] = {}
    for place, band in enumerate(scheme.bands):
        try:
            made[band] = evaluate.paid(scheme, place, Profile({}, context=context)).pence
        except DeskError:
            made[band] = None
    return made


def propose(other: Framework, mine: Amounts, theirs: Amounts, rule: Rule) -> Crosswalk:
    """Return rows for every band of OTHER by RULE, from amounts in pence of one place and period: MINE and THEIRS.

    `nearest`: the nearest amount, the higher one of two as near. `nearest_up`: the lowest amount that is not below;
    without one people decide. `equal_value`: the same amount, else people decide. So they do where there is no amount.
    Raises NotProposedError.
    """
    if rule == "published":
        raise NotProposedError(rule=rule)
    known = {band: pence for band, pence in mine.items() if pence is not None}
    rows = []
    for band in other.ladder():
        pence = theirs.get(band.id)
        rows.append(CrosswalkRow(other=band.id, band=None if pence is None else _match(rule, pence, known)))
    return Crosswalk(framework=other.id, version=other.version, rule=rule, rows=tuple(rows))


def _match(rule: str, pence: int, known: Mapping[str, int]) -> str | None:
    """Return the band of KNOWN for an amount; of several with the same amount the first in KNOWN's order."""
    match rule:
        case "nearest":
            return min(known, key=lambda band: (abs(known[band] - pence), -known[band]), default=None)
        case "nearest_up":
            above = [band for band in known if known[band] >= pence]
            return min(above, key=lambda band: known[band], default=None)
        case _:
            return next((band for band in known if known[band] == pence), None)
