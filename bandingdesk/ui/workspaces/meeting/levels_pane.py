"""Talk and agree: one sentence, the strips by spread, what each end relied on, and the agreed level of a strand."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.panel import moderation
from bandingdesk.store.queries.rounds import MinorityRow, RoundRow
from bandingdesk.store.queries.strips import EndRow, SpreadRow
from bandingdesk.ui.widgets import banner, buttons, card, labels
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.widgets.spread import Dot, Spread, SpreadLegend
from bandingdesk.ui.widgets.spread_table import SpreadTable
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.words import tr


class LevelsPane(QWidget):
    """The strips and the editor of one agreed level. `agreed` carries (strand, level, code, words)."""

    strand_chosen = Signal(str)
    agreed = Signal(str, int, str, str)
    minority_given = Signal(str, object)  # (words, level or None)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = card.Column(margins=(18, 14, 18, 14), spacing=12)
        column.addWidget(self._scroll)
        self.sentence = banner.SentenceCard()
        self.table = SpreadTable()
        self.table.chosen.connect(self.strand_chosen)
        self.table.agree_asked.connect(self._focus_level)
        self.legend = SpreadLegend()
        self.minority = card.Card(self.tr("Seen differently"))
        self._views = labels.Label("", "body", wrap=True)
        self.minority.add(self._views)
        self.differs = card.Card(self.tr("See it differently"))
        self._words, self.own_level = QLineEdit(), Choice()
        row = QHBoxLayout()
        row.addWidget(FormField(self.tr("Your view, in one line"), self._words), 2)
        row.addWidget(FormField(self.tr("Your own level, if you give one"), self.own_level), 1)
        self.give = buttons.QuietButton(self.tr("Record my view"), icon="message-square-warning")
        row.addWidget(self.give, 0, Qt.AlignmentFlag.AlignBottom)
        self.differs.add(row)
        self.differs.hide()
        for part in (self.sentence, self.table, self.legend, self.differs, self.minority):
            self._scroll.add(part)
        self._scroll.body.addStretch(1)
        self.below = _Below()
        self.below.agree.clicked.connect(self.agree_level)
        self.below.by_rule.clicked.connect(self._agree_by_rule)
        self.table.set_below(self.below)
        self.give.clicked.connect(self._give)
        self._strand = ""

    def show_levels(self, seen: Reading, found: RoundRow, strand: str, *, refusal: str) -> None:
        """Show a revealed round with STRAND open; REFUSAL says why no level can be agreed now."""
        self.sentence.say(found.lead or found.sentence, found.facts, "messages-square")
        scale = sorted({level for row in found.spreads for level in row.scale})
        spreads = [_spread(row) for row in found.spreads]
        self.table.set_spreads(spreads, scale, strand or None)
        row = next((one for one in found.spreads if one.strand == strand), None)
        self._offer_levels(row)
        self._strand = strand
        if row is not None:
            is_closed = found.band is not None
            self.below.show_strand(
                row, _reasons(seen, row), refusal, is_closed=is_closed, leads=seen.leads, tie=_tie(seen, row)
            )
        self.below.setVisible(row is not None)
        self.table.set_folded(False)
        self._views.setText("\n".join(map(self._view, found.minority)))
        self.minority.setVisible(bool(found.minority))

    def _view(self, row: MinorityRow) -> str:
        if row.level is None:
            return f"{row.name}: {row.words}"
        said = self.tr("{name}, level {level}: {words}").replace("{level}", str(row.level))
        return said.replace("{name}", row.name).replace("{words}", row.words)

    def open_view(self) -> None:
        """Open the line for a view that differs."""
        self.differs.show()
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus on the strips."""
        lines = self.table.lines
        if lines:
            lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_level(self, _strand: str) -> None:
        self.below.level.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree_level(self) -> None:
        """Hand on the level of the open strand as the form has it; without a level the form is where to go."""
        level = self.below.level.value
        if isinstance(level, int):
            self.agreed.emit(self._strand, level, str(self.below.code.value or ""), self.below.words.text())
        else:
            self.below.level.setFocus(Qt.FocusReason.OtherFocusReason)

    def _agree_by_rule(self) -> None:
        tie = self.below.tie
        if tie is not None:
            self.agreed.emit(self._strand, tie.level, moderation.TIE_RULE, tie.words)

    def _offer_levels(self, row: SpreadRow | None) -> None:
        """Offer the levels of the open strand for a view of one's own; none is chosen."""
        if row is None or row.strand != self._strand:
            none: list[tuple[object, str]] = [(None, self.tr("No level"))]
            scale = row.scale if row is not None else ()
            names = row.level_names if row is not None else {}
            self.own_level.set_choices(
                [*none, *((level, f"{level}  {names.get(level, '')}".strip()) for level in scale)], None
            )

    def _give(self) -> None:
        if self._words.text().strip():
            self.minority_given.emit(self._words.text(), self.own_level.value)
            self._words.clear()
            self.own_level.set_value(None)
            self.differs.hide()


class Tie(NamedTuple):
    """The level that the council's own rule gives where the middle falls between two, and the rule in words."""

    level: int
    words: str


