"""The right of the panels page: one case of the agenda with its quorum, its interests and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.panel import interests
from bandingdesk.store.queries.panel import InterestRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import banner, buttons, card, chip, labels
from bandingdesk.ui.workspaces.panels import agenda_cards, interest_words
from bandingdesk.ui.workspaces.panels.reading import Item, MeetingReading


class ItemPane(QFrame):
    """One case. `settled` carries (interest, outcome); the other signals name what is asked for."""

    freeze_asked = Signal()
    scoring_asked = Signal()
    score_asked = Signal(str)
    case_asked = Signal(str)
    settled = Signal(object, str)
    readers_chosen = Signal(str, list)
    late_settled = Signal(str, str, str)
    late_written = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._key: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = card.Column(margins=(14, 14, 14, 14), spacing=12)
        column.addWidget(self._scroll)
        self.error = banner.Banner("", tone="danger")
        self.error.hide()

    def show_item(
        self,
        seen: MeetingReading,
        item: Item | None,
        fault: DeskError | None,
        today: date,
        late_words: Mapping[str, str],
    ) -> None:
        """Show ITEM; FAULT is what was refused here last, LATE_WORDS what is being written about late papers."""
        key = (seen.meeting.head, seen.my_role, item, fault, today)
        if key == self._key:
            return
        self._key = key
        had_focus = (focused := self.focusWidget()) is not None and focused.hasFocus()
        self.error.setParent(None)
        card.clear(self._scroll.body)
        if item is None:
            self._scroll.body.addStretch(1)
            return
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
            self._add(self.error)
        self._add(self._stepped_out(item) if item.row.stepped_out else self._about(seen, item))
        for one in (one for one in item.others if one.outcome is None):  # they wait for somebody
            self._add(self._interest(seen, item, one))
        if not item.row.stepped_out:
            self._add_agenda(seen, item, late_words)
        self._add(self._panel(item))
        for one in (one for one in item.others if one.outcome is not None):
            self._add(self._interest(seen, item, one))
        if not item.row.stepped_out:
            self._add(self._papers(seen, item))
        self._scroll.body.addStretch(1)
        if had_focus:
            self._focus_first()

    def _add(self, part: QWidget) -> None:
        self._scroll.add(part)
        part.show()

    def _focus_first(self) -> None:
        """Keep the focus in this pane: what had it is gone with the state it belonged to."""
        for button in self.findChildren(QPushButton):
            if button.isVisibleTo(self) and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def clear(self) -> None:
        """Show nothing."""
        self._key = None
        card.clear(self._scroll.body)

    def _add_agenda(self, seen: MeetingReading, item: Item, late_words: Mapping[str, str]) -> None:
        """Add what the agenda says of the case: late papers first, since they wait for somebody."""
        id_ = item.row.item
        for one in item.late:
            made = agenda_cards.LateCard(
                one,
                late_words.get(one.evidence, ""),
                may_settle=item.quorum.chair_id == seen.me,
                why_not_defer=self._why_not_defer(seen, item),
            )
            made.settled.connect(lambda outcome, evidence=one.evidence: self.late_settled.emit(id_, evidence, outcome))
            made.written.connect(lambda words, evidence=one.evidence: self.late_written.emit(evidence, words))
            self._add(made)
        if item.place is not None or item.clashes or item.row.urgent or item.row.is_undiscussed:
            self._add(agenda_cards.PlaceCard(seen, item))
        readers = agenda_cards.ReadersCard(seen, item)
        readers.chosen.connect(lambda people: self.readers_chosen.emit(id_, people))
        self._add(readers)

    def _why_not_defer(self, seen: MeetingReading, item: Item) -> str:
        plan = seen.laid.plan
        if plan.next_on is None or plan.next_told is None:
            return self.tr("No later meeting of this panel is planned.")
        if item.row.law_day is not None and plan.next_told > item.row.law_day:
            words = self.tr("The law's last day is {day}; the next meeting, on {next}, would be too late.")
            words = words.replace("{day}", text.day_short(item.row.law_day))
            return words.replace("{next}", text.day_short(plan.next_on))
        return ""

    def _stepped_out(self, item: Item) -> card.Card:
        made = card.Card(self.tr("Case {number}").replace("{number}", str(item.row.position)))
        words = self.tr("You have stepped out of this case. Its papers and scores stay closed to you.")
        made.add(labels.Label(words, "body", "text2", wrap=True))
        return made

    def _about(self, seen: MeetingReading, item: Item) -> card.Card:
        row = item.row
        made = card.Card(row.child_name)
        facts = (row.reference, self.tr("Year {year}").replace("{year}", item.year_group), item.setting)
        made.add(labels.Label(" · ".join(fact for fact in facts if fact), "second", "text2", wrap=True))
        if row.law_day:
            made.add(labels.Label(self.tr("Law's last day {day}").replace("{day}", text.day(row.law_day)), "second"))
        open_case = buttons.LinkButton(self.tr("Open the case"))
        open_case.clicked.connect(lambda: self.case_asked.emit(row.case_id))
        if made.heading is not None:
            made.heading.add(open_case)
        if row.state == "scoring" and row.round_id and seen.my_role in ("chair", "deputy", "member"):
            score = buttons.QuietButton(self.tr("Score this case"), icon="eye-off")
            score.clicked.connect(lambda: self.score_asked.emit(row.again_id or row.round_id))
            made.add(score)
        elif row.state == "waiting" and seen.leads and seen.meeting.state != "closed":
            start = buttons.QuietButton(self.tr("Open blind scoring"), icon="eye-off")
            why_not = self._why_not_scoring(item)
            start.say_why_not(why_not)
            start.clicked.connect(self.scoring_asked)
            made.add(start)
            if why_not:
                made.add(labels.Label(why_not, "note", "text2", wrap=True))
        return made

    def _why_not_scoring(self, item: Item) -> str:
        if not item.row.is_frozen:
            return self.tr("Freeze the papers first, so that all members score on the same versions.")
        if item.unanswered:
            names = text.listed(list(item.unanswered))
            return self.tr("Interests are still open: {names}.").replace("{names}", names)
        if item.to_settle:
            return self.tr("A declared interest waits to be settled.")
        return ""

    def _panel(self, item: Item) -> card.Card:
        made = card.Card(self.tr("Quorum and interests"))
        quorum = item.quorum
        words = self.tr("{needed} voting members are needed.").replace("{needed}", str(quorum.needed))
        if quorum.chair_name:
            chair = self.tr("In the chair for this case: {name}.").replace("{name}", quorum.chair_name)
            words = f"{words} {chair}"
        made.add(labels.Label(words, "second", "text2", wrap=True))
        row = QHBoxLayout()
        if item.unanswered:
            fact = chip.Fact(self.tr("%n answer(s) missing", "", len(item.unanswered)), "warn", "hand")
        elif item.to_settle:
            fact = chip.Fact(self.tr("To settle"), "warn", "scale")
        else:
            fact = chip.Fact(self.tr("All interests answered"), "ok", "hand")
        row.addWidget(chip.Chip.of(fact))
        row.addStretch(1)
        made.add(row)
        if item.unanswered:
            waits = self.tr("Not answered yet: {names}.").replace("{names}", text.listed(list(item.unanswered)))
            made.add(labels.Label(waits, "second", "text2", wrap=True))
        return made

    def _interest(self, seen: MeetingReading, item: Item, one: InterestRow) -> card.Card:
        made = card.Card(self.tr("{name}: interest").replace("{name}", one.name))
        said = self.tr("“{words}”").replace("{words}", one.nature) if one.nature else self.tr("Not sure.")
        made.add(labels.Label(said, "body", wrap=True))
        settled = {
            "withdraw": self.tr("Steps out: the case is closed to them."),
            "inform": self.tr("May inform, does not score or decide."),
            "noted": self.tr("Noted: takes part as usual."),
        }
        if one.outcome is not None:
            made.add(labels.Label(settled[one.outcome], "second_strong", "text2", wrap=True))
        may_settle = item.quorum.chair_id == seen.me
        if one.outcome is None and not may_settle:
            made.add(labels.Label(self.tr("The person in the chair settles this."), "second", "text2", wrap=True))
        offered = interests.proposal(seen.terms.interest_defaults, one.kind)
        if one.kind:
            made.add(labels.Label(interest_words.kind(one.kind), "second", "text2", wrap=True))
        if one.outcome is None and may_settle:
            made.add(labels.Label(self.tr("What follows for this case?"), "second_strong"))
            if offered is not None:
                rule = self.tr("This panel's rules say for this kind: {outcome}")
                made.add(labels.Label(rule.replace("{outcome}", settled[offered]), "second", wrap=True))
            verbs = sorted((
                ("withdraw", self.tr("Steps out"), "door-open"),
                ("inform", self.tr("May inform, not score"), "message-square"),
                ("noted", self.tr("Noted, takes part"), "check"),
            ), key=lambda verb: verb[0] != offered)  # fmt: skip
            for outcome, verb, icon in verbs:
                button = buttons.QuietButton(verb, icon=icon)
                button.setAccessibleName(f"{one.name}: {verb}")
                button.setAccessibleDescription(settled[outcome])
                button.setToolTip(settled[outcome])
                button.clicked.connect(lambda _checked=False, known=outcome: self.settled.emit(one, known))
                made.add(button)
        return made

    def _papers(self, seen: MeetingReading, item: Item) -> card.Card:
        count = self.tr("%n page(s)", "", sum(paper.pages for paper in item.papers)) if item.papers else ""
        made = card.Card(self.tr("Papers"), count)
        if seen.my_role in ("chair", "deputy", "member") and item.row.interest == "unanswered":
            closed = self.tr("Answer about interests first. Then the papers open for you.")
            made.add(labels.Label(closed, "second", "text2", wrap=True))
            return made
        for paper in item.papers:
            made.add(self._paper(paper.title, f"{paper.role} · {text.day_bare(paper.dated)}", paper.is_late))
        if not item.papers:
            made.add(labels.Label(self.tr("No papers are on this case."), "second", "text2", wrap=True))
        if item.row.is_frozen:
            row = QHBoxLayout()
            row.addWidget(chip.Chip(self.tr("Frozen: all score on these"), "ok", "file-lock"))
            row.addStretch(1)
            made.add(row)
        elif seen.leads and item.row.state == "waiting":
            freeze = buttons.QuietButton(self.tr("Freeze these papers"), icon="file-lock")
            freeze.clicked.connect(self.freeze_asked)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(freeze)
            made.add(row)
        return made

    def _paper(self, title: str, line: str, is_late: bool) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(labels.Icon("file-text", "text2", 18))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(labels.Label(title, "body_medium", wrap=True))
        words.addWidget(labels.Label(line, "note", "text2", wrap=True))
        row.addLayout(words, 1)
        if is_late:
            tip = self.tr("It came late: after the deadline or the freeze.")
            row.addWidget(chip.Chip(self.tr("Late"), "warn", "clock", tip))
        return made
