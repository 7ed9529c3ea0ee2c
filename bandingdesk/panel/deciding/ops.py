"""What is recorded beside the steps of a decision: sent higher, new evidence met, corrected by a further record."""

from __future__ import annotations

from dataclasses import dataclass

from bandingdesk.ops import Kind
from bandingdesk.panel.ops import BandProposed, DecisionSigned, MoneyShown, SectionFChecked


@dataclass(frozen=True, slots=True)
class ReferredHigher:
    """The cost of the finding goes on to a higher panel: panel type `to`, at `meeting` as `item`, "" while none is set.

    `pence` a year is what the tariff or the plan's provision costs, None where nobody can say yet. The agreed levels,
    Section F and every date of the law stay as they are.
    """

    to: str
    meeting: str
    item: str
    pence: int | None
    words: str


@dataclass(frozen=True, slots=True)
class EvidenceMet:
    """The decision maker read what came or changed after the signature, and the decision stands: why, in words.

    `papers` are all papers of the case as they stood then, (id, sha256).
    """

    words: str
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionCorrected:
    """A further record takes the place of this decision. This one stays as it was signed."""

    by_decision: str
    words: str


@dataclass(frozen=True, slots=True)
class CorrectionSigned:
    """A decision that corrects an earlier one: a record of its own, whole, signed by a decision maker.

    `corrects` is the earlier decision, `words` say what was wrong. `finding`, `provision` and `money` are what the
    corrected decision rests on: the panel's, but for what the correction changes. The earlier record is not edited.
    """

    corrects: str
    words: str
    finding: BandProposed
    provision: SectionFChecked | None
    money: MoneyShown | None
    decided: DecisionSigned


KINDS: dict[str, Kind] = {
    "decision.referred_higher": Kind(ReferredHigher),
    "decision.evidence_met": Kind(EvidenceMet),
    "decision.corrected": Kind(DecisionCorrected),
    "decision.correction_signed": Kind(CorrectionSigned),
}
