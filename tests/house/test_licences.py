"""What we install and ship may be shipped: nothing under GPL or AGPL, and our own licences are in their places."""

import re
from importlib.metadata import PackageNotFoundError, distribution

import pytest

from tests.support import source

STRONG = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
# Offered under several licences, of which we take the one named here.
CHOSEN = {
    "pyside6-essentials": "LGPL-3.0",
    "shiboken6": "LGPL-3.0",
    "lxml": "BSD-3-Clause",
}


def locked_for_running():
    text = (source.ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return sorted(set(re.findall(r"^([\w.-]+)==", text, re.M)))


def stated(name):
    """Return the licence that the package NAME states: expression, classifiers, short text, or else the whole text."""
    meta = distribution(name).metadata
    classifiers = [line for line in meta.get_all("Classifier", []) if line.startswith("License ::")]
    parts = [meta.get("License-Expression") or "", *classifiers, (meta.get("License") or "")[:80]]
    if not any(parts):
        parts = [file.read_text(encoding="utf-8") for file in distribution(name).files or () if "LICENSE" in file.name]
    return " / ".join(parts)


@pytest.mark.parametrize("name", locked_for_running())
def test_a_package_we_ship_is_not_gpl(name):
    try:
        licence = stated(name)
    except PackageNotFoundError:
        marker = re.search(rf"^{re.escape(name)}==[^\n]*;", _lock(), re.M)
        assert marker, f"{name} is locked for every system but not installed"
        return
    assert licence.strip(" /"), f"{name} states no licence"
    if name in CHOSEN:
        assert CHOSEN[name].split("-")[0] in licence
    else:
        assert not STRONG.search(licence), licence


def test_the_pattern_tells_gpl_from_lgpl():
    assert STRONG.search("GPL-3.0-only")
    assert STRONG.search("AGPL-3.0")
    assert STRONG.search("GNU General Public License v3")
    assert not STRONG.search("LGPL-3.0-only")
    assert not STRONG.search("GNU Lesser General Public License v3")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("LICENSE", "MIT License"),
        ("resources/fonts/Inter-OFL.txt", "SIL Open Font License"),
        ("resources/fonts/AtkinsonHyperlegibleNext-OFL.txt", "SIL Open Font License"),
        ("resources/icons/LICENSE.txt", "ISC License"),
    ],
)
def test_the_licences_of_what_we_ship_stand_beside_it(file, words):
    assert words in (source.ROOT / file).read_text(encoding="utf-8")


def _lock():
    return (source.ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
