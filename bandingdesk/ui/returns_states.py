"""Forms sent out and what came back, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bandingdesk.demo import returns as demo
from bandingdesk.store.queries import returns
from bandingdesk.ui.stage import Stage


def _cases(stage: Stage) -> dict[str, str]:
    """Return the demo's cases with forms by what came back: the kind of the first return."""
    assert stage.desk is not None
    found = stage.desk.read(returns.with_forms)
    return {kind: case for case, kind in found}


def _open(stage: Stage, kind: str, key: str = "") -> Any:
    """Open the forms of the case to which a form of KIND came back, and the one that the list names KEY."""
    stage.sit("CM", "cases", case_id=_cases(stage)[kind], section="returns")
    page: Any = stage.window.area.current_page()
    pane = page.case_pane.part
    if key:
        row = next(one for one in getattr(pane.seen.seen, "forms" if key.startswith("form") else "returns")
                   if key.endswith(one.kind))  # fmt: skip
        pane.seen.choose(f"{key.partition(':')[0]}:{row.id}")
        stage.driver.settle()
    return pane


def _sent(stage: Stage) -> None:
    _open(stage, "setting_profile", "form:advice")


def _profile(stage: Stage) -> None:
    _open(stage, "setting_profile", "return:setting_profile")


def _views(stage: Stage) -> None:
    _open(stage, "setting_profile", "return:parent_views")


def _refused(stage: Stage) -> None:
    """Drop the child's own form of one case on the page of another."""
    assert stage.desk is not None
    desk = stage.desk
    pane = _open(stage, "child_views")
    form = pane.seen.seen.forms[0].id
    path = stage.folder / "what I think.docx"
    path.write_bytes(demo.filled(desk, form, demo.CHILDS_WORDS))
    pane = _open(stage, "setting_profile")
    pane.seen.receive(path)
    stage.driver.settle()


def _make(stage: Stage) -> None:
    _open(stage, "setting_profile")
    stage.driver.click("Make a form")
    stage.driver.click("Views of the child")


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("16f-forms-sent", "cases", "forms that are out, one of them late", _sent, ""),
    ("16g-profile-back", "cases", "a setting's workbook with two doubts, its levels hidden", _profile, ""),
    ("16h-views-back", "cases", "views in the very words", _views, ""),
    ("16i-other-child", "cases", "another child's form is refused", _refused, ""),
    ("16j-make-form", "cases", "a new form", _make, ""),
)
