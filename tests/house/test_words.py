"""The words a person reads: plain, without begging, shouting or words that hurt."""

import re

import pytest

from tests.support import source

# The last two lines: words about people that the house does not use.
BANNED = re.compile(
    r"\b(please|oops|successfully|e\.g\.|i\.e\.|whoops|sorry|invalid|illegal|abort(ed)?|fatal)\b|!(?=$|\s)"
    r"|\b(suffers? from|low[- ]functioning|high[- ]functioning|SEN child|SEN children|the autistic|refuses to"
    r"|wheelchair[- ]bound|mental age)\b",
    re.IGNORECASE,
)
CODE = list(source.files(source.PACKAGE, "*.py"))
TEXTS = [
    *source.files(source.ROOT / "resources" / "help"),
    *source.files(source.ROOT / "resources" / "letters", "*.md"),
]


def test_the_list_finds_what_it_is_for():
    for text in ("Please wait", "Saved successfully", "Done!", "He suffers from autism", "Invalid date"):
        assert BANNED.search(text), text
    for text in ("The file is not a workbook.", "a != b", "Decided not to assess"):
        assert not BANNED.search(text), text


@pytest.mark.parametrize("path", CODE, ids=source.name)
def test_texts_in_the_code_keep_to_plain_words(path):
    found = [(line, text) for line, text in source.shown_texts(path) if BANNED.search(text)]
    assert not found


def test_helps_and_letters_keep_to_plain_words():
    for path in TEXTS:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = BANNED.search(line.replace("Yours sincerely", ""))
            assert not found, f"{source.name(path)}:{number}: {line}"
