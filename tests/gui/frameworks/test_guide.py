"""The guide speaks the words of the screen: what it sets in bold is said by the pages themselves."""

import ast
import re
from pathlib import Path

import pytest

from bandingdesk import resources
from bandingdesk.ui import workspaces


def guide(page: str) -> str:
    return " ".join(resources.shipped(f"help/en/{page}").read_text(encoding="utf-8").split())


def said_on_screen() -> set[str]:
    folder = Path(workspaces.__file__).parent / "frameworks"
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {node.value for node in nodes if isinstance(node.value, str)} | {"Frameworks"}


@pytest.mark.parametrize("page", ["frameworks-editor.md", "frameworks-decide.md"])
def test_what_the_guide_names_is_on_the_screen(page):
    named = set(re.findall(r"\*\*(.+?)\*\*", guide(page)))
    assert len(named) > 5
    assert named - said_on_screen() == set()


def test_every_view_of_a_version_is_in_the_guide(page):
    said = guide("frameworks-decide.md")
    page.open(view="adopt", version=page.model.entry.key)
    assert {words for _, words in page.choices() if f"**{words}**" not in said} == set()
