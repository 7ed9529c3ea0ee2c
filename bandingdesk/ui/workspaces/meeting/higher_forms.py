"""What is filled in at a higher panel before it is recorded: how something is funded, what is found, and the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from bandingdesk.panel.findings import Share
from bandingdesk.panel.higher.funding import PARTIES
from bandingdesk.panel.higher.ops import FundsFound, OversightFound

_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")


def pence(typed: str) -> int | None:
    """Return the pence of pounds as they were typed, None where they are no amount.

    >>> pence("£32,250.5"), pence(""), pence("half")
    (3225050, None, None)
    """
    plain = typed.replace(",", "").replace("£", "").replace(" ", "")
    if not _AMOUNT.fullmatch(plain):
        return None
    pounds, _, rest = plain.partition(".")
    return int(pounds) * 100 + int((rest + "00")[:2])


def pounds(amount: int) -> str:
    """Return AMOUNT pence as a person would type it.

    >>> pounds(3225050), pounds(120000)
    ('32,250.50', '1,200')
    """
    whole, rest = divmod(amount, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


@dataclass(slots=True)
class PartyShare:
    """What one party bears a year, as it was typed, and who agreed it."""

    party: str
    pounds: str = ""
    words: str = ""


@dataclass(slots=True)
class Funds:
    """The form for how a provision is funded. Amounts are kept as they were typed."""

    outcome: str = ""
    pounds: str = ""
    shares: list[PartyShare] = field(default_factory=lambda: [PartyShare(party) for party in PARTIES])
    commissioned: str = ""
    starts: str = ""
    months: str = ""  # "" as long as the plan
    conditions: str = ""
    options: str = ""
    reasons: str = ""

    @property
    def cost(self) -> int:
        """The cost a year in pence; 0 while none is typed."""
        return pence(self.pounds) or 0

    @property
    def together(self) -> int:
        """What the shares come to, in pence."""
        return sum(pence(one.pounds) or 0 for one in self.shares)

    @property
    def no_amount(self) -> str:
        """The first text that stands for an amount and is none, "" where all are."""
        typed = (self.pounds, *(one.pounds for one in self.shares))
        return next((one.strip() for one in typed if one.strip() and pence(one) is None), "")

    def body(self, meeting: str, item: str, case: str, decision: str) -> FundsFound:
        """Return the finding as it is recorded."""
        shares = tuple(
            Share(one.party, amount, one.words.strip()) for one in self.shares if (amount := pence(one.pounds))
        )
        return FundsFound(
            meeting, item, case, decision, self.outcome, self.cost, shares, self.commissioned.strip(),
            date.fromisoformat(self.starts), int(self.months) if self.months else None,
            _lines(self.conditions), _lines(self.options), self.reasons.strip(), False,
        )  # fmt: skip


@dataclass(slots=True)
class Told:
    """The form for what an oversight panel finds. `level` "" means the strand as a whole."""

    outcome: str = ""
    words: str = ""
    asks: str = ""
    theme: str = ""
    strand: str = ""
    level: str = ""

    def body(self, meeting: str, item: str, case: str, decision: str, framework: str) -> OversightFound:
        """Return the finding as it is recorded: only what its outcome asks for."""
        asks = _lines(self.asks) if self.outcome in ("add_reasons", "return") else ()
        of_wording = self.outcome == "wording"
        return OversightFound(
            meeting, item, case, decision, self.outcome, self.words.strip(), asks,
            self.theme.strip() if self.outcome == "learning" else "",
            framework if of_wording else "", self.strand if of_wording else "",
            int(self.level) if of_wording and self.level else None,
        )  # fmt: skip


@dataclass(slots=True)
class Higher:
    """All that is filled in for one item of a higher panel. `agrees` is yes or no."""

    funds: Funds = field(default_factory=Funds)
    told: Told = field(default_factory=Told)
    second_words: str = ""
    agrees: str = ""
    sign_words: str = ""
    answer: str = ""
    names_correction: bool = True


def from_body(body: Mapping[str, Any]) -> Higher:
    """Return the forms as a draft kept them; what an older program did not know begins empty."""
    plain = _known(Higher, body)
    funds = _known(Funds, plain.pop("funds", {}))
    kept = {one["party"]: PartyShare(**one) for one in funds.pop("shares", [])}
    shares = [kept.get(party) or PartyShare(party) for party in PARTIES]
    return Higher(funds=Funds(shares=shares, **funds), told=Told(**_known(Told, plain.pop("told", {}))), **plain)


def _known(kind: type, body: Mapping[str, Any]) -> dict[str, Any]:
    known = {each.name for each in fields(kind)}
    return {name: value for name, value in body.items() if name in known}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
