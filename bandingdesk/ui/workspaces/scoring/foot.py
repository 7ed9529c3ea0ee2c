"""The foot of the scoring page: what is so, how many strands are left, and the one next step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.widgets import buttons
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.workspaces.scoring.view_model import ScoringViewModel


class ScoringFoot(FootBar):
    """Says the state of the sheet. Each signal is one button."""

    lock_asked = Signal()
    unlock_asked = Signal()
    band_asked = Signal()
    hand_over_asked = Signal()
    agenda_asked = Signal()
    meeting_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unlock = self.add_right(buttons.QuietButton(self.tr("Unlock"), icon="lock-open"))
        self.band = self.add_right(buttons.QuietButton(self.tr("Show my band"), icon="eye"))
        self.agenda = self.add_right(buttons.QuietButton(self.tr("Back to the agenda"), icon="arrow-left"))
        self.lock = self.add_right(buttons.PrimaryButton(self.tr("Lock my scores"), icon="lock", key="Ctrl+L"))
        self.hand_over = self.add_right(buttons.PrimaryButton("", icon="users-round"))
        self.meeting = self.add_right(buttons.PrimaryButton(self.tr("Go to the meeting"), icon="arrow-right"))
        tip = self.tr("From then on your scores stay locked, since you have seen what they come to.")
        self.band.setToolTip(tip)
        self.band.setAccessibleDescription(tip)
        self.lock.clicked.connect(self.lock_asked)
        self.unlock.clicked.connect(self.unlock_asked)
        self.band.clicked.connect(self.band_asked)
        self.hand_over.clicked.connect(self.hand_over_asked)
        self.agenda.clicked.connect(self.agenda_asked)
        self.meeting.clicked.connect(self.meeting_asked)

    def show_state(self, model: ScoringViewModel, *, is_roomy: bool) -> None:
        """Show the words and buttons for what is so now, in fewer words where there is little room."""
        seen = model.seen
        if seen is None:
            return
        state, to = model.state, model.next_scorer
        band_seen = seen.sheet is not None and seen.sheet.band_shown
        self.lock.setText(self.tr("Lock my answers") if model.on_questions else self.tr("Lock my scores"))
        self.lock.setVisible(state == "scoring")
        self.unlock.setVisible(state == "locked" and not band_seen)
        self.band.setVisible(model.can_show_own_band)
        self.hand_over.setVisible(state == "locked" and to is not None)
        self.agenda.setVisible(state == "locked" and to is None)
        self.meeting.setVisible(state == "revealed")
        if to is not None:
            self.hand_over.setText(self.tr("Hand the laptop to {name}").replace("{name}", to.name))
            self.hand_over.updateGeometry()
        match state:
            case "scoring":
                self._say_scoring(model, is_roomy=is_roomy)
            case "locked":
                self._say_locked(model, band_seen=band_seen, is_roomy=is_roomy)
            case _:
                self._say_revealed(model)
                self.remark("")

    def _say_revealed(self, model: ScoringViewModel) -> None:
        if model.on_questions:
            title = self.tr("The answers on this case are revealed")
            line = self.tr("Yours stay as you locked them. The panel agrees each answer in the meeting.")
        else:
            title = self.tr("The scores of this case are revealed")
            line = self.tr("Yours stay as you locked them. The panel agrees the levels in the meeting.")
        self.say(title, line, "eye", "info")

    def _say_scoring(self, model: ScoringViewModel, *, is_roomy: bool) -> None:
        left = model.left
        if model.on_questions:
            self._say_answering(left, is_roomy=is_roomy)
            return
        if model.seen is not None and model.seen.cards:
            line = self.tr("You choose the band that fits best. £ comes after the panel has agreed it.")
        elif is_roomy:
            line = self.tr("The band stays hidden until all levels are agreed. £ comes after the band.")
        else:
            line = self.tr("Levels first, then the band, then £.")
        title = self.tr("Blind scoring: nobody sees your levels until the chair reveals")
        self.say(title if is_roomy else self.tr("Hidden until the chair reveals"), line, "eye-off", "accent")
        words = self.tr("%n strand(s) left", "", left) if left else self.tr("All strands have a level")
        self.remark(words if is_roomy or left else "")
        self.lock.set_look("primary" if not left else "")

    def _say_answering(self, left: int, *, is_roomy: bool) -> None:
        title = self.tr("Blind answers: nobody sees yours until the chair reveals")
        line = self.tr("Answer from the papers and say where. “Not sure” is an answer too.")
        self.say(title if is_roomy else self.tr("Hidden until the chair reveals"), line, "eye-off", "accent")
        words = self.tr("%n question(s) left", "", left) if left else self.tr("All questions have an answer")
        self.remark(words if is_roomy or left else "")
        self.lock.set_look("primary" if not left else "")

    def _say_locked(self, model: ScoringViewModel, *, band_seen: bool, is_roomy: bool) -> None:
        seen = model.seen
        if seen is None:
            return
        words = self.tr("{count} of {all} have locked").replace("{count}", str(seen.round.locked_count))
        count = words.replace("{all}", str(seen.round.scorer_count))
        if not is_roomy:
            self.say(self.tr("Locked"), "", "lock", "ok")
            self.remark("" if model.can_show_own_band else count)
            return
        if band_seen:
            line = self.tr("They stay locked, since you have seen their band.")
        else:
            line = self.tr("You can unlock them until the chair reveals. Each lock is kept with its time.")
        title = self.tr("Your answers are locked") if model.on_questions else self.tr("Your scores are locked")
        self.say(title, line, "lock", "ok")
        self.remark(count)
