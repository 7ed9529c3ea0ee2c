"""What the versions we pin must do, and that the locks agree with pyproject.toml. No network."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = PROJECT["project"]["dependencies"]
DEV = RUN + PROJECT["dependency-groups"]["dev"]
BENCH = DEV + PROJECT["dependency-groups"]["bench"]
LOCKS = {"run": RUN, "dev": DEV, "bench": BENCH}


def locked(name: str) -> dict[str, str]:
    """Return {package: version} of requirements/NAME.txt."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {
        canonicalize_name(package): version for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.M)
    }


def test_void_qt_calls_keep_the_references_of_none(qapp):
    # PySide6 6.12.0 on Python 3.11 drops one reference to None at each void call and aborts after about 5,100
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("Band 4")
    assert sys.getrefcount(None) >= before - 10


def test_qt_stays_below_the_version_that_drops_references():
    bounds = next(Requirement(text) for text in RUN if text.startswith("pyside6"))
    assert not bounds.specifier.contains("6.12.0")


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_within_its_bounds(name):
    versions = locked(name)
    for text in LOCKS[name]:
        wanted = Requirement(text)
        version = versions[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(version), f"{text}: {name}.txt has {version}"


def test_each_lock_holds_the_one_before_it():
    # desk stamps `run` when it has installed `dev`
    assert locked("run").items() <= locked("dev").items() <= locked("bench").items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert len(blocks) >= len(locked(name))  # a package may stand twice, once for each kind of system
    assert all("--hash=sha256:" in block for block in blocks)
