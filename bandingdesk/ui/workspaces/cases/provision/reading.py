"""What the provision ledger of a case reads: the recorded lines, the rates, and the band it is laid beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.casework.provision.rates import Rates
from bandingdesk.casework.provision.shortfall import Elements
from bandingdesk.casework.returns.from_document import Suggested
from bandingdesk.council import may
from bandingdesk.store.queries import casework, council, decisions, provision, returns, rulebooks
from bandingdesk.store.queries.provision import BandRow, LedgerRow


@dataclass(frozen=True, slots=True)
class Provision:
    """The ledger of a case as the viewer may see it. `beside` is None where no band or amount may be seen or is known.

    `plan` are the lines of Section F as the review's form holds them, `advised` those that professionals suggest in
    forms that were taken over. `only_for` says who may record, where the person
    at the keys may not, `only_names` the same of naming a shortfall.
    """

    case_id: str
    ledger: LedgerRow | None
    rates: Rates
    sees_money: bool
    beside: BandRow | None
    plan: tuple[str, ...]
    only_for: str = ""
    only_names: str = ""
    advised: tuple[str, ...] = ()
    bands: tuple[tuple[str, str], ...] = ()  # of a decision that waits to be signed, the proposed one first

    @property
    def head(self) -> str:
        """The ledger's head, "" where none is recorded."""
        return self.ledger.head if self.ledger is not None else ""

    @property
    def elements(self) -> Elements | None:
        """Elements 1 to 3 of the band beside it, None where one of them is not known."""
        return self.beside.elements if self.beside is not None else None


def read(conn: Any, case_id: str, viewer: str, today: date, *, is_blind: bool) -> Provision:
    """Return the ledger of a case for VIEWER; who is still to score it blind sees no money. Raises CaseClosedError."""
    case = casework.case(conn, case_id, viewer)
    sees = not is_blind and provision.sees_money(conn, viewer)
    mine = set(council.person(conn, viewer).roles)
    return Provision(
        case_id=case_id,
        ledger=provision.ledger(conn, case_id),
        rates=provision.rates(conn, today),
        sees_money=sees,
        beside=provision.band(conn, case_id, viewer, today) if sees else None,
        plan=case.review.section_f if case.review is not None else (),
        only_for=_only("provision.recorded", mine),
        only_names=_only("provision.shortfall_named", mine),
        advised=tuple(advised(line, who) for who, line in returns.suggested(conn, case_id)),
        bands=_bands(conn, case_id, viewer) if sees else (),
    )


def advised(line: Suggested, who: str) -> str:
    """Return a suggested line as a sentence that the ledger reads; WHO gave the advice stands where nobody is named."""
    parts = [line.what]
    if line.minutes:
        parts.append(f"{line.minutes} minutes")
    if line.times:
        parts.append(f"{line.times} times a week")
    if line.group and line.group > 1:
        parts.append(f"in a group of {line.group}")
    if line.weeks:
        parts.append(f"for {line.weeks} weeks")
    return ", ".join((*parts, line.who or who))


def _bands(conn: Any, case_id: str, viewer: str) -> tuple[tuple[str, str], ...]:
    newest = next(iter(decisions.decisions(conn, case_id, viewer)), None)
    if newest is None or newest.signed is not None or newest.money is None or newest.sight.money != "yes":
        return ()
    names = rulebooks.names(conn, newest.framework_sha256).bands
    return tuple(sorted(names.items(), key=lambda one: one[0] != newest.band))


def _only(kind: str, mine: set[str]) -> str:
    writers = may.rule(kind).writers
    return "" if mine & set(writers) else may.words(writers)
