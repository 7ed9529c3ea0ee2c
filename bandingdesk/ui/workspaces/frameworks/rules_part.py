"""Rules: points added, bands moved, limits and guards, each one sentence with lists to choose from."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets import flow, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.condition_editor import Condition, ConditionHolder
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.findings import FindingList
from bandingdesk.ui.workspaces.frameworks.part import NONE, TONES, WRITES, Part, allow
from bandingdesk.ui.workspaces.frameworks.pickers import WholeField

KINDS = ("add_if", "case", "move", "floor", "cap", "guard")
_ICONS = {"add_if": "plus", "case": "corner-down-right", "move": "arrow-up-down", "floor": "chevron-up"}
_ICONS |= {"cap": "chevron-down", "guard": "shield-alert"}


class RulesPart(Part):
    """The rules as a list of sentences in the order they are read; the one that is chosen is written below it."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Rules"),
            self.tr("Each rule is one sentence. Choose one to change it. No rule is a formula."),
        )
        card = Card(padding=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        self.list = RowList(self.tr("Rules"), click_opens=False)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.list.chosen.connect(self._on_chosen)
        card.add(self.list)
        self.add(card)
        self._add_tools()
        self.rule = RuleCard(self)
        self.add(self.rule)
        self.end = EndCard(self)
        self.add(self.end)
        self.current: Path = ()
        self.finish()

    def _add_tools(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.new = QuietButton(self.tr("Add a rule"), icon="plus")
        self.new.clicked.connect(self._open_menu)
        self.menu = QMenu(self)
        self.take = QuietButton(self.tr("Remove"), icon="minus")
        self.up = QuietButton(self.tr("Up"), icon="arrow-up", key="Alt+Up")
        self.down = QuietButton(self.tr("Down"), icon="arrow-down", key="Alt+Down")
        self.take.clicked.connect(self._on_remove)
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down.clicked.connect(lambda: self.move_row(1))
        for button in (self.new, self.take, self.up, self.down):
            row.addWidget(button)
        row.addStretch(1)
        self.add(row)

    # What is so

    def rules(self) -> list[tuple[str, Path]]:
        """Return every rule's kind and path, in the order in which a case meets them."""
        document = self.editor.document
        found: list[tuple[str, Path]] = [
            ("guard", ("guards", at)) for at, _ in enumerate(document.get("guards", ()) or ())
        ]
        for table in edits.points_tables(document):
            path = (*table[:2], "add_if")
            found += [("add_if", (*path, at)) for at, _ in enumerate(draft.get(document, path, ()) or ())]
        for path in edits.deciders(document):
            if draft.get(document, (*path, "kind")) == "cases":
                rows = draft.get(document, (*path, "rows"), ()) or ()
                found += [("case", (*path, "rows", at)) for at, _ in enumerate(rows)]
        return found + [(one["kind"], ("adjust", at)) for at, one in enumerate(document.get("adjust", ()) or ())]

    def notes(self) -> list[Note]:
        document = self.editor.document
        return [note for note in self.editor.checked.notes if words.part_of(note, document) == "rules"]

    def reveal(self, note: Note) -> QWidget | None:
        for _, path in self.rules():
            if draft.is_under(note.where, path):
                self.list.go_to(path)
        return self.list

    def show_part(self) -> None:
        rules = self.rules()
        paths = [path for _, path in rules]
        if self.current not in paths:
            self.current = paths[0] if paths else ()
        self.list.set_rows([self._row(kind, path) for kind, path in rules], self.current or None)
        high = sum(self.list.sizeHintForRow(at) for at in range(len(rules)))
        self.list.setFixedHeight(min(max(high, 44) + 4, 300))
        self.rule.show_rule(self.current)
        self.end.show_end()
        self._enable(bool(paths))

    def _row(self, kind: str, path: Path) -> Row:
        one = draft.get(self.editor.document, path)
        said = self.editor.checked.sentences.get(draft.text(path), "") or str(one.get("why", ""))
        note = next(iter(self.editor.checked.at(path)), None)
        right, tone = ("", "text2")
        if note is not None and note.severity != "info":
            right, tone = words.severity(note.severity)[0], TONES[note.severity]
        return Row(path, said, _kind(kind), _ICONS[kind], right=right, right_tone=tone, number=str(one.get("id", "")))

    def _enable(self, has_rule: bool) -> None:
        read = "" if self.editor.is_open_to_edits else self.tr("This version is only read. Make a new draft.")
        none = read or ("" if has_rule else self.tr("There is no rule yet."))
        self.new.say_why_not(read)
        for button in (self.take, self.up, self.down):
            button.say_why_not(none)

    # Acts

    def _on_chosen(self, path: object) -> None:
        self.current = path  # type: ignore[assignment]  # the keys of the list are paths
        self.rule.show_rule(self.current)
        self.end.show_end()

    def _open_menu(self) -> None:
        self.menu.clear()
        for kind in self.kinds():
            self.menu.addAction(_kind(kind)).triggered.connect(partial(self._on_kind, kind))
        self.menu.popup(self.new.mapToGlobal(self.new.rect().bottomLeft()))

    def _on_kind(self, kind: str, _ticked: bool = False) -> None:
        self.add_rule(kind)

    def kinds(self) -> list[str]:
        """Return the kinds of rule that this scheme can have."""
        document = self.editor.document
        has_cases = any(draft.get(document, (*path, "kind")) == "cases" for path in edits.deciders(document))
        absent = {"add_if": not edits.points_tables(document), "case": not has_cases}
        return [kind for kind in KINDS if not absent.get(kind)]

    def add_rule(self, kind: str) -> None:
        """Add a rule of KIND and stand on it."""
        document, path = edits.add_rule(self.editor.document, kind)
        self.current = path
        self.editor.apply(document, self.tr("Add a rule"))

    def _on_remove(self) -> None:
        if self.current:
            self.editor.apply(draft.remove(self.editor.document, self.current), self.tr("Remove a rule"))

    def move_row(self, by: int) -> None:
        """Move the rule one stands on within its own list."""
        if not self.current or not self.editor.is_open_to_edits:
            return
        *above, at = self.current
        count = len(draft.get(self.editor.document, tuple(above), ()))
        to = int(at) + by
        if 0 <= to < count:
            document = draft.move(self.editor.document, self.current, by)
            self.current = (*above, to)
            self.editor.apply(document, self.tr("Move a rule"))


class RuleCard(Card):
    """The chosen rule: when, what follows, because."""

    def __init__(self, part: RulesPart) -> None:
        super().__init__()
        self._part = part
        self._path: Path = ()
        self.add(labels.Label(self.tr("When"), "card_title"))
        self.when = ConditionHolder(self._on_when)
        self.add(self.when)
        self.add(labels.Label(self.tr("Then"), "card_title"))
        self._then = QWidget()
        self._line = flow.Flow(self._then, across=8, down=6)
        self.add(self._then)
        self.why = NoteField(rows=4)
        self.why.rested.connect(lambda text: self._write("why", text.strip() or None, self.tr("Reason of a rule")))
        self.add(FormField(self.tr("Because"), self.why))
        self.findings = FindingList(part.editor, with_place=False, most=3)
        self.add(self.findings)
        self._shown: tuple[object, ...] = ()

    def show_rule(self, path: Path) -> None:
        """Show the rule at PATH, nothing for none."""
        self.setVisible(bool(path))
        if not path:
            return
        editor = self._part.editor
        one = draft.get(editor.document, path)
        is_new, self._path = path != self._path, path
        key = "never" if "never" in one else "when"
        self.when.setProperty(WRITES, draft.text((*path, key)))
        self.why.setProperty(WRITES, draft.text((*path, "why")))
        self.when.show_condition(editor.document, one[key], enabled=editor.is_open_to_edits)
        self._show_then(one)
        self.why.setReadOnly(not editor.is_open_to_edits)
        if is_new or not self.why.hasFocus():
            self.why.set_text(str(one.get("why", "")))
        self.findings.show_notes(editor.checked.at(path))

    def _show_then(self, one: dict[str, Any]) -> None:
        bands = self._bands()
        key = (self._path, {name: value for name, value in one.items() if name not in ("when", "never", "why")}, bands)
        if key == self._shown:
            return
        self._shown = key
        cards.clear(self._line)
        if "add" in one:
            self._number("add", self.tr("add"), self.tr("points"), self.tr("Points that are added"))
        elif "never" in one:
            choices = (
                ("refer", self.tr("leave the case to people")),
                ("refuse", self.tr("refuse the profile")),
                ("warn", self.tr("only point it out")),
            )
            self._choose("action", choices, self.tr("What follows"))
        elif "by" in one:
            self._number("by", self.tr("move the band by"), self.tr("ranks"), self.tr("Ranks that the band moves"))
        else:
            said = {"floor": self.tr("the band is at least"), "cap": self.tr("the band is at most")}
            self._say(said.get(one.get("kind", ""), self.tr("the band is")))
            self._choose("band", bands, self.tr("Band"))

    def _bands(self) -> tuple[tuple[object, str], ...]:
        ranked = sorted(self._part.editor.document.get("bands", ()), key=lambda band: int(band["rank"]))
        return tuple((one["id"], str(one["name"])) for one in ranked)

    def _say(self, said: str) -> None:
        label = labels.Label(said, "body")
        label.setMinimumHeight(34)
        self._line.addWidget(label)

    def _number(self, key: str, before: str, after: str, name: str) -> None:
        field = WholeField(name)
        field.show_value(draft.get(self._part.editor.document, (*self._path, key)))
        allow(field, self._part.editor)
        field.written.connect(lambda value: self._write(key, value, name))
        field.setProperty(WRITES, draft.text((*self._path, key)))
        self._say(before)
        self._line.addWidget(field)
        self._say(after)

    def _choose(self, key: str, choices: tuple[tuple[object, str], ...], name: str) -> None:
        value = draft.get(self._part.editor.document, (*self._path, key))
        known = [one for one, _ in choices]
        field = Choice(choices if value in known else (*choices, (value, str(value))), value)
        field.setAccessibleName(name)
        field.setMinimumContentsLength(min(32, max(len(words_) for _, words_ in choices)))
        allow(field, self._part.editor)
        field.setProperty(WRITES, draft.text((*self._path, key)))
        field.chosen.connect(lambda chosen: self._write(key, chosen, name))
        self._line.addWidget(field)

    def _on_when(self, condition: Condition) -> None:
        one = draft.get(self._part.editor.document, self._path)
        self._write("never" if "never" in one else "when", condition, self.tr("Condition of a rule"))

    def _write(self, key: str, value: Any, name: str) -> None:
        if self._part.editor.is_open_to_edits:
            self._part.write((*self._path, key), value, name)


class EndCard(Card):
    """How a table of rules is read, and what follows where none is met."""

    def __init__(self, part: RulesPart) -> None:
        super().__init__(part.tr("How these rules are read"))
        self._part = part
        self._path: Path = ()
        self.policy = Choice(
            (
                ("first", self.tr("From the top: the first that is met gives the band")),
                ("unique", self.tr("Exactly one must be met")),
                ("any", self.tr("All that are met must give the same band")),
                ("highest_band", self.tr("Of those that are met, the highest band counts")),
            )
        )
        self.policy.chosen.connect(lambda value: self._write("policy", value))
        self.otherwise = Choice()
        self.otherwise.chosen.connect(lambda value: self._write("otherwise", None if value == NONE else value))
        self.add(FormField(self.tr("Reading"), self.policy))
        self.add(FormField(self.tr("Where no rule is met"), self.otherwise))

    def show_end(self) -> None:
        """Show the ending of the table that the chosen rule stands in, else of the first one."""
        editor = self._part.editor
        found = [
            path for path in edits.deciders(editor.document) if draft.get(editor.document, (*path, "kind")) == "cases"
        ]
        self.setVisible(bool(found))
        if not found:
            return
        own = [path for path in found if draft.is_under(self._part.current, path)]
        self._path = own[-1] if own else found[0]
        for field, key in ((self.policy, "policy"), (self.otherwise, "otherwise")):
            field.setProperty(WRITES, draft.text((*self._path, key)))
        ranked = sorted(editor.document.get("bands", ()), key=lambda band: int(band["rank"]))
        bands = [(one["id"], str(one["name"])) for one in ranked]
        ends = [(NONE, self.tr("Not said")), ("refer", self.tr("People decide")), *bands]
        self.policy.set_value(draft.get(editor.document, (*self._path, "policy")))
        self.otherwise.set_choices(ends, draft.get(editor.document, (*self._path, "otherwise")) or NONE)
        for field in (self.policy, self.otherwise):
            allow(field, editor)

    def _write(self, key: str, value: object) -> None:
        self._part.write((*self._path, key), value, self.tr("How the rules are read"))


def _kind(kind: str) -> str:
    said = {
        "add_if": words.tr("Adds points"),
        "case": words.tr("Gives a band"),
        "move": words.tr("Moves the band"),
        "floor": words.tr("A band at least"),
        "cap": words.tr("A band at most"),
        "guard": words.tr("Guard: must not happen"),
    }
    return said[kind]
