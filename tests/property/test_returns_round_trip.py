"""Whatever is written into a form comes back in the very words, and nothing that arrives breaks a reader."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk.casework.returns import arriving, layout, questions
from bandingdesk.casework.returns.found import tidy
from bandingdesk.casework.returns.ops import FormKind
from bandingdesk.errors import DeskError
from bandingdesk.letters import docx_reading
from tests.support import form_files as f

# What a file of XML can hold at all: no control characters but tab and line end, no surrogates.
LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cn"), whitelist_characters="\t\n")
WORDS = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: bool(tidy(text).strip()))
KINDS = st.sampled_from(["parent_views", "child_views", "young_person_views"])
SENT = {kind: f.a_document(f.a_form(kind)) for kind in ("parent_views", "child_views", "young_person_views")}
WORKBOOK = f.a_workbook()


@settings(max_examples=8)
@given(KINDS, st.data())
def test_every_answer_comes_back_as_it_was_written(kind: FormKind, data: st.DataObject) -> None:
    made = f.a_form(kind)
    keys = [one.key for one in questions.asked(questions.book(kind), {})]
    said = data.draw(st.dictionaries(st.sampled_from(keys), WORDS, max_size=4))
    reading = f.read_document(f.filled(SENT[kind], said), made)
    written = {key: tidy(words) for key, words in said.items() if words.strip() != layout.PLACEHOLDER}
    assert {answer.key: answer.text for answer in reading.answers} == written
    assert reading.doubts == ()


@settings(max_examples=6)
@given(st.dictionaries(st.sampled_from(sorted(f.STRANDS)), WORDS.filter(lambda t: t[0] != "="), max_size=4))
def test_every_note_in_a_workbook_comes_back_as_it_was_written(notes: Mapping[str, str]) -> None:
    def change(book):
        f.rated(book, note="")
        for row in book["Levels"].iter_rows(min_row=3):
            row[3].value = notes.get(row[0].value) or None

    reading = f.read_workbook(f.in_excel(WORKBOOK, change))
    assert {strand: reading.of(f"note.{strand}") for strand in notes} == {k: tidy(v) for k, v in notes.items()}
    assert reading.doubts == ()


@settings(max_examples=25)
@given(st.binary(max_size=40), st.integers(0, len(SENT["parent_views"])), st.sampled_from(["a.docx", "b.xlsx", "c"]))
def test_a_damaged_file_is_refused_by_name_or_read(noise: bytes, at: int, name: str) -> None:
    whole = SENT["parent_views"]
    data = whole[:at] + noise + whole[at + len(noise) :]
    with contextlib.suppress(DeskError):  # anything else fails
        if arriving.kind(name, data) == "document":
            docx_reading.read(data, name)


@pytest.mark.parametrize("words", ["", "  \n ", layout.PLACEHOLDER])
def test_a_field_with_nothing_in_it_is_no_answer(words: str) -> None:
    assert f.read_document(f.filled(SENT["parent_views"], {"hard": words}), f.a_form("parent_views")).answers == ()
