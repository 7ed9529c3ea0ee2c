"""Two schemes at once: what a band of the other scheme becomes in this one, by which rule, and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.draft import Document
    from bandingdesk.ui.workspaces.frameworks.part import Part
    from bandingdesk.ui.workspaces.frameworks.reading import Neighbour

_LIST = ("crosswalks",)


class CrosswalkCard(Card):
    """One other scheme at a time. Rows can be proposed from the amounts of both; a proposal is only a beginning."""

    def __init__(self, part: Part) -> None:
        super().__init__(words.tr("Bands of another scheme"))
        self._part, self._at = part, 0
        told = words.tr("While two schemes run at once: what a band of the other one becomes in this one.")
        self.add(labels.Label(told, "second", "text2", wrap=True))
        self._add_head()
        self.form = QWidget()
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        self.fields = Fields(part, lambda: (*_LIST, self._at))
        row = row_of(
            self.fields.line(words.tr("Its short name"), ("framework",), needed=True),
            self.fields.line(words.tr("Its version"), ("version",), longest=64),
            self.fields.choice(words.tr("Rule"), ("rule",), _rules()),
        )
        form.addLayout(row)
        form.addWidget(self.fields.note(words.tr("Why"), ("why",)))
        self.rows = ListCard(
            part,
            words.tr("What each band becomes"),
            lambda: (*_LIST, self._at, "rows"),
            self._columns,
            lambda: {"other": "band", "band": None},
            words.tr("Add a band"),
            bare=True,
        )
        form.addWidget(self.rows)
        self._add_proposal(form)
        self.add(self.form)

    def _add_head(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.which = Choice()
        self.which.chosen.connect(self._on_which)
        self._which = FormField(words.tr("The other scheme"), self.which)
        self.new = QuietButton(words.tr("Add another scheme"), icon="plus")
        self.new.clicked.connect(self._open_menu)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(words.tr("Add another scheme"))
        self.take = QuietButton(words.tr("Remove"), icon="minus")
        self.take.setAccessibleName(words.tr("Remove the other scheme"))
        self.take.clicked.connect(self._on_remove)
        head.addWidget(self._which, 1)
        for button in (self.new, self.take):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        self.add(head)

    def _add_proposal(self, form: QVBoxLayout) -> None:
        """Add a button that works rows out from the amounts of both schemes at one place."""
        told = words.tr(
            "Rows can be worked out from the amounts of both schemes at one place. That is a proposal only: people "
            "look at each row before it is published."
        )
        form.addWidget(labels.Label(told, "note", "text2", wrap=True))
        self._place = QWidget()
        self._places = QHBoxLayout(self._place)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(16)
        self._context: dict[str, Choice] = {}
        form.addWidget(self._place)
        self.propose = QuietButton(words.tr("Propose rows from the amounts"), icon="wand-sparkles")
        self.propose.clicked.connect(self._on_propose)
        form.addWidget(self.propose, 0, Qt.AlignmentFlag.AlignLeft)

    def show_crosswalks(self) -> None:
        """Show the other schemes as they stand."""
        found = self._part.read(_LIST, ()) or ()
        self._at = max(0, min(self._at, len(found) - 1))
        self.form.setVisible(bool(found))
        self._which.setVisible(len(found) > 1)
        self.take.setVisible(bool(found))
        read = "" if self._part.editor.is_open_to_edits else words.tr("This version is only read. Make a new draft.")
        for button in (self.new, self.take):
            button.say_why_not(read)
        if not found:
            return
        named = [(at, f"{one['framework']} {one.get('version') or ''}".strip()) for at, one in enumerate(found)]
        if named != [(self.which.itemData(at), self.which.itemText(at)) for at in range(self.which.count())]:
            self.which.set_choices(named)
        self.which.set_value(self._at)
        self.fields.show()
        self.rows.show_list()
        self._show_places()
        by_hand = words.tr("Choose a rule that is worked out from amounts.")
        self.propose.say_why_not(read or (by_hand if found[self._at].get("rule") == "published" else ""))

    def _show_places(self) -> None:
        contexts = self._part.read(("contexts",), ()) or ()
        if list(self._context) != [one["id"] for one in contexts]:
            cards.clear(self._places)
            self._context = {}
            for one in contexts:
                named = list(zip(one["values"], one.get("labels") or one["values"], strict=False))
                self._context[one["id"]] = Choice(named, one["values"][0])
                name = str(one.get("name") or one["id"]).capitalize()
                field = FormField(name, self._context[one["id"]])
                self._places.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._place.setVisible(bool(contexts))

    def _columns(self) -> tuple[Column, ...]:
        bands = sorted(self._part.read(("bands",), ()), key=lambda band: int(band["rank"]))
        choices: tuple[tuple[object, str], ...] = ((None, words.tr("people decide")),)
        choices += tuple((band["id"], str(band["name"])) for band in bands)
        return (
            Column("other", Heading(words.tr("Its band"), 150, 1), needed=True, strong=True),
            Column(
                "band",
                Heading(words.tr("Becomes"), 180, 2),
                "choice",
                choices,
                put=lambda row, band: {**row, "band": band},  # null is written: people decide
            ),
        )

    # Acts

    def _on_which(self, at: object) -> None:
        self._at = int(str(at))
        self.show_crosswalks()

    def _open_menu(self) -> None:
        self.menu.clear()
        for neighbour in self._part.editor.neighbours():
            title = f"{neighbour.title}, {neighbour.version}"
            self.menu.addAction(title).triggered.connect(partial(self._on_neighbour, neighbour))
        self.menu.addAction(words.tr("One that is not in the library")).triggered.connect(
            lambda _ticked=False: self.begin_unknown()
        )
        self.menu.popup(self.new.mapToGlobal(self.new.rect().bottomLeft()))

    def _on_neighbour(self, neighbour: Neighbour, _ticked: bool = False) -> None:
        """Begin with a row for every band of a version of the library."""
        rows = [{"other": band, "band": None} for band in neighbour.bands]
        self._add({"framework": neighbour.framework, "version": neighbour.version, "rule": "published", "rows": rows})

    def begin_unknown(self) -> None:
        """Begin with one row for a scheme that is not in the library."""
        row = {"other": "band", "band": None}
        self._add({"framework": "other-scheme", "rule": "published", "rows": [row]})

    def _add(self, crosswalk: Document) -> None:
        self._at = len(self._part.read(_LIST, ()) or ())
        self._part.apply(draft.insert(self._part.whole, _LIST, crosswalk), words.tr("Add another scheme"))

    def _on_remove(self) -> None:
        self._part.apply(draft.remove(self._part.whole, (*_LIST, self._at)), words.tr("Remove another scheme"))

    def _on_propose(self) -> None:
        place = {name: str(choice.value) for name, choice in self._context.items()}
        self._part.editor.propose_rows(self._at, place)


def _rules() -> list[tuple[Any, str]]:
    return [
        ("published", words.tr("as it was published")),
        ("nearest", words.tr("the nearest amount")),
        ("nearest_up", words.tr("the nearest amount that is not lower")),
        ("equal_value", words.tr("the same amount")),
    ]
