"""Oversight in words: marks and grades, rows of samples and audits, a decision's document, entries of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.store.queries.oversight import RecordLine, SampleRow
from bandingdesk.ui import codes, record_words, text
from bandingdesk.ui.widgets.row_list import Row
from bandingdesk.ui.workspaces.oversight.reading import Document, Item

MARKS = ("met", "partly", "not_met", "not_relevant")
MARK_KEYS = {"met": "1", "partly": "2", "not_met": "3", "not_relevant": "0"}
MARK_ICONS = {"met": "circle-check", "partly": "circle-dot", "not_met": "circle-x", "not_relevant": "circle-minus"}
MARK_TONES = {"met": "ok", "partly": "warn", "not_met": "danger", "not_relevant": "info"}
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the document. `criterion` is the one that its colour follows, "" for plain text."""

    words: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under its heading; a list has each passage on a line of its own."""

    title: str
    passages: tuple[Passage, ...]
    is_list: bool = False


def mark(name: str) -> str:
    """Return a mark in words."""
    match name:
        case "met":
            return QCoreApplication.translate("oversight", "Met")
        case "partly":
            return QCoreApplication.translate("oversight", "Partly")
        case "not_met":
            return QCoreApplication.translate("oversight", "Not met")
        case _:
            return QCoreApplication.translate("oversight", "Not relevant")


def grade(name: str) -> str:
    """Return a grade in words."""
    match name:
        case "outstanding":
            return QCoreApplication.translate("oversight", "Outstanding")
        case "good":
            return QCoreApplication.translate("oversight", "Good")
        case "requires_improvement":
            return QCoreApplication.translate("oversight", "Requires improvement")
        case _:
            return QCoreApplication.translate("oversight", "Inadequate")


def period(sample: SampleRow) -> str:
    """Return the period of a sample."""
    words = QCoreApplication.translate("oversight", "{first} to {last}")
    return words.format(first=text.day(sample.starts), last=text.day(sample.ends))


def drawn(sample: SampleRow) -> str:
    """Return how a sample was drawn."""
    words = QCoreApplication.translate("oversight", "Simple random draw, seed {seed}")
    return words.format(seed=sample.seed)


def done(count: int, total: int) -> str:
    """Return how far a sample is."""
    return QCoreApplication.translate("oversight", "{count} of {total} done").format(count=count, total=total)


def sample_row(sample: SampleRow) -> Row:
    """Return the row of a sample."""
    total = len(sample.decisions)
    is_done = sample.graded >= total
    icon, tone = ("circle-check", "ok") if is_done else ("clipboard-list", "text2")
    return Row(sample.id, sample.title, drawn(sample), icon, tone, done(sample.graded, total), "text2", period(sample))


def item_row(item: Item) -> Row:
    """Return the row of a decision in its sample: a number until an audit is opened, never a name."""
    line = codes.outcome(item.outcome)
    if item.is_override:
        line = QCoreApplication.translate("oversight", "{outcome}, another band").format(outcome=line)
    audit = item.audit
    if audit is None:
        title = QCoreApplication.translate("oversight", "Decision {number}").format(number=item.place)
        return Row(item.decision_id, title, line, "circle", "text2")
    if audit.state == "open":
        started = QCoreApplication.translate("oversight", "Started")
        return Row(item.decision_id, audit.reference, line, "circle-play", "accent", started, "accent")
    return Row(item.decision_id, audit.reference, line, "circle-check", "ok", grade(audit.grade or ""), "text2")


def sections(document: Document) -> tuple[Section, ...]:
    """Return the decision as an auditor reads it. What a check found stands in the colour of its criterion's mark."""
    row, found = document.decision, {one.criterion: one.fact for one in document.findings}
    tr = QCoreApplication.translate
    levels = [
        Passage(f"{one.name}: {one.agreed}. {one.reason}".strip())
        for one in document.round.spreads
        if one.agreed is not None and one.reason
    ]
    unchanged = [Passage(tr("oversight", "Every agreed level is the middle of the scores."))]
    band = [Passage(tr("oversight", "{band}, as indicated.").format(band=row.band_title))]
    if row.is_override:
        words = tr("oversight", "{band}. Indicated was {indicated}.")
        band = [Passage(words.format(band=row.band_title, indicated=row.indicated_title))]
        said = " ".join(part for part in (f"{row.reason_title}.", row.reason) if part.strip("."))
        band.append(Passage(said, "override"))
    dissent = [Passage(one.words) for one in document.round.minority]
    signed = row.signed
    who = (
        tr("oversight", "{name}, on {day}.").format(name=signed.name, day=text.day(signed.at.date())) if signed else ""
    )
    provision = [Passage(f"{line.provision}: {line.secured_by}.") for line in row.section_f]
    letters = [Passage(_letter(one.template, one.title, one.sent_on)) for one in document.letters]
    waiting = [tr("oversight", "{letter} is not written.").format(letter=one.template) for one in document.to_write]
    letters += [Passage(words, "letters_present") for words in waiting]
    if "in_time" in found:
        letters.append(Passage(f"{found['in_time']}.", "in_time"))
    parts: tuple[tuple[str, list[Passage]], ...] = (
        (tr("oversight", "Legal test"), [Passage(row.legal_test, "legal_test")]),
        (tr("oversight", "Levels that were changed"), levels or [Passage(unchanged[0].words, "level_reasons")]),
        (tr("oversight", "Decided band"), band),
        (tr("oversight", "Does the matrix fit this child?"), [Passage(row.fit_words)]),
        (
            tr("oversight", "Views of the parent and young person"),
            [*_views(document), Passage(row.views_considered, "views")],
        ),
        (tr("oversight", "Evidence relied on"), [Passage("; ".join(document.papers), "evidence")]),
        (tr("oversight", "Section F, checked before money"), [*provision, Passage(row.section_f_words, "provision")]),
        (tr("oversight", "Dissent"), [*dissent, Passage(f"{found.get('dissent', '')}.", "dissent")]),
        (tr("oversight", "Quorum"), [Passage(f"{found.get('quorum', '')}.", "quorum")]),
        (tr("oversight", "Who decided"), [Passage(who), Passage(row.delegation, "who_decided")]),
        (tr("oversight", "Letters"), letters),
    )
    lists = (levels, provision, letters)
    made = (
        Section(title, tuple(one for one in said if one.words.strip(". ")), any(said[:1] == one[:1] for one in lists))
        for title, said in parts
    )
    return tuple(one for one in made if one.passages)


def entry(line: RecordLine) -> tuple[str, str]:
    """Return an entry's headline and who made it when."""
    who = line.by
    if line.entered_by != line.by:
        who = QCoreApplication.translate("oversight", "{name}, entered by {other}").format(
            name=line.by, other=line.entered_by
        )
    return record_words.sentence(line), f"{text.moment(line.at)} · {who}"


def _letter(template: str, title: str, sent_on: date | None) -> str:
    if sent_on is not None:
        words = QCoreApplication.translate("oversight", "{letter} sent {day}: {title}.")
        return words.format(letter=template, day=text.day(sent_on), title=title)
    return QCoreApplication.translate("oversight", "{letter} issued, not sent: {title}.").format(
        letter=template, title=title
    )


def _views(document: Document) -> list[Passage]:
    review = document.case.review
    said = (review.parent_views, review.child_views) if review is not None else ()
    return [Passage(f"“{words}”") for words in said if words]
