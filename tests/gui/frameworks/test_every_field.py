"""The whole format has forms: every field of the models is written in the editor, or stands below with its reason."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QWidget

from bandingdesk import resources
from bandingdesk.matrix import framework, measures, tariff
from bandingdesk.matrix.conditions import Part as Model
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.editor_pane import EditorPane
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.history import History, State
from bandingdesk.ui.workspaces.frameworks.part import WRITES
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

IDS = "an id: made when the part is added and kept, because rules, tests, amounts and cases name the part by it"
KINDS = "chosen when the part is added: another kind is another part"
NOT_WRITTEN = {
    "Framework.format": "the name of the format",
    "Framework.id": "the scheme's own name in the record: decisions and tariffs name it",
    "Framework.supersedes": "set by the library, from the version that the draft was made of",
    "TariffFields.format": "the name of the format",
    "TariffFields.framework": "the scheme that the amounts belong to",
    "Descriptor.id": IDS,
    "Strand.id": IDS,
    "Area.id": IDS,
    "Context.id": IDS,
    "Context.values": IDS,
    "Band.id": IDS,
    "CaseRow.id": IDS,
    "Move.id": IDS,
    "Floor.id": IDS,
    "Cap.id": IDS,
    "Guard.id": IDS,
    "AddIf.id": IDS,
    "MeasureFields.id": IDS,
    "Rate.id": IDS,
    "Level.level": "rules, tests and points name a level by its number; levels are added above and taken away",
    "Card.level": "a card stands for its level; cards are added and taken away",
    "PointsRow.strand": "every strand has its row: it comes and goes with the strand",
    "StrandAmount.strand": "the row of the grid",
    "StrandAmount.level": "the column of the grid",
    "StrandAmount.where": "chosen above the grid",
    "Place.context": "a place is chosen in a column for each fact",
    "Place.value": "a place is chosen in a column for each fact",
    "TariffRow.band": "chosen above the rows, and the row of the table",
    "Move.kind": KINDS,
    "Floor.kind": KINDS,
    "Cap.kind": KINDS,
    **{
        f"{one}.kind": KINDS
        for one in (
            "PointsMeasure", "CountMeasure", "HighestMeasure", "PrimaryMeasure", "DescriptorsMetMeasure", "CostMeasure",
            "NumberMeasure",
        )
    },
}  # fmt: skip
PAIRS = [
    ("kinds/costed-map", "kinds/costed-map-tariff-2026-27"),
    ("kinds/add-ons", "kinds/add-ons-tariff-2026-27"),
    ("kinds/weight-times-base", "kinds/weight-times-base-tariff-2026-27"),
    ("kinds/need-types", "kinds/need-types-tariff-2026-27"),
    ("kinds/hourly-supplement", "kinds/hourly-supplement-tariff-2026-27"),
    ("kinds/best-of-two-routes", None),
    ("southfield-best-fit-2026", "southfield-tariff-2026-27"),
]


class StillJobs:
    """Jobs that are never done: what can be written does not wait for a check."""

    def read(self, *_: object, **__: object) -> None:
        """Leave the work."""

    act = read


def definition(name):
    found = json.loads(resources.shipped(f"frameworks/{name}.json").read_bytes())
    return found.get("definition", found)


def all_fields() -> set[str]:
    """Return every field that the three modules of the format define, as Model.field."""
    found = set()
    for module in (framework, measures, tariff):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Model) and one.__module__ == module.__name__:
                own = [name for name in vars(one).get("__annotations__", {}) if name in one.model_fields]
                found |= {f"{one.__name__}.{name}" for name in own}
    return found


def fields_on(value: object, path: draft.Path) -> Iterator[str]:
    """Give the field of the models for every step of PATH into VALUE, as far as there is something."""
    for key in path:
        if isinstance(value, Model) and isinstance(key, str):
            names = {one.alias or name: name for name, one in type(value).model_fields.items()}
            name = names.get(key, key)
            owner = next((one for one in type(value).__mro__ if name in vars(one).get("__annotations__", {})), None)
            if owner is None:
                return
            yield f"{owner.__name__}.{name}"
            value = getattr(value, name)
        elif isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, tuple) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return


def places(part: QWidget) -> set[draft.Path]:
    """Return every place that the fields and cells of a part write."""
    found = {draft.parse(str(one.property(WRITES))) for one in part.findChildren(QWidget) if one.property(WRITES)}
    for grid in part.findChildren(Grid):
        found |= {cell.path for line in grid.grid.lines for cell in line.cells if cell.kind != "fixed"}
    return found


def begin_everything(part: QWidget) -> None:
    """Tick every box of what may be there or not, and add a row to every table that is empty."""
    for box in part.findChildren(QCheckBox):
        if not box.isHidden() and not box.isChecked() and box.isEnabled():
            box.click()
    for tools in part.findChildren(RowTools):
        if not tools.isHidden() and not tools.grid.grid.lines and tools.add.isEnabled():
            tools.add.click()


def add_each_kind(key: str, part: Any) -> None:
    """Add facts of every name, a rule of every kind, a measure of every kind and a limit for some strands."""
    if key == "about":
        for _ in range(3):
            part.contexts.fact.click()
    elif key == "rules":
        for kind in part.kinds():
            part.add_rule(kind)
    elif key == "points":
        for at in range(part.measures.kind.count()):
            part.measures.kind.setCurrentIndex(at)
            part.measures.tools.add.click()
        part.add_cap.click()


def walk(pane: EditorPane) -> Iterator[tuple[str, set[draft.Path]]]:
    """Give what each part of the editor writes, with every strand, measure, rule and test chosen in turn."""
    for key, part in pane.parts.items():
        pane.go(key)
        begin_everything(part)
        add_each_kind(key, part)
        chosen = {
            "levels": lambda part=part: [lambda at=at: part.go(at) for at in range(len(part.editor.get(("strands",))))],
            "points": lambda part=part: rows_of(part.measures.table),
            "rules": lambda part=part: [lambda path=path: part._on_chosen(path) for _, path in part.rules()],
            "tests": lambda part=part: rows_of(part.table),
        }
        steps: list[Any] = chosen.get(key, list)()
        for step in steps or [part.refresh]:
            step()
            begin_everything(part)
            yield key, places(part)


def rows_of(grid):
    return [lambda line=line: grid.go_to(line.key) for line in grid.grid.lines]


@pytest.fixture
def make_pane(qtbot, qapp):
    Theme.install(qapp, "light")

    def make(document, amounts):
        editor = EditorViewModel(StillJobs(), History())
        pane = EditorPane(editor, lambda: None)
        qtbot.addWidget(pane)
        editor.open("draft", State(document, amounts), lambda _state: None)
        editor.changed.connect(pane.show_model)
        editor._rest.setInterval(10**8)
        return pane

    return make


def test_every_field_has_a_form_or_a_reason(make_pane):
    found: set[str] = set()
    for name, amounts in PAIRS:
        pane = make_pane(definition(name), definition(amounts) if amounts else None)
        pane.go("about")
        pane.parts["about"].crosswalks.begin_unknown()
        if amounts is None:
            pane.go("money")
            pane.parts["money"].begin.click()
        for key, written in walk(pane):
            root = read(pane, key)
            for path in written:
                found |= set(fields_on(root, path))
    missing = all_fields() - found - set(NOT_WRITTEN)
    assert not missing, ", ".join(sorted(missing))
    assert set(NOT_WRITTEN) <= all_fields()  # the list names what there is


def read(pane, key):
    """Return the draft as the models have it: the tariff for the part of the money."""
    if key == "money":
        return TypeAdapter(tariff.AnyTariff).validate_json(json.dumps(pane.editor.tariff))
    return framework.Framework.model_validate_json(json.dumps(pane.editor.document))


def test_a_version_that_is_read_writes_nowhere(make_pane):
    pane = make_pane(definition("exampleshire-2026.1"), definition("exampleshire-tariff-2026-27"))
    pane.editor.is_open_to_edits = False
    before = json.dumps(pane.editor.state)
    for key, part in pane.parts.items():
        pane.go(key)
        for button in part.findChildren(QAbstractButton):
            if not button.isHidden() and button.isEnabled() and "Add" in button.text():
                button.click()
        assert json.dumps(pane.editor.state) == before, key
