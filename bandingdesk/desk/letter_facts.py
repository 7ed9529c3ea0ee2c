"""From rows of the record to the facts of a letter or a decision sheet. What is not known stays empty."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bandingdesk.casework import funding
from bandingdesk.casework.around.addressee import Addressee, Receiver
from bandingdesk.casework.papers.answers import ASKED
from bandingdesk.casework.returns.questions import ABOUT_THEM
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.letters import letter, wording
from bandingdesk.letters.letter import Band, Decision, Evidence, Facts, Recipient
from bandingdesk.letters.sheet import AgreedLevel, AnsweredReport, ProvisionCheck, SheetFacts, Signature
from bandingdesk.panel import outcomes
from bandingdesk.statute import days
from bandingdesk.store.queries.casework import CaseRow, EvidenceRow
from bandingdesk.store.queries.council import SettingRow
from bandingdesk.store.queries.decisions import DecisionRow, MarkRow
from bandingdesk.store.queries.panel import MeetingRow, QuorumRow
from bandingdesk.store.queries.returns import ViewsRow
from bandingdesk.store.queries.rounds import RoundRow
from bandingdesk.store.queries.rulebooks import Names

_READ_BY = "You wrote to us on {day}. The people who decided read your words as you wrote them."


class NotAddressedError(RefusedError):
    """The person the letter was begun for is no longer one of those it goes to."""

    code = "AR-50"
    message = QT_TRANSLATE_NOOP("errors", "This letter no longer goes to that person.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was issued and nothing was sent.")
    do = QT_TRANSLATE_NOOP("errors", "Look under People who letters go to now, then open the letter again.")


class NobodyAddressedError(RefusedError):
    """People are recorded around the child, and letters go to none of them."""

    code = "AR-51"
    message = QT_TRANSLATE_NOOP("errors", "Nobody recorded around this child may get the letter.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was issued and nothing was sent.")
    do = QT_TRANSLATE_NOOP("errors", "Look under People why, then add who holds parental responsibility.")


def facts(
    template: str,
    row: DecisionRow,
    case: CaseRow,
    papers: list[EvidenceRow],
    policy: Mapping[str, Any],
    setting: SettingRow | None,
    names: Names,
    maker_role: str,
    *,
    today: date,
    is_demo: bool,
    check_code: str,
    to: Addressee | None = None,
    key: str = "",
    issued_to: str = "",
    views: Sequence[ViewsRow] = (),
) -> Facts:
    """Return what TEMPLATE may say of a signed decision. L15 gets the band; the family's letters never do.

    TO says who the record names; KEY which of them, the first by default. ISSUED_TO is the name on a letter that stands
    already. VIEWS came in by form: each person reads their own words, and nobody else's. Where nobody is recorded
    around the child the family's letter goes to the parent that the review names.
    """
    to_setting = template == "L15"
    served = days.england().served_by_post(today)
    recipient = _setting(case, setting) if to_setting else _family(case, to, key, issued_to)
    own = _own_words(views, recipient.name, recipient.role)
    decided = _decision(row, case, papers, maker_role, recipient.role, own)
    return Facts(
        council=letter.council_from(policy),
        recipient=recipient,
        reference=case.reference,
        child_name=_printed(case.child_name),
        pupil_reference=case.upn or case.reference,
        born=case.born,
        setting_name=case.setting_name,
        plan_date=case.plan_start,
        plan_version=f"of {days.in_words(case.plan_start)}" if case.plan_start else "",
        review_on=case.review.on if case.review else None,
        decision=decided,
        changes=() if to_setting else row.changes,
        enclosures=() if to_setting else _enclosures(template),
        band=_band(row, names, policy) if to_setting else None,
        dated=today,
        sent=today,
        served=served,
        is_demo=is_demo,
        check_code=check_code,
    )


def sheet_facts(
    row: DecisionRow,
    case: CaseRow,
    papers: list[EvidenceRow],
    policy: Mapping[str, Any],
    meeting: MeetingRow,
    quorum: QuorumRow,
    found: RoundRow,
    names: Names,
    why: str,
    *,
    interests: str,
    guidance: Mapping[str, str],
    is_demo: bool,
    check_code: str,
) -> SheetFacts:
    """Return what a decision sheet may show of a decision, its round and its meeting; GUIDANCE is by legal test."""
    seats = {seat.person_id: f"{seat.name}, {seat.profession}" for seat in meeting.seats}
    levels = tuple(
        AgreedLevel(
            one.name,
            f"{one.agreed}: {one.level_names.get(one.agreed, '')}" if one.agreed is not None else "not agreed",
            tuple(dot.level for dot in one.levels),
            one.reason,
        )
        for one in found.spreads
    )
    return SheetFacts(
        council=str(policy.get("name", "")),
        reference=case.reference,
        child_name=case.child_name,
        setting_name=case.setting_name,
        panel=meeting.type_name,
        meeting_on=meeting.on,
        present=tuple(seats.get(person, person) for person in row.present) or tuple(seats.values()),
        quorum_needed=quorum.needed,
        voting_present=quorum.present,
        interests=interests,
        outcome=row.final_outcome or row.outcome,
        legal_test=row.final_test or row.legal_test,
        reasons=_reasons(row),
        evidence=tuple(_paper(one) for one in papers if one.id in (row.final_evidence or row.evidence)),
        levels=levels,
        scheme=f"{names.title} {names.version}",
        indicated_band=row.indicated_title or "none",
        indicated_why=why,
        decided_band=row.final_band_title or row.band_title,
        check_code=check_code,
        override_code=row.reason_title if row.is_override else "",
        override_reason=row.reason if row.is_override else "",
        minority=tuple(one.words for one in found.minority),
        provision=tuple(ProvisionCheck(line.provision, line.secured_by, line.secured) for line in row.section_f),
        provision_words=row.section_f_words,
        pence=row.money.pence if row.money else None,
        period=row.money.period if row.money else "year",
        starts=row.starts if row.has_period else None,
        review_by=row.review_by if row.has_period else None,
        views=tuple(words for words in (row.views_considered, row.views_of_child) if words),
        linked=tuple(_linked(row)),
        options=row.final_options or row.options,
        conditions=row.conditions,
        actions=tuple(f"{one.what}, by {wording.long_date(one.by)}" for one in row.actions),
        setting=row.setting,
        signatures=tuple(_signatures(row)),
        reports=tuple(_report(one) for one in papers if _stood(one, row)),
        law=outcomes.book().law(row.final_outcome or row.outcome, meeting.on, guidance),
        is_demo=is_demo,
    )


def _decision(
    row: DecisionRow, case: CaseRow, papers: list[EvidenceRow], maker_role: str, role: str, own: tuple[str, ...]
) -> Decision | None:
    if row.signed is None:
        return None
    views = tuple(words for words in (_quoted(case, role), *own, row.views_considered) if words)
    return Decision(
        outcome=row.final_outcome or row.outcome,
        decided_on=row.signed.at.date(),
        maker_name=row.signed.name,
        maker_role=maker_role,
        delegation=row.delegation,
        reasons=_reasons(row),
        legal_test=row.legal_test,
        evidence=tuple(_paper(one) for one in papers if one.id in row.evidence),
        views=views,
    )


def _quoted(case: CaseRow, role: str) -> str:
    """Return the addressee's own words at the review: the young person's in a letter to them, else the parent's."""
    if case.review is None:
        return ""
    said = case.review.child_views if role == "young_person" else case.review.parent_views
    return f"You said: “{said}”" if said else ""


