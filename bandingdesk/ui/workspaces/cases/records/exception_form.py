"""What is typed into the form of an exception: its head, the clocks it is relied on for, days, reason, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bandingdesk.casework.register.ops import Excuse
from bandingdesk.statute.register import Head, RegisterBook
from bandingdesk.store.queries.register import ClockLine
from bandingdesk.ui.workspaces.cases.records.typed import day

DAYS = ("starts", "ends", "told")
NEEDED = ("head", "starts", "because")


@dataclass(frozen=True, slots=True)
class ExceptionForm:
    """The form of an exception on clocks of ENTRY. EXCUSE is the id of the one that is changed, "" for a new one."""

    entry: str
    rules: tuple[str, ...]
    excuse: str = ""
    head: str = ""
    starts: str = ""
    ends: str = ""
    because: str = ""
    told: str = ""
    evidence: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled in."""
        lacking = tuple(name for name in NEEDED if not str(getattr(self, name)).strip())
        return lacking if self.rules else (*lacking, "rules")

    def unread(self) -> tuple[str, ...]:
        """Return the names of the day fields that hold no day."""
        return tuple(name for name in DAYS if (words := getattr(self, name).strip()) and day(words) is None)

    def values(self) -> dict[str, Any]:
        """Return it as the desk takes it. Call when `missing` and `unread` are empty."""
        starts = day(self.starts)
        assert starts is not None
        return {
            "head": self.head,
            "rules": self.rules,
            "starts": starts,
            "ends": day(self.ends) if self.ends.strip() else None,
            "because": self.because.strip(),
            "evidence": self.evidence,
            "told": day(self.told) if self.told.strip() else None,
            "excuse_id": self.excuse or None,
        }

    def with_rule(self, rule: str, *, on: bool) -> ExceptionForm:
        """Return the form with RULE among the clocks that the exception is relied on for, or without it."""
        others = tuple(one for one in self.rules if one != rule)
        return replace(self, rules=(*others, rule) if on else others)

    def with_paper(self, paper: str, *, on: bool) -> ExceptionForm:
        """Return the form with a paper as evidence, or without it."""
        others = tuple(one for one in self.evidence if one != paper)
        return replace(self, evidence=(*others, paper) if on else others)

    def body(self) -> dict[str, Any]:
        """Return it as a draft is kept."""
        return {name: getattr(self, name) for name in self.__slots__}


def of_draft(body: Mapping[str, Any]) -> ExceptionForm:
    """Return the form that a draft holds. Raises KeyError for a body that is none."""
    texts = {name: str(body.get(name, "")) for name in ("excuse", "head", "starts", "ends", "because", "told")}
    rules, evidence = (tuple(str(one) for one in body.get(name, ())) for name in ("rules", "evidence"))
    return ExceptionForm(entry=str(body["entry"]), rules=rules, evidence=evidence, **texts)


def of_recorded(entry: str, excuse: Excuse) -> ExceptionForm:
    """Return the form of an exception that was recorded."""
    days = {"starts": excuse.starts, "ends": excuse.ends, "told": excuse.told}
    texts = {name: f"{on.day:02d}/{on.month:02d}/{on.year}" if on else "" for name, on in days.items()}
    return ExceptionForm(
        entry, excuse.rules, excuse.id, excuse.head, because=excuse.because, evidence=excuse.evidence, **texts
    )


def heads(book: RegisterBook, lines: tuple[ClockLine, ...], form: ExceptionForm, today: date) -> tuple[Head, ...]:
    """Return the heads that may excuse every clock chosen, as of the day the exception begins."""
    begins = day(form.starts) if form.starts.strip() else None
    chosen = [line for line in lines if line.rule in form.rules]
    offered = [{head.id for head in book.heads_for(line.rule, begins or today, line.law_day)} for line in chosen]
    return tuple(head for head in book.heads.values() if offered and all(head.id in some for some in offered))


def excusable(book: RegisterBook, lines: tuple[ClockLine, ...], today: date) -> tuple[ClockLine, ...]:
    """Return the clocks of an entry for which the law gives any head at all."""
    return tuple(line for line in lines if book.heads_for(line.rule, line.starts or today, line.law_day))
