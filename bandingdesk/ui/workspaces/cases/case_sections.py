"""Parts of a case's page that only tell: the summary, decisions and letters."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import around_words, codes, text
from bandingdesk.ui.last_panel_words import LastPanelWords
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.evidence_card import Words
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.returns.views_card import ViewsCard

READING = 720  # px: 60 to 80 characters a line


class FactGrid(QWidget):
    """Facts as two columns: what, and how it is. A fact without a value is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def set(self, facts: list[tuple[str, str]]) -> None:
        """Show FACTS, pairs of label and value."""
        card.clear(self._grid)
        shown = [(label, value) for label, value in facts if value]
        for row, (label, value) in enumerate(shown):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(labels.Label(label, "second", "text2"), row, 0, top)
            self._grid.addWidget(labels.Label(value, "body", wrap=True), row, 1, top)


class Summary(card.Column):
    """Who the plan is for, the plan, and the review with the family's own words."""

    review_asked = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(20, 16, 20, 16))
        self._panels = LastPanelWords(self)
        self._plan = card.Card(self.tr("The plan"))
        self._facts = FactGrid()
        self._plan.add(self._facts)
        self._review = card.Card(self.tr("The review meeting"))
        self._review_facts = FactGrid()
        self._said = QVBoxLayout()
        self._said.setSpacing(10)
        self._review.add(self._review_facts)
        self._review.add(self._said)
        self._none = card.Card(self.tr("The review meeting"))
        self._none.add(
            labels.Label(
                self.tr("No review is recorded since this case was opened. Recording one starts the law’s four weeks."),
                "body",
                "text2",
                wrap=True,
            )
        )
        link = LinkButton(self.tr("Record the review meeting"))
        link.clicked.connect(self.review_asked)
        self._none.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.views = ViewsCard()
        for part in (self._plan, self._review, self._none, self.views):
            part.setMaximumWidth(READING + 140)
            self.add(part)
        self.body.addStretch(1)

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the case."""
        row, hidden = seen.row, seen.is_blind
        second = codes.say(codes.NEEDS, row.secondary_need) if row.secondary_need else ""
        money = text.money(row.pence) if row.pence is not None else ""
        holder = next((person.name for person in seen.people if person.id == row.assigned), "")
        self._facts.set(
            [
                (self.tr("Born"), f"{text.day_bare(row.born)}, {self._age(codes.age(row.born, today))}"),
                (self.tr("UPN"), row.upn or ""),
                (self.tr("Main need"), codes.say(codes.NEEDS, row.primary_need)),
                (self.tr("Second need"), second),
                (self.tr("Setting"), f"{row.setting_name} ({codes.say(codes.SETTINGS, row.setting_kind).lower()})"),
                (self.tr("Year group"), codes.year(row.year_group)),
                (self.tr("Band on the council’s list"), row.band or ""),
                (self.tr("Top-up on the council’s list"), money),
                (self.tr("Plan made"), text.day(row.plan_start) if row.plan_start else ""),
                (self.tr("Last review"), text.day(row.last_review) if row.last_review else ""),
                (self.tr("Next review due"), text.day(row.next_review) if row.next_review else ""),
                (self.tr("Looked after"), self.tr("Yes") if row.looked_after else ""),
                (self.tr("Caseworker"), holder),
                (self.tr("Last lawful panel"), self._panels.whole(seen.last_panel)),
                (self.tr("Numbers to check"), "\n".join(around_words.doubts(seen.doubted))),
            ]
            if not hidden
            else [
                (self.tr("Born"), f"{text.day_bare(row.born)}, {self._age(codes.age(row.born, today))}"),
                (self.tr("Main need"), codes.say(codes.NEEDS, row.primary_need)),
                (self.tr("Second need"), second),
                (self.tr("Setting"), row.setting_name),
                (self.tr("Year group"), codes.year(row.year_group)),
                (self.tr("Band"), self.tr("Hidden until you have locked your scores")),
            ]
        )
        self._show_review(seen)
        self.views.show_views(seen.views)

    def _age(self, years: int) -> str:
        return self.tr("%n years old", "", years)

    def _letters_to(self, seen: CaseReading) -> str:
        """Return who letters go to: names alone where people are recorded, since an address may be withheld."""
        if seen.stop is not None:
            return self.tr("Nobody: a death is recorded, and every letter is stopped.")
        to, review = seen.letters_to, seen.row.review
        if to is not None and to.is_recorded:
            return text.listed([one.name for one in to.receivers]) or self.tr("Nobody yet. See People.")
        return ", ".join((review.parent_name, *review.parent_address)) if review is not None else ""

    def _show_review(self, seen: CaseReading) -> None:
        review = seen.row.review
        self._review.setVisible(review is not None)
        self._none.setVisible(review is None)
        if review is None:
            return
        self._review_facts.set(
            [
                (self.tr("Held"), text.day(review.on)),
                (self.tr("Asked for"), codes.outcome(review.asked_for)),
                (self.tr("Letters go to"), self._letters_to(seen)),
            ]
        )
        card.clear(self._said)
        for title, said in (
            (self.tr("What the setting says"), review.setting_says),
            (self.tr("What the parent or carer says, in their own words"), review.parent_views),
            (self.tr("What the child or young person says, in their own words"), review.child_views),
        ):
            if said:
                self._said.addWidget(labels.Label(title, "second_strong"))
                self._said.addWidget(Words(said, role="body"))
        if review.section_f:
            self._said.addWidget(labels.Label(self.tr("Provision in Section F"), "second_strong"))
            for line in review.section_f:
                self._said.addLayout(_point(line))


def _point(line: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(labels.Icon("check", "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(labels.Label(line, "body", wrap=True), 1)
    return row