class _Below(QWidget):
    """What lies below the chosen strand: both ends without names, and its agreed level."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(38, 8, 14, 12)
        column.setSpacing(8)
        self._title = labels.Label(self.tr("What each end relied on, no names"), "second_strong")
        column.addWidget(self._title)
        self._ends = QHBoxLayout()
        self._ends.setSpacing(10)
        column.addLayout(self._ends)
        self.level, self.code, self.words = Choice(), Choice(), QLineEdit()
        self.agree = buttons.QuietButton(self.tr("Agree this level"), icon="check")
        self._level = FormField(self.tr("Agreed level"), self.level)
        self._code = FormField(self.tr("Why not the middle"), self.code)
        self._words = FormField(self.tr("In one line"), self.words)
        self._editor = QWidget()
        rows = QVBoxLayout(self._editor)
        rows.setContentsMargins(0, 0, 0, 0)
        above, beneath = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self._level, 1)
        above.addWidget(self._code, 1)
        beneath.addWidget(self._words, 1)
        beneath.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignBottom)
        rows.addLayout(above)
        rows.addLayout(beneath)
        column.addWidget(self._editor)
        self.by_rule = buttons.QuietButton("", icon="scale")
        self.by_rule.hide()
        self._tie: Tie | None = None
        column.addWidget(self.by_rule, 0, Qt.AlignmentFlag.AlignLeft)
        self._note = labels.Label("", "second", "text2", wrap=True)
        column.addWidget(self._note)
        self._shown: tuple[object, ...] = ()

    def show_strand(
        self,
        row: SpreadRow,
        reasons: object,
        refusal: str,
        *,
        is_closed: bool,
        leads: bool = True,
        tie: Tie | None = None,
    ) -> None:
        """Show ROW; the form starts anew when another strand or another score is shown. TIE is the council's rule."""
        card.clear(self._ends)
        self._title.setVisible(bool(row.ends))
        for end in row.ends:
            self._ends.addWidget(self._end(end), 1, Qt.AlignmentFlag.AlignTop)
        key = (row.strand, row.agreed, row.median_x2)
        if key != self._shown:
            self._shown = key
            levels = [(level, f"{level}  {row.level_names.get(level, '')}".strip()) for level in row.scale]
            self.level.set_choices(levels, row.agreed if row.agreed is not None else row.middle)
            known = dict(reasons)  # type: ignore[call-overload]  # a mapping of code to words
            self.code.set_choices([("", self.tr("It is the middle score")), *known.items()], row.reason_code or "")
            self.words.setText(row.reason)
        self.by_rule.setVisible(
            leads and tie is not None and row.agreed is None and not is_closed and not row.rescoring
        )
        self.by_rule.say_why_not(refusal)
        if tie is not None:
            self._tie = tie
            self.by_rule.setText(self.tr("Use the council’s rule: level {level}").replace("{level}", str(tie.level)))
        self._editor.setVisible(leads and not is_closed)
        self.agree.say_why_not(refusal)
        if row.rescoring:
            self._note.setText(self.tr("This strand is being scored again in private."))
        elif is_closed:
            self._note.setText(row.reason or self.tr("The band has been shown, so the levels stay as agreed."))
        elif row.middle is None:
            said = self.tr("The middle falls between two levels, so none is proposed: choose one and say why.")
            self._note.setText(" ".join(part for part in (said, tie.words if tie else "") if part))
        else:
            self._note.setText(self.tr("The middle score stands unless you choose another level and say why."))

    @property
    def tie(self) -> Tie | None:
        """What the council's rule gives for the open strand."""
        return self._tie

    def _end(self, end: EndRow) -> card.Card:
        made = card.Card(padding=10)
        head = QHBoxLayout()
        title = self.tr("Level {level}").replace("{level}", str(end.level))
        head.addWidget(labels.Label(title, "second_strong"), 1)
        sure = {"sure": self.tr("sure"), "fairly": self.tr("fairly sure"), "not_sure": self.tr("not sure")}
        count = self.tr("%n scorer(s)", "", end.count)
        head.addWidget(labels.Label(f"{count}, {sure[end.confidence]}", "note", "text2"))
        made.add(head)
        words = end.note or end.extract or self.tr("Nothing was written.")
        made.add(labels.Label(f"“{words}”" if (end.note or end.extract) else words, "second", wrap=True))
        return made


def _spread(row: SpreadRow) -> Spread:
    dots = tuple(Dot(dot.level, dot.confidence, dot.mine) for dot in row.levels)
    return Spread(row.strand, row.name, dots, row.median_x2, row.tolerance, row.flagged, row.agreed)


def _tie(seen: Reading, row: SpreadRow) -> Tie | None:
    """Return what the council's dated rule gives for ROW, None where the middle is a level or there is no rule."""
    rule = seen.terms.tie_rule
    if row.middle is not None or rule == "none":
        return None
    level = row.median_x2 // 2 + (rule == "higher")
    said = tr("The council’s rule for a tie ({minute}): the higher level.")
    if rule == "lower":
        said = tr("The council’s rule for a tie ({minute}): the lower level.")
    return Tie(level, said.replace("{minute}", seen.terms.tie_minute))


def _reasons(seen: Reading, row: SpreadRow) -> dict[str, str]:
    """Return why a level may leave the middle; the council's rule is among them where it was used."""
    known = dict(seen.level_reasons)
    if row.reason_code == moderation.TIE_RULE:
        known[moderation.TIE_RULE] = tr("The council’s rule for a tie")
    return known
