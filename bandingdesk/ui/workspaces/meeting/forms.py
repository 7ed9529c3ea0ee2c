"""What a person fills in on the meeting page before it is recorded: the proposal, the Section F check, the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from bandingdesk.panel.ops import ProvisionLine


@dataclass(slots=True)
class Proposal:
    """The panel's finding as it is filled in. Nothing is chosen for a person: the indicated band is offered only."""

    outcome: str = ""
    legal_test: str = ""
    fits: str = ""  # yes | no
    fit_words: str = ""
    band: str = ""
    reason_code: str = ""
    reason: str = ""
    views_considered: str = ""
    evidence: tuple[str, ...] = ()
    changes: str = ""
    starts: str = ""
    review_by: str = ""

    def act_fields(self) -> dict[str, Any]:
        """Return the arguments of the desk's `propose_band`. Raises ValueError for a day that is none."""
        return {
            "outcome": self.outcome,
            "legal_test": self.legal_test.strip(),
            "fits": self.fits == "yes",
            "fit_words": self.fit_words.strip(),
            "band": self.band,
            "reason_code": self.reason_code or None,
            "reason": self.reason.strip(),
            "views_considered": self.views_considered.strip(),
            "evidence": self.evidence,
            "changes": tuple(line.strip() for line in self.changes.splitlines() if line.strip()),
            "starts": date.fromisoformat(self.starts),
            "review_by": date.fromisoformat(self.review_by),
        }


@dataclass(slots=True)
class Provision:
    """One line of Section F, what the setting says, how it stays secured. `secured` is None until it is answered."""

    provision: str
    setting_says: str = ""
    secured_by: str = ""
    secured: bool | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody said how it stays secured, or that it does not."""
        return self.secured is False or bool(self.secured_by.strip())

    def line(self) -> ProvisionLine:
        """Return an answered line as it is recorded."""
        is_secured = self.secured is not False
        return ProvisionLine(
            self.provision, self.setting_says.strip(), self.secured_by.strip() if is_secured else "", is_secured
        )


@dataclass(slots=True)
class Forms:
    """All that is filled in for one item, kept as one draft."""

    proposal: Proposal = field(default_factory=Proposal)
    provision: list[Provision] = field(default_factory=list)
    provision_words: str = ""
    recommend_words: str = ""
    decide_agrees: str = ""  # yes | no
    decide_outcome: str = ""
    decide_band: str = ""
    decide_words: str = ""
    countersign_words: str = ""
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)  # by paper: what was made of it, why

    def body(self) -> dict[str, Any]:
        """Return the forms as a draft keeps them."""
        return asdict(self)


def from_body(body: Mapping[str, Any]) -> Forms:
    """Return the forms as they were kept."""
    known = {each.name for each in fields(Forms)}
    plain = {name: value for name, value in body.items() if name in known}
    proposal = dict(plain.pop("proposal", {}))
    proposal["evidence"] = tuple(proposal.get("evidence", ()))
    provision = [Provision(**line) for line in plain.pop("provision", [])]
    answers = {paper: (str(one[0]), str(one[1])) for paper, one in plain.pop("answers", {}).items()}
    return Forms(proposal=Proposal(**proposal), provision=provision, answers=answers, **plain)


def begin(starts: date, review_by: date, papers: Sequence[str], section_f: Sequence[str]) -> Forms:
    """Return empty forms with the days, the frozen papers and the plan's own provision lines filled in."""
    proposal = Proposal(starts=starts.isoformat(), review_by=review_by.isoformat(), evidence=tuple(papers))
    return Forms(proposal=proposal, provision=[Provision(line) for line in section_f])


def key_of(item: str) -> str:
    """Return the key under which the form of ITEM is kept as a draft."""
    return f"decision:{item}"
