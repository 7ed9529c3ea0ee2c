"""The project's own files as tests of the house read them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "bandingdesk"
# Folders that tools and people make in a checkout and git ignores.
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
NOT_OURS |= {"__pycache__", "build", "dist", "out"}


def files(folder: Path, pattern: str = "*") -> Iterator[Path]:
    """Yield the project's files below FOLDER whose names fit PATTERN, in a fixed order."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts):
            yield path


def name(path: Path) -> str:
    """Return PATH as seen from the root of the project."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of PATH."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> set[str]:
    """Return the full names of everything that PATH imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def call_name(node: ast.Call) -> str:
    """Return the last part of the name that is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def shown_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of each text in PATH that a person may see: tr, translate and QT_TRANSLATE_NOOP."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and call_name(node) in ("tr", "translate", "QT_TRANSLATE_NOOP"):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value
