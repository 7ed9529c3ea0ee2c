"""What a person fills in on the meeting page before it is recorded: the proposal, the Section F check, the words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from bandingdesk.panel.findings import AgreedAction, GroundFound, Share
from bandingdesk.panel.ops import MATRIX_NEEDS, ProvisionLine
from bandingdesk.ui.workspaces.meeting import higher_forms
from bandingdesk.ui.workspaces.meeting.higher_forms import Higher


@dataclass(slots=True)
class ActionLine:
    """Somebody does something by a day. `owner` is a person's id."""

    what: str = ""
    owner: str = ""
    by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.what.strip()


@dataclass(slots=True)
class ShareLine:
    """What one party pays a year, in whole pounds as it was typed, and how that came about."""

    party: str
    pounds: str = ""
    words: str = ""

    @property
    def pence(self) -> int | None:
        """The amount in pence, None where it is none."""
        plain = self.pounds.replace(",", "").replace("£", "").strip()
        return int(plain) * 100 if plain.isdigit() else None


@dataclass(slots=True)
class LimbLine:
    """The answer to one limb of a legal test: "yes" or "no", and why."""

    test: str
    limb: str
    met: str = ""
    words: str = ""


@dataclass(slots=True)
class Proposal:
    """The panel's finding as it is filled in. Nothing is chosen for a person: the indicated band is offered only.

    `evidence` None: nobody chose papers yet, so those that scorers tied to the agreed levels are offered.
    """

    outcome: str = ""
    legal_test: str = ""
    fits: str = ""  # yes | no
    fit_words: str = ""
    band: str = ""
    reason_code: str = ""
    reason: str = ""
    views_considered: str = ""
    evidence: tuple[str, ...] | None = None
    changes: str = ""
    starts: str = ""
    review_by: str = ""
    options: str = ""
    views_of_child: str = ""
    setting: str = ""
    months: str = ""  # "" as long as the plan
    length_reason: str = ""
    conditions: str = ""
    reasonable_steps: str = ""
    actions: list[ActionLine] = field(default_factory=list)
    shares: list[ShareLine] = field(default_factory=list)
    limbs: list[LimbLine] = field(default_factory=list)

    def act_fields(self, needs: Collection[str] = MATRIX_NEEDS, offered: Sequence[str] = ()) -> dict[str, Any]:
        """Return the arguments of the desk's `propose_band` for an outcome that NEEDS this. OFFERED are tied papers.

        Raises ValueError for a day that is none.
        """
        has_band = "band" in needs
        return {
            "outcome": self.outcome,
            "legal_test": self.legal_test.strip(),
            "fits": "fit" in needs and self.fits == "yes",
            "fit_words": self.fit_words.strip() if "fit" in needs else "",
            "band": (self.band or None) if has_band else None,
            "reason_code": self.reason_code or None if "fit" in needs else None,
            "reason": self.reason.strip() if "fit" in needs else "",
            "views_considered": self.views_considered.strip(),
            "views_of_child": self.views_of_child.strip(),
            "evidence": tuple(offered) if self.evidence is None else self.evidence,
            "options": lines(self.options),
            "changes": lines(self.changes),
            "setting": self.setting.strip() if "setting" in needs else "",
            "starts": date.fromisoformat(self.starts),
            "review_by": date.fromisoformat(self.review_by),
            "months": int(self.months) if self.months else None,
            "length_reason": self.length_reason.strip(),
            "conditions": lines(self.conditions),
            "reasonable_steps": self.reasonable_steps.strip(),
            "actions": tuple(
                AgreedAction(one.what.strip(), one.owner, date.fromisoformat(one.by))
                for one in self.actions
                if not one.is_empty
            ),
            "shares": tuple(
                Share(one.party, one.pence, one.words.strip()) for one in self.shares if one.pence is not None
            )
            if "shares" in needs
            else (),
            "grounds": tuple(
                GroundFound(one.test, one.limb, one.met == "yes", one.words.strip(), self.evidence or tuple(offered))
                for one in self.limbs
                if one.met
            ),
        }