def _own_words(views: Sequence[ViewsRow], name: str, role: str) -> tuple[str, ...]:
    """Return what the addressee wrote in a form, answer by answer; where our type can't print it, that it was read."""
    found = []
    for one in views:
        is_own = one.kind == "young_person_views" if role == "young_person" else one.kind == "parent_views"
        if is_own and (role == "young_person" or one.who.casefold() == name.casefold()):
            said = [f"{answer.label} You wrote: “{answer.text}”" for answer in one.said if answer.key not in ABOUT_THEM]
            found += said if _can_print(said) else [_READ_BY.format(day=wording.long_date(one.on))]
    return tuple(found)


def _can_print(said: Sequence[str]) -> bool:
    from bandingdesk.letters import page

    try:
        page.refuse_unknown_glyphs(said)
    except page.GlyphMissingError:
        return False
    return True


def _reasons(row: DecisionRow) -> tuple[str, ...]:
    """Return the chair's and the decision maker's words; where both signed without any, how the legal test is met.

    A signature may come without words, and after it nobody can add them: the reasons are then the panel's answer.
    """
    words = tuple(mark.words for mark in (row.recommended, row.signed) if mark is not None and mark.words)
    return tuple(dict.fromkeys(words)) or (row.legal_test,)


def _stood(paper: EvidenceRow, row: DecisionRow) -> bool:
    """Return whether a report was answered when the decision was signed: what is said later is of another day."""
    if paper.reliance is None or paper.answered_at is None or paper.sender not in ASKED:
        return False
    return row.signed is None or datetime.fromisoformat(paper.answered_at) <= row.signed.at


