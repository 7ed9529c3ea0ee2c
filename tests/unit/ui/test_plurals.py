"""One and many, as the texts of the screen write them."""

import doctest
import re

import pytest
from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import plurals
from tests.support import source

COUNTED = sorted(
    {
        text
        for path in source.files(source.PACKAGE / "ui", "*.py")
        for _, text in source.shown_texts(path)
        if "%n" in text
    }
)


def test_the_examples_hold():
    assert doctest.testmod(plurals).failed == 0


@pytest.mark.parametrize(
    ("text", "one", "many"),
    [
        ("%n page(s)", "%n page", "%n pages"),
        ("Send %n letters", "Send %n letter", "Send %n letters"),
        ("%n parts miss something.", "%n part misses something.", "%n parts miss something."),
        ("%n thing(s) are missing before you can lock", "%n thing is missing before you can lock", None),
        ("%n entries have no words left", "%n entry has no words left", "%n entries have no words left"),
        ("in %n days", "in %n day", "in %n days"),
        ("%n marked", "%n marked", "%n marked"),
        ("{0}, %n pages", "{0}, %n page", "{0}, %n pages"),
        ("%n strand level(s), each with its points", "%n strand level, each with its points", None),
    ],
)
def test_one_and_many(text, one, many):
    assert plurals.agree(text, 1) == one
    assert plurals.agree(text, 2) == (many or text.replace("(s)", "s"))
    assert plurals.agree(text, 0) == plurals.agree(text, 2)


@pytest.mark.parametrize("text", COUNTED)
def test_no_text_of_the_screen_says_one_things(text):
    assert "(s)" not in plurals.agree(text, 1)
    assert "(s)" not in plurals.agree(text, 7)
    assert not re.search(r"%n \w+(ies|sses|xes|ches)\b", plurals.agree(text, 1))


def test_qt_asks_it_and_fills_the_count(qapp):
    plurals.install(qapp)
    plurals.install(qapp)
    assert QCoreApplication.translate("any", "%n page(s)", "", 1) == "1 page"
    assert QCoreApplication.translate("any", "%n page(s)", "", 12) == "12 pages"
    assert QCoreApplication.translate("any", "Lock my scores") == "Lock my scores"