def lines(text: str) -> tuple[str, ...]:
    """Return what stands in TEXT, a line each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(slots=True)
class Provision:
    """One line of Section F, what the setting says, how it stays secured. `secured` is None until it is answered.

    `change` is what becomes of it where the plan is amended, `becomes` its new words; hours and pence are the ledger's.
    """

    provision: str
    setting_says: str = ""
    secured_by: str = ""
    secured: bool | None = None
    change: str = "kept"  # kept | changed | removed
    becomes: str = ""
    hours_x100: int | None = None
    pence: int | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody said how it stays secured, that it does not, or what becomes of it."""
        return self.secured is False or bool(self.secured_by.strip()) or self.change == "removed"

    def line(self) -> ProvisionLine:
        """Return an answered line as it is recorded."""
        is_secured = self.secured is not False
        return ProvisionLine(
            self.provision,
            self.setting_says.strip(),
            self.secured_by.strip() if is_secured else "",
            is_secured,
            self.change,  # type: ignore[arg-type]  # the list offers the three
            self.becomes.strip(),
            self.hours_x100,
            self.pence,
        )


@dataclass(slots=True)
class Putting:
    """The form for putting a case off. `to` is "panel" or "officer"."""

    reason: str = ""
    until: str = ""
    to: str = ""
    officer: str = ""
    questions: list[ActionLine] = field(default_factory=list)


@dataclass(slots=True)
class Correcting:
    """The form for a further record in the place of a signed one."""

    outcome: str = ""
    band: str = ""
    words: str = ""
    reasons: str = ""
    legal_test: str = ""


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
    agreeing: dict[str, tuple[int, str]] = field(default_factory=dict)  # by question of law: the answer (0: none), why
    decide_test: str = ""
    decide_options: str = ""
    evidence_words: str = ""
    higher_words: str = ""
    putting: Putting = field(default_factory=Putting)
    correcting: Correcting = field(default_factory=Correcting)
    higher: Higher = field(default_factory=Higher)

    def body(self) -> dict[str, Any]:
        """Return the forms as a draft keeps them."""
        return asdict(self)


def from_body(body: Mapping[str, Any]) -> Forms:
    """Return the forms as they were kept; what an older program did not know begins empty."""
    plain = _known(Forms, body)
    proposal = _known(Proposal, plain.pop("proposal", {}))
    evidence = proposal.get("evidence")
    proposal["evidence"] = None if evidence is None else tuple(evidence)
    for name, kind in (("actions", ActionLine), ("shares", ShareLine), ("limbs", LimbLine)):
        proposal[name] = [kind(**one) for one in proposal.get(name, [])]
    putting = _known(Putting, plain.pop("putting", {}))
    putting["questions"] = [ActionLine(**one) for one in putting.get("questions", [])]
    return Forms(
        proposal=Proposal(**proposal),
        provision=[Provision(**_known(Provision, line)) for line in plain.pop("provision", [])],
        answers={paper: (str(one[0]), str(one[1])) for paper, one in plain.pop("answers", {}).items()},
        agreeing={limb: (int(one[0]), str(one[1])) for limb, one in plain.pop("agreeing", {}).items()},
        putting=Putting(**putting),
        correcting=Correcting(**_known(Correcting, plain.pop("correcting", {}))),
        higher=higher_forms.from_body(plain.pop("higher", {})),
        **plain,
    )


def _known(kind: type, body: Mapping[str, Any]) -> dict[str, Any]:
    known = {each.name for each in fields(kind)}
    return {name: value for name, value in body.items() if name in known}


def begin(starts: date, review_by: date, provision: Sequence[Provision]) -> Forms:
    """Return empty forms with the days and the plan's own provision lines filled in."""
    proposal = Proposal(starts=starts.isoformat(), review_by=review_by.isoformat())
    return Forms(proposal=proposal, provision=list(provision))


def key_of(item: str) -> str:
    """Return the key under which the form of ITEM is kept as a draft."""
    return f"decision:{item}"