def _report(row: EvidenceRow) -> AnsweredReport:
    reliance: Any = row.reliance  # the record holds no other
    return AnsweredReport(row.title, row.author_role, row.dated, reliance, row.why)


def _paper(row: EvidenceRow) -> Evidence:
    return Evidence(row.title, row.author_role, row.dated)


def receiver(to: Addressee, key: str = "") -> Receiver | None:
    """Return who of TO gets the letter: by KEY, or the addressee. Raises NotAddressedError, NobodyAddressedError."""
    if not to.is_recorded:
        return None
    found = to.find(key) if key else to.main
    if found is None and key:
        raise NotAddressedError()
    if found is None:
        raise NobodyAddressedError()
    return found


def require_addressed(to: Addressee, people: tuple[str, ...]) -> None:
    """Check that a letter issued to PEOPLE still goes to them. Raises NotAddressedError."""
    if to.is_recorded and not set(people) <= {id_ for one in to.receivers for id_ in one.to}:
        raise NotAddressedError()


def _family(case: CaseRow, to: Addressee | None, key: str, issued_to: str) -> Recipient:
    """Return the recipient that the record names; a copy carries the young person's letter to somebody else."""
    if issued_to and to is not None and to.is_recorded and to.find(key) is None:
        return Recipient(issued_to, (), "parent")
    found = receiver(to, key) if to is not None else None
    if found is None or to is None:
        if case.review is None:
            return Recipient("", (), "parent")
        return Recipient(_printed(case.review.parent_name), case.review.parent_address, "parent")
    lines = tuple(_printed(line) for line in found.lines)
    if not found.is_copy or to.main is None:
        return Recipient(_printed(found.name), lines, found.role)
    name = _printed(to.main.name)
    return Recipient(_printed(found.name), (f"Copy of our letter to {name}", *lines), "young_person", name)


def _printed(text: str) -> str:
    """Return TEXT with its marks joined to their letters, as fonts draw them: typed apart they may print beside."""
    return unicodedata.normalize("NFC", text)


def _setting(case: CaseRow, setting: SettingRow | None) -> Recipient:
    lines = (case.setting_name, *(setting.address if setting else ()))
    return Recipient("The SENCO and the business manager", lines, "setting", "colleagues")


def _enclosures(template: str) -> tuple[str, ...]:
    if template == "L8":
        return ("The plan as it is now", "The notice of the changes we propose", "The evidence for the changes")
    return ()


def _band(row: DecisionRow, names: Names, policy: Mapping[str, Any]) -> Band | None:
    if row.money is None or row.money.pence is None:
        return None
    year = funding.this_year(row.money.pence, row.starts)
    return Band(
        name=row.final_band_title or row.band_title,
        scheme=names.title,
        scheme_version=names.version,
        pence=row.money.pence,
        period=row.money.period,
        element_1=int(policy.get("element_1_pence", 0)),
        element_2=int(policy.get("element_2_pence", 0)),
        element_3=row.money.pence,
        starts=row.starts,
        review_by=row.review_by,
        this_year=year.pence,
        year_ends=year.ends,
    )


def _linked(row: DecisionRow) -> Iterator[str]:
    """Yield what stands beside a record: what it corrects or what corrects it, and new evidence that was read."""
    if row.corrects:
        yield f"This record takes the place of an earlier one, which is kept. What was wrong: {row.correction_words}"
    if row.corrected is not None:
        day = wording.long_date(row.corrected.at.date())
        yield f"A further record of {day} takes the place of this one, which is kept: {row.corrected.words}"
    if row.met is not None:
        day = wording.long_date(row.met.at.date())
        yield f"New evidence came after the signature. It was read on {day}, and the decision stands: {row.met.words}"


def _signatures(row: DecisionRow) -> list[Signature]:
    marks: list[tuple[MarkRow | None, str]] = [
        (row.countersigned, "Second signature"),
        (row.recommended, "Chair, for the panel"),
        (row.signed, "Decision maker"),
    ]
    return [Signature(mark.name, role, mark.at.date()) for mark, role in marks if mark is not None]
