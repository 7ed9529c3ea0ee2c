"""Nothing stands outside the tree of docs/house.md; sizes, names and the folders' own paragraphs."""

import ast
import re

import pytest

from tests.support import source

TOP = {
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "bandingdesk",
    "benchmarks",
    "desk",
    "desk.ps1",
    "docs",
    "installers",
    "pyproject.toml",
    "requirements",
    "resources",
    "tests",
}
RESOURCES = {
    "demo",
    "fonts",
    "forms",
    "frameworks",
    "help",
    "i18n",
    "icons",
    "letters",
    "oversight",
    "panels",
    "statute",
    "theme",
}
TESTS = {
    "acceptance",
    "bare_root.sh",
    "conftest.py",
    "data",
    "faults",
    "gui",
    "house",
    "keyring",
    "office.sh",
    "postgres",
    "property",
    "screen",
    "support",
    "unit",
}
WORN_OUT_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "service", "data", "info"}
MOST_LINES = 500
MOST_LINES_IN_A_FUNCTION = 70
# path: why it may be longer
LONG_FILES: dict[str, str] = {}

PACKAGE_FILES = list(source.files(source.PACKAGE, "*.py"))
OWN_CODE = PACKAGE_FILES + list(source.files(source.ROOT / "benchmarks", "*.py"))


def entries(folder):
    return {path.name for path in folder.iterdir() if path.name not in source.NOT_OURS}


def test_the_top_of_the_project_is_the_one_in_the_house_page():
    assert entries(source.ROOT) <= TOP


def test_resources_have_one_folder_a_kind():
    assert entries(source.ROOT / "resources") <= RESOURCES


def test_tests_stand_in_their_folders():
    assert entries(source.ROOT / "tests") <= TESTS


def test_unit_tests_stand_in_folders_of_the_package():
    for path in source.files(source.ROOT / "tests" / "unit", "test_*.py"):
        folder = path.parent.relative_to(source.ROOT / "tests" / "unit")
        assert (source.PACKAGE / folder).is_dir(), source.name(path)


@pytest.mark.parametrize("path", PACKAGE_FILES, ids=source.name)
def test_a_module_has_the_name_of_a_thing(path):
    assert not {path.stem, path.parent.name} & WORN_OUT_NAMES
    assert not re.search(r"(_new|_old|\d)$", path.stem) or path.stem == "sen2"


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in OWN_CODE if path.parent.name != "versions"}), ids=source.name
)
def test_each_folder_says_what_it_is_and_imports_nothing(folder):
    init = folder / "__init__.py"
    assert init.exists(), f"{source.name(folder)} has no __init__.py"
    tree = source.tree(init)
    assert ast.get_docstring(tree)
    assert not source.imported(init)


@pytest.mark.parametrize("path", OWN_CODE, ids=source.name)
def test_files_and_functions_keep_their_size(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES or source.name(path) in LONG_FILES, f"{lines} lines: what second thing lives here?"
    for node in ast.walk(source.tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_LINES_IN_A_FUNCTION, f"{node.name} has {length} lines"


def test_long_files_are_still_long():
    for name in LONG_FILES:
        assert len((source.ROOT / name).read_text(encoding="utf-8").splitlines()) > MOST_LINES


def test_every_resource_named_in_the_code_is_there():
    for path in OWN_CODE:
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and source.call_name(node) == "shipped":
                for argument in node.args:
                    if isinstance(argument, ast.Constant):
                        place = source.ROOT / "resources" / str(argument.value)
                        assert place.exists(), f"{source.name(path)}: {argument.value}"


def test_only_resources_builds_a_path_to_a_resource():
    for path in OWN_CODE:
        if path.name != "resources.py":
            assert '"resources"' not in path.read_text(encoding="utf-8"), source.name(path)


def test_a_decision_says_context_decision_and_consequences():
    decisions = sorted((source.ROOT / "docs" / "decisions").glob("*.md"))
    assert len(decisions) >= 4
    for path in decisions:
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
        text = path.read_text(encoding="utf-8")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences")), path.name


def test_wheel_and_installer_carry_the_resources_to_the_place_that_is_looked_at():
    place = "bandingdesk/_resources"
    assert f'resources = "{place}"' in (source.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"{place}"' in (source.ROOT / "installers" / "bandingdesk.spec").read_text(encoding="utf-8")
    assert '_PACKAGE / "_resources"' in (source.PACKAGE / "resources.py").read_text(encoding="utf-8")


def test_every_command_of_the_program_is_in_the_readme():
    from bandingdesk.cli import main

    readme = (source.ROOT / "README.md").read_text(encoding="utf-8")
    assert [
        word
        for word in main.COMMANDS
        if word != "window" and f"`./desk {word}" not in readme and f"./desk {word}\n" not in readme
    ] == []
