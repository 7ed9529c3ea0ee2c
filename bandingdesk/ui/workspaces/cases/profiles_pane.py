"""The three profiles of a case: setting, officer, panel. Hidden until they may be seen; then sorted by their gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import codes
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading

WIDE_GAP = 2  # levels apart, from which a gap is marked


@dataclass(frozen=True, slots=True)
class GapRow:
    """One strand: its name, each party's level (None while unknown) and name of level, and the gap between them."""

    id: str
    name: str
    levels: tuple[int | None, ...]
    level_names: tuple[str, ...]
    gap: int


class Profiles(QWidget):
    """The table of gaps, or why it is not shown."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._chips = {party: Chip("") for party in ("setting", "officer", "panel")}
        for chip in self._chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        outer.addLayout(row)
        self._note = labels.Label("", "second", "text2", wrap=True)
        outer.addWidget(self._note)
        parties = ("setting", "officer", "panel")
        columns = [Column("name", self.tr("Strand"), lambda row: Cell(row.name, strong=True), 218)]
        columns += [
            Column(party, codes.say(codes.PARTIES, party), partial(self._level, at), 180, stretch=True)
            for at, party in enumerate(parties)
        ]
        columns.append(Column("gap", self.tr("Gap"), self._gap, 124))
        self._model = RowsModel(columns, parent=self)
        self.table = Table(self.tr("Profiles, widest gap first"), self._model, compact=True)
        self._hidden = EmptyState("", icon="eye-off")
        self._stack = QStackedLayout()
        self._stack.addWidget(self._hidden)
        self._stack.addWidget(self.table)
        outer.addLayout(self._stack, 1)

    def show_reading(self, seen: CaseReading, _today: date) -> None:
        """Show what may be seen."""
        locked = {profile.party: profile.is_locked for profile in seen.profiles}
        for party in ("setting", "officer"):
            self._say(party, bool(locked.get(party)))
        self._say("panel", bool(seen.panel_levels))
        rows = gaps(seen)
        self._model.set_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._hidden)
        self._note.setText(self.tr("Widest gap first. A gap of two levels or more is marked.") if rows else "")
        self._note.setVisible(bool(rows))
        if seen.is_blind:
            self._hidden.say(
                self.tr("Profiles open when you have locked your scores"),
                self.tr("So nobody’s levels lead yours. What the setting and the officer wrote is safe."),
                icon="eye-off",
            )
        elif not rows:
            self._hidden.say(
                self.tr("No profile can be shown yet"),
                self.tr("The setting’s and the officer’s levels show once both are locked, the panel’s once agreed."),
                icon="columns-3",
            )

    def _say(self, party: str, locked: bool) -> None:
        name = codes.say(codes.PARTIES, party)
        agreed = self.tr("{0}: agreed") if party == "panel" else self.tr("{0}: locked")
        said = agreed if locked else self.tr("{0}: not yet")
        icon, tone = ("lock", "ok") if locked else ("circle", "plain")
        self._chips[party].set(said.replace("{0}", name), tone, icon)

    def _level(self, at: int, row: GapRow) -> str:
        level = row.levels[at]
        if level is None:
            return self.tr("–")
        return f"{level} {row.level_names[at]}"

    def _gap(self, row: GapRow) -> Cell:
        if row.gap >= WIDE_GAP:
            return Cell(self.tr("%n levels", "", row.gap), "warn", "triangle-alert")
        return Cell(self.tr("1 level") if row.gap == 1 else self.tr("none"), "text2")


def gaps(seen: CaseReading) -> list[GapRow]:
    """Return the strands that any visible profile rates, widest gap first; empty while none may be seen."""
    visible: list[dict[str, int]] = [profile.levels for profile in seen.profiles] or [{}, {}]
    profiles = [*visible, seen.panel_levels]
    strands = list(seen.names.strands) if seen.names else sorted({key for levels in profiles for key in levels})
    made = []
    for strand in strands:
        levels = tuple(levels.get(strand) for levels in profiles)
        known = [level for level in levels if level is not None]
        if known:
            named = seen.names.levels.get(strand, {}) if seen.names else {}
            names = tuple(named.get(level, "") if level is not None else "" for level in levels)
            name = seen.names.strands[strand] if seen.names else strand
            made.append(GapRow(strand, name, levels, names, max(known) - min(known)))
    return sorted(made, key=lambda row: -row.gap)
