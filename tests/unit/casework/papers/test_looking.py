"""What a file is, by its bytes; and each doubt with what happened, what is safe and what to do."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.papers import doubts, looking, mail
from bandingdesk.casework.papers.doubts import EmptyFileError, ProgramFileError
from bandingdesk.casework.papers.looking import DOCX, EML, PDF, TEXT, Look, PdfLook
from bandingdesk.letters import pdf_look
from tests.support import paper_files as files


def look(name: str, data: bytes) -> Look:
    source = io.BytesIO(data)
    mime = looking.kind(name, source)
    pdf = PdfLook(*pdf_look.look(source)) if mime == PDF else None
    return looking.look(name, source, mime, pdf)


def said(found: Look, code: str) -> tuple[str, str, str]:
    """Return the three sentences of the doubt CODE, filled in."""
    fields = dict(next(doubt.fields for doubt in found.doubts if doubt.code == code))
    happened, kept, do = (sentence.format(**fields) for sentence in doubts.WORDS[code])
    return happened, kept, do


@pytest.mark.parametrize(
    ("name", "data", "mime"),
    [
        ("a.pdf", files.pdf(), PDF),
        ("a.docx", files.docx(), DOCX),
        ("a.eml", files.mail(attachments=0), EML),
        ("a.txt", "Mŵy o help, £5".encode(), TEXT),
        ("a.txt", "Half past £5".encode("cp1252"), TEXT),
        ("a.txt", "Notes".encode("utf-16"), TEXT),
        ("a.png", files.png(), "image/png"),
        ("a.tif", files.tiff(), "image/tiff"),
    ],
)
def test_a_file_that_is_what_it_says_raises_no_doubt(name, data, mime):
    found = look(name, data)
    assert (found.mime, found.doubts) == (mime, ())


def test_evidence_that_is_not_what_its_ending_says_is_named_and_shown_as_what_it_is():
    found = look("report.docx", files.pdf())
    assert (found.mime, found.codes) == (PDF, ("not_its_ending",))
    assert said(found, "not_its_ending") == (
        "report.docx says that it is a Word document. It is a PDF.",
        "It is kept and shown as what it is.",
        "Check with the sender that it is the right file.",
    )


def test_an_encrypted_pdf_is_kept_and_a_copy_without_a_password_is_asked_for():
    found = look("report.pdf", files.locked_pdf())
    assert found.codes == ("locked",)
    assert "asks for a password" in said(found, "locked")[0]


def test_three_thousand_pages_are_named_and_kept():
    found = look("file.pdf", files.pdf(3000))
    assert (found.pages, found.codes) == (3000, ("many_pages",))
    assert said(found, "many_pages")[0] == "file.pdf has 3,000 pages."


def test_zero_bytes_are_refused_because_nothing_can_be_shown():
    with pytest.raises(EmptyFileError) as told:
        look("report.pdf", b"")
    assert told.value.file == "report.pdf"
    assert all(told.value.sentences())


@pytest.mark.parametrize("start", [b"MZ\x90\0", b"\x7fELF\x02", b"\xcf\xfa\xed\xfe"])
def test_a_program_is_refused_whatever_its_ending(start):
    with pytest.raises(ProgramFileError):
        look("report.pdf", start + bytes(200))


def test_active_content_of_a_pdf_is_named_wherever_it_hangs():
    found = look("report.pdf", files.pdf_that_runs())
    assert found.codes == ("active", "inside")
    happened, kept, do = said(found, "active")
    assert "a script" in happened
    assert "a call to start a program" in happened
    assert "nothing in it runs" in kept
    assert do


def test_macros_and_parts_from_elsewhere_in_a_document_are_named_and_a_link_is_not():
    assert look("plan.docx", files.docx(macros=True)).codes == ("macros",)
    assert look("plan.docx", files.docx(fetches=True)).codes == ("outside",)
    assert look("plan.docx", files.docx(link=True)).codes == ()


def test_a_damaged_file_is_kept_and_the_sender_is_asked_again():
    assert look("report.pdf", files.pdf()[:300]).codes in (("damaged",), ())  # what can be mended is mended
    assert look("report.pdf", b"%PDF-1.7\nnothing more").codes == ("damaged",)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("phone.heic", b"\0\0\0\x18ftypheic" + bytes(100)),
        ("all.zip", b"PK\x05\x06" + bytes(18)),
        ("sound.dat", bytes(range(256)) * 4),
    ],
)
def test_what_cannot_be_shown_here_is_kept_and_named(name, data):
    found = look(name, data)
    assert "not_shown" in found.codes
    assert "its own program" in said(found, "not_shown")[1]


def test_an_office_file_under_a_password_is_named_as_such():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "locked" in look("plan.docx", data).codes


def test_a_mail_is_headers_text_and_attachments():
    found = mail.read(files.mail(attachments=2))
    assert dict(found.headers)["Subject"] == "The therapist's report"
    assert found.text == "Here is the report. Mornings are hard."
    assert [one.name for one in found.attachments] == ["report-1.pdf", "report-2.pdf"]
    name, data = mail.contents(files.mail(attachments=2), 1)
    assert (name, data[:5]) == ("report-2.pdf", b"%PDF-")
    assert look("a.eml", files.mail(attachments=2)).codes == ("inside",)


def test_a_mail_that_is_a_web_page_gives_its_words_and_fetches_nothing():
    found = mail.read(files.mail(attachments=0, html=True))
    assert (found.text, found.has_html) == ("Mornings are hard.", True)


def test_an_attachment_is_named_by_its_last_part_alone():
    data = (
        files.mail().replace(b'"report-1.pdf"', b'"..\\\\..\\\\start.pdf"').replace(b"report-1.pdf", b"../../start.pdf")
    )
    assert [one.name for one in mail.read(data).attachments] == ["start.pdf"]


@given(st.binary(max_size=600))
def test_any_bytes_are_judged_without_a_fault(data):
    try:
        found = look("any.pdf", data)
    except (EmptyFileError, ProgramFileError):
        return
    assert found.pages >= 1
    assert set(found.codes) <= set(doubts.WORDS)
    for code in found.codes:
        assert all(said(found, code))


@given(st.binary(max_size=400))
def test_any_mail_is_read_without_a_fault(data):
    found = mail.read(b"From: a\r\nTo: b\r\nSubject: c\r\n" + data)
    for one in found.attachments:
        mail.contents(b"From: a\r\nTo: b\r\nSubject: c\r\n" + data, one.number)
