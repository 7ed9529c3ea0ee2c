"""A profile as a board: strands down, levels across, the chosen one ringed. A digit picks a level and goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal

from bandingdesk.ui.workspaces.frameworks.draft import Document
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line


class Rated(NamedTuple):
    """A strand of the board: its id, its name, its levels with their names."""

    id: str
    name: str
    levels: Mapping[int, str]


class ProfileBoard(Grid):
    """The board. `rated` carries a strand and the level that was picked, None where it was taken back."""

    rated = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.edited.connect(self._on_edited)

    def show_profile(
        self,
        strands: Sequence[Rated],
        levels: Mapping[str, int],
        bands: Mapping[str, Mapping[int, str]] | None = None,
        *,
        enabled: bool = True,
    ) -> None:
        """Show STRANDS with the LEVELS picked; BANDS says by strand what each level would give."""
        numbers = sorted({level for strand in strands for level in strand.levels})
        widest = max((len(band) for row in (bands or {}).values() for band in row.values()), default=1)
        width = 44 if widest < 5 else 62 if widest < 8 else 84
        headings = [Heading(self.tr("Strand"), 150, 3)]
        headings += [Heading(str(number), width, 1, centred=True) for number in numbers]
        self.show_lines(
            headings,
            [
                Line(
                    strand.id,
                    self._cells(strand, numbers, levels.get(strand.id), (bands or {}).get(strand.id), enabled),
                )
                for strand in strands
            ],
        )

    def _cells(
        self, strand: Rated, numbers: Sequence[int], chosen: int | None, bands: Mapping[int, str] | None, enabled: bool
    ) -> tuple[Cell, ...]:
        now = (bands or {}).get(chosen) if chosen is not None else None
        cells = [Cell(strand.name, tone="text", strong=chosen is not None)]
        for number in numbers:
            if number not in strand.levels:
                cells.append(Cell())
                continue
            band = (bands or {}).get(number, "")
            told = ", ".join(part for part in (strand.levels[number], band) if part)
            picked = self.tr("chosen") if number == chosen else ""
            cells.append(
                Cell(
                    band or str(number),
                    kind="pick" if enabled or number == chosen or bands else "fixed",
                    path=(strand.id,),
                    value=number,
                    chosen=number == chosen,
                    same=bool(band) and band == now,
                    told=", ".join(part for part in (told, picked) if part),
                    note="",
                )
            )
        return tuple(cells)

    def _on_edited(self, cell: Cell, value: object) -> None:
        if cell.kind == "pick":
            self.rated.emit(str(cell.path[0]), value)


def strands_of(document: Document) -> list[Rated]:
    """Return the strands of a draft as the board shows them."""
    return [
        Rated(
            one["id"],
            str(one.get("name", "")),
            {level["level"]: str(level.get("name") or level["level"]) for level in one.get("levels", ())},
        )
        for one in document.get("strands", ())
    ]
