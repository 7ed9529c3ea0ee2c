"""What changes an amount once it is found: additions, what the setting meets first, limits, part paid, protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import edits, words
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks.condition_editor import Condition, ConditionHolder
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard
from bandingdesk.ui.workspaces.frameworks.part import NONE, WRITES

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.draft import Path
    from bandingdesk.ui.workspaces.frameworks.part import Part

NO_LIMIT_YET = 10_000_000  # £100,000: where the amounts come from weights, rates or a costed map


class AddOnsCard(ListCard):
    """Sums on top of the band's amount; the condition of the one that is chosen stands below the table."""

    path: Path = ("addons",)

    def __init__(self, part: Part) -> None:
        super().__init__(
            part,
            words.tr("Added on top"),
            lambda: self.path,
            _rule_columns,
            self._new_addon,
            words.tr("Add an addition"),
            sentence=words.tr("A sum on top of the band’s amount while its condition is met."),
        )
        self._when_title = labels.Label(words.tr("When"), "card_title")
        self.add(self._when_title)
        self.when = ConditionHolder(self._on_when)
        self.add(self.when)
        self.table.current_changed.connect(lambda _key: self._show_when())

    def show_addons(self) -> None:
        """Show the additions as they stand."""
        self.show_list()
        if self.current < 0 and self.table.grid.lines:
            self.table.go_to(0)
        self._show_when()

    def _show_when(self) -> None:
        addon = self._part.read((*self.path, self.current)) if self.current >= 0 else None
        for shown in (self._when_title, self.when):
            shown.setVisible(addon is not None)
        if addon is not None:
            editor = self._part.editor
            self.when.setProperty(WRITES, f"addons[{self.current}].when")
            self.when.show_condition(editor.document, addon["when"], enabled=editor.is_open_to_edits)

    def _on_when(self, condition: Condition) -> None:
        if self.current >= 0:
            self._part.write((*self.path, self.current, "when"), condition, words.tr("Condition of an addition"))

    def _new_addon(self) -> dict[str, Any]:
        when = edits.new_condition(self._part.editor.document, "strand_at_least")
        id_ = edits.next_number(self._part.whole, self.path, "A")
        return {"id": id_, "when": when, "pence": 0, "why": words.tr("Say why.")}


class BoundsCard(ListCard):
    """Limits on the amount at some places: "caps" above it, "floors" below it."""

    def __init__(self, part: Part, key: str) -> None:
        self.path: Path = (key,)
        is_cap = key == "caps"
        super().__init__(
            part,
            words.tr("At most") if is_cap else words.tr("At least"),
            lambda: self.path,
            lambda: (*_rule_columns()[:1], *tables.place_columns(part.editor.document), *_rule_columns()[1:]),
            lambda: {
                "id": edits.next_number(part.whole, self.path, "C" if is_cap else "L"),
                "pence": _highest(part.whole) if is_cap else 0,
                "why": words.tr("Say why."),
            },
            words.tr("Add an upper limit") if is_cap else words.tr("Add a lower limit"),
        )


def _highest(tariff: Any) -> int:
    """Return the pence at which a new upper limit changes nothing: the highest amount that TARIFF names."""
    named = [row.get("pence") or 0 for key in ("rows", "amounts") for row in tariff.get(key, ())]
    return max(named, default=0) or NO_LIMIT_YET


class WholeRulesCard(Card):
    """The rules that are there once or not at all, in the order in which they are reckoned."""

    def __init__(self, part: Part) -> None:
        super().__init__(words.tr("What else is said of an amount"))
        self._part = part
        self.fields = fields = Fields(part)
        self._shown: list[tuple[QCheckBox, list[QWidget]]] = []
        said = words.tr("Say why.")
        self._add(
            words.tr("The setting meets a first part itself"),
            ("deduct",),
            lambda: {"pence": 0, "why": said},
            [fields.money(words.tr("Taken off"), ("deduct", "pence")), _why(fields, "deduct")],
        )
        numbers = fields.choice(words.tr("Number that is written"), ("proration", "number"), self._numbers)
        contexts = fields.choice(words.tr("Or a fact that is a number"), ("proration", "context"), self._contexts)
        full = fields.whole(words.tr("Full at"), ("proration", "full"), low=1)
        self._add(
            words.tr("Only a part is paid: a number over the full one"),
            ("proration",),
            self._new_proration,
            [numbers, contexts, full, _why(fields, "proration")],
        )
        self._add(
            words.tr("Not below what was paid before, until a day"),
            ("protection",),
            lambda: {"until": "2027-03-31", "why": said},
            [fields.day(words.tr("Protected until"), ("protection", "until")), _why(fields, "protection")],
        )
        above, to = words.tr("Above"), words.tr("Goes to")
        self._add(
            words.tr("Somebody else looks at a high amount; it changes no amount"),
            ("route",),
            lambda: {"above": 0, "to": words.tr("Say who."), "why": said},
            [
                fields.money(above, ("route", "above")),
                fields.line(to, ("route", "to"), needed=True),
                _why(fields, "route"),
            ],
        )
        hint = words.tr("One length a line, as 1 term or 3 years; the usual one is one of them.")
        lengths = fields.lines(words.tr("Lengths"), ("award", "lengths"), hint=hint)
        usual = fields.line(words.tr("Usual length"), ("award", "usual"))
        self._add(
            words.tr("How long an award lasts"),
            ("award",),
            lambda: {"lengths": [words.tr("1 year")]},
            [lengths, usual, _why(fields, "award")],
        )

    def _add(self, title: str, path: Path, new: Any, fields: list[QWidget]) -> None:
        box = self.fields.part_of_it(title, path, new)
        self.add(box)
        self.add(row_of(*fields[:-1], spare=1))
        self.add(fields[-1])
        self._shown.append((box, fields))

    def show_rules(self) -> None:
        """Show the rules that are there."""
        self.fields.show()
        for box, fields in self._shown:
            for field in fields:
                field.setVisible(box.isChecked())

    def _numbers(self) -> list[tuple[Any, str]]:
        return [(NONE, words.tr("none")), *tables.measures(self._part.editor.document, "number")]

    def _contexts(self) -> list[tuple[Any, str]]:
        contexts = self._part.editor.document.get("contexts", ()) or ()
        numeric = [one for one in contexts if all(value.isdigit() for value in one["values"])]
        return [(NONE, words.tr("none")), *((one["id"], str(one.get("name") or one["id"])) for one in numeric)]

    def _new_proration(self) -> dict[str, Any]:
        found = [value for value, _ in self._numbers() if value != NONE]
        known = [value for value, _ in self._contexts() if value != NONE]
        by = {"number": found[0]} if found else {"context": known[0]} if known else {"number": "number"}
        return {**by, "full": 100}


def _why(fields: Fields, key: str) -> QWidget:
    return fields.line(words.tr("Because"), (key, "why"), longest=400, needed=key not in ("proration", "award"))


def _rule_columns() -> tuple[Column, ...]:
    return (
        Column("id", Heading(words.tr("Code"), 70), needed=True, strong=True),
        Column("pence", Heading(words.tr("Amount"), 110, right=True), "money", needed=True),
        Column("why", Heading(words.tr("Because"), 180, 3), needed=True),
    )
