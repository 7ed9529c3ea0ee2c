"""The script of the two commands: plain POSIX, and it says in one line what is missing."""

import os
import shutil
import subprocess

import pytest

from tests.support import source

SCRIPT = source.ROOT / "desk"


@pytest.mark.parametrize("path", [SCRIPT, source.ROOT / ".ci" / "run", *sorted((source.ROOT / "tests").glob("*.sh"))])
def test_scripts_are_posix_and_can_be_run(path):
    subprocess.run(["dash", "-n", str(path)], check=True)
    assert os.access(path, os.X_OK)


@pytest.fixture
def bare(tmp_path):
    """A checkout on a system without Python, used by somebody who is not the administrator."""
    (tmp_path / "requirements").mkdir()
    shutil.copy(SCRIPT, tmp_path / "desk")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "uname", "cat", "cksum", "sed", "sort", "rm"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    (programs / "id").write_text("#!/bin/sh\necho 1000\n")
    (programs / "apt-get").write_text('#!/bin/sh\necho "apt-get was called" >&2\nexit 1\n')
    for name in ("id", "apt-get"):
        (programs / name).chmod(0o755)
    return tmp_path


def run(folder, *words):
    return subprocess.run(
        [str(folder / "desk"), *words], env={"PATH": str(folder / "bin")}, capture_output=True, text=True, check=False
    )


def test_an_ordinary_user_gets_one_line_to_run_and_69(bare):
    done = run(bare, "demo")
    lines = [line for line in done.stderr.splitlines() if line.startswith("sudo apt-get install")]
    assert done.returncode == 69
    assert len(lines) == 1
    assert {"python3-venv", "libegl1", "libxcb-cursor0"} <= set(lines[0].split())
    assert "xvfb" not in lines[0].split()
    assert not (bare / ".venv").exists()


def test_the_tests_ask_for_their_programs_in_the_same_line(bare):
    done = run(bare, "test")
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("sudo apt-get install")]
    assert {"python3-venv", "xvfb", "xauth", "gnome-keyring", "dbus-daemon", "poppler-utils", "qpdf"} <= set(
        line.split()
    )


def test_without_apt_the_packages_are_named(bare):
    (bare / "bin" / "apt-get").unlink()
    done = run(bare, "demo")
    assert done.returncode == 69
    assert "libegl1" in done.stderr
