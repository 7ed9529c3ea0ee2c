"""What a file is that comes in, and whose form it is: each thing that it can be instead has its own message."""

from __future__ import annotations

import io
import zipfile

import pytest

from bandingdesk import sheet_forms, sheets
from bandingdesk.casework.papers.doubts import EmptyFileError, ProgramFileError
from bandingdesk.casework.returns import arriving, form
from bandingdesk.casework.returns.form import Form
from bandingdesk.casework.returns.found import Known
from bandingdesk.letters import docx_reading
from tests.support import form_files as f

MADE = f.a_form("parent_views")
SENT = f.a_document(MADE)
HERE = arriving.Open("case-1", "child-1", "2026-0017")
CODE = form.check_code(MADE.seal)


def an_archive(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        for name in names:
            parts.writestr(name, b"<x/>")
    return held.getvalue()


def test_a_form_is_told_from_what_it_holds():
    assert arriving.kind("a.docx", SENT) == "document"
    assert arriving.kind("a.xlsx", f.a_workbook()) == "workbook"
    assert arriving.kind("a.ods", an_archive("mimetype", "content.xml")) == "workbook"
    assert arriving.kind("a.docx", sheet_forms.under_password(SENT, "rowan")) == "locked"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 a scan", "a PDF"),
        (b"\xff\xd8\xff\xe0 a photo", "a picture (JPEG)"),
        (b"My views are these.", "plain text"),
        (an_archive("a.txt"), "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a file of an older Office"),
        (an_archive("[Content_Types].xml", "ppt/presentation.xml"), "another Office file"),
    ],
    ids=["pdf", "photo", "text", "zip", "old-office", "slides"],
)
def test_what_is_no_form_is_refused_and_said_what_it_is(data, what):
    with pytest.raises(arriving.NotAFormError) as refused:
        arriving.kind("views.docx", data)
    assert refused.value.what == what
    assert "Papers" in refused.value.text()


def test_an_empty_file_and_a_program_are_refused():
    with pytest.raises(EmptyFileError):
        arriving.kind("views.docx", b"")
    with pytest.raises(ProgramFileError):
        arriving.kind("views.docx", b"MZ\x90\0")


def test_an_ending_that_says_something_else_is_named():
    assert arriving.ending("views.docx", "document") is None
    assert arriving.ending("VIEWS.DOCM", "document") is None
    assert arriving.ending("views.xlsx", "document") == (".xlsx", "a text document")
    assert arriving.ending("views", "workbook") == ("views", "a workbook")


def test_a_password_opens_what_it_sealed_and_nothing_else():
    locked = sheet_forms.under_password(SENT, "rowan and elder")
    assert sheet_forms.opened(locked, "rowan and elder") == SENT
    assert sheet_forms.opened(locked, "rowan") is None
    with pytest.raises(ValueError):
        sheet_forms.opened(b"nothing of the kind", "rowan")
    with pytest.raises(docx_reading.NotADocumentError):
        docx_reading.read(locked, "a.docx")
    with pytest.raises(sheets.SheetEncryptedError):
        sheets.read_bytes(sheet_forms.under_password(f.a_workbook(), "rowan"), "a.xlsx")


def test_the_form_of_this_case_is_read():
    known = Known(f.ID, "2026-0017", CODE)
    assert arriving.require_of("a.docx", known, Form(f.ID, "h", MADE), HERE, "child-1") is MADE
    assert arriving.same_code(known, MADE)
    assert not arriving.same_code(Known(f.ID, "2026-0017", "0000-0000-0000"), MADE)
    assert not arriving.same_code(Known(f.ID, "2026-0017", ""), MADE)


def test_a_form_that_is_not_in_the_record_is_refused():
    for found in (None, Form(f.ID, "h")):
        with pytest.raises(arriving.FormUnknownError):
            arriving.require_of("a.docx", Known(f.ID, "", ""), found, HERE, None)


def test_another_childs_form_is_refused_with_its_case():
    other = f.a_form("parent_views", case="case-2", reference="2026-0044")
    with pytest.raises(arriving.OtherChildError) as refused:
        arriving.require_of("a.docx", Known(f.ID, "2026-0044", ""), Form(f.ID, "h", other), HERE, "child-2")
    assert (refused.value.theirs, refused.value.ours) == ("2026-0044", "2026-0017")


def test_a_form_of_another_case_of_the_same_child_is_read():
    other = f.a_form("parent_views", case="case-2", reference="2026-0044")
    assert arriving.require_of("a.docx", Known(f.ID, "2026-0044", ""), Form(f.ID, "h", other), HERE, "child-1")


def test_a_form_that_was_copied_for_another_child_is_refused_as_mixed():
    with pytest.raises(arriving.MixedFormError) as refused:
        arriving.require_of("a.docx", Known(f.ID, "2026-0044", CODE), Form(f.ID, "h", MADE), HERE, "child-1")
    assert (refused.value.says, refused.value.made) == ("2026-0044", "2026-0017")
