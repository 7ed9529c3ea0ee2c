"""The forms about a query as they are typed: plain values, kept as a draft."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from bandingdesk.panel.band_query.ops import StrandDisputed

Kind = Literal["receive", "decide", "answer", "withdraw"]


@dataclass(frozen=True, slots=True)
class StrandDraft:
    """A disputed strand as it is typed; `level` is "" where the setting names none."""

    strand: str = ""
    level: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is filled in."""
        return not (self.strand or self.words.strip())


@dataclass(frozen=True, slots=True)
class QueryForm:
    """One form. `query` and `head` are those of the query it is about, or of the decision that is queried."""

    kind: Kind
    query: str = ""
    head: str = ""
    day: str = ""  # ISO
    by: str = ""
    words: str = ""
    strands: tuple[StrandDraft, ...] = field(default=(StrandDraft(),))
    evidence: tuple[str, ...] = ()
    result: str = ""
    people: tuple[str, ...] = ()
    reasons: str = ""
    way: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the fields that are still to be filled."""
        told = [one for one in self.strands if not one.is_empty]
        whole = bool(told) and all(one.strand and one.words.strip() for one in told)
        needed: dict[str, dict[str, bool]] = {
            "receive": {"by": bool(self.by.strip()), "words": bool(self.words.strip()), "strands": whole},
            "decide": {"result": bool(self.result), "reasons": bool(self.reasons.strip())},
            "answer": {"way": bool(self.way.strip())},
            "withdraw": {"reasons": bool(self.reasons.strip())},
        }
        return tuple(name for name, is_there in needed[self.kind].items() if not is_there)

    def disputed(self) -> tuple[StrandDisputed, ...]:
        """Return the disputed strands as they are recorded. Call when nothing is missing."""
        return tuple(
            StrandDisputed(one.strand, int(one.level) if one.level else None, one.words.strip())
            for one in self.strands
            if not one.is_empty
        )

    def on(self) -> date:
        """Return its day."""
        return date.fromisoformat(self.day)

    def body(self) -> dict[str, Any]:
        """Return it as a draft; a PIN is never part of it."""
        return asdict(self)


def from_body(body: dict[str, Any]) -> QueryForm:
    """Return the form that was kept as a draft."""
    strands = tuple(StrandDraft(**one) for one in body.get("strands", ()))
    lists = {name: tuple(body.get(name, ())) for name in ("evidence", "people")}
    return QueryForm(**{**body, **lists, "strands": strands})
