"""Forms in DOCX: what goes out can be filled in by anybody, and what comes back is read with every doubt named."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest

from bandingdesk.casework.returns import from_document, layout, questions
from bandingdesk.casework.returns.found import Known
from bandingdesk.letters import docx_form, docx_reading
from tests.support import form_files as f

PARENT, ADVICE = f.a_form("parent_views"), f.a_form("advice")
SENT, ASKED_ADVICE = f.a_document(PARENT), f.a_document(ADVICE)
KINDS = ("parent_views", "young_person_views", "child_views", "advice")
WHOLE_ADVICE = {
    "name": "Dr Vale (invented)", "role": "Educational psychologist", "day": "3 November 2026",
    "needs": "He reads single words.", "outcomes": "Reads a page by July 2027.",
}  # fmt: skip


def codes(reading):
    return [one.code for one in reading.doubts]


def changed(change, sent=SENT, made=PARENT, **parts):
    return f.read_document(f.in_word(sent, change, parts), made)


# What goes out


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_can_be_read_aloud_field_by_field(kind):
    made = f.a_form(kind)
    data = f.a_document(made)
    document = docx.Document(io.BytesIO(data))
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == questions.book(kind).title
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    read = docx_reading.read(data, "a.docx")
    wanted = list(layout.fields(f.blocks(made)))
    assert [(one.tag, one.title) for one in read.controls] == [(one.key, one.label[:64]) for one in wanted]
    assert len({one.tag for one in read.controls}) == len(wanted)
    assert document.styles["Normal"].font.size.pt == 14


def test_tables_have_a_name_and_a_row_of_headings():
    document = docx.Document(io.BytesIO(ASKED_ADVICE))
    (table,) = document.tables
    xml = table._tbl.xml
    assert 'w:tblCaption w:val="Provision"' in xml
    assert table.rows[0]._tr.xml.count("w:tblHeader") == 1


def test_large_print_is_18_points():
    document = docx.Document(io.BytesIO(f.a_document(PARENT, size=docx_form.LARGE)))
    assert document.styles["Normal"].font.size.pt == 18
    assert document.styles["Heading 1"].font.size.pt == 30


def test_a_childs_form_asks_a_few_short_things():
    asked = list(questions.asked(questions.book("child_views"), {}))
    assert len([one for one in asked if one.heading == "About me"]) == 4
    assert all(len(one.label.split()) <= 6 for one in asked)
    assert "Send it back" not in "".join(
        block.words for block in f.blocks(f.a_form("child_views"))[:6] if isinstance(block, layout.Words)
    )


def test_fields_can_be_filled_in_and_not_deleted_and_there_is_no_macro():
    with zipfile.ZipFile(io.BytesIO(SENT)) as parts:
        body = parts.read("word/document.xml").decode()
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
    assert body.count('w:lock w:val="sdtLocked"') == 11
    assert body.count('w:lock w:val="sdtContentLocked"') == 3


def test_the_same_form_is_the_same_file():
    assert f.a_document(PARENT) == SENT


# What comes back


def test_an_untouched_form_says_nothing():
    reading = f.read_document(SENT, PARENT)
    assert reading.answers == ()
    assert reading.doubts == ()


def test_words_come_back_as_they_were_written():
    said = {
        "hard": "Lunch is loud.\n\n  He hides.\tOften.",
        "hopes": "שהוא ילמד לקרוא.\nHe reads \u202bעברית\u202c at home.",
        "name": "Zoë ŵ Nǐ (invented)",
    }
    reading = f.read_document(f.filled(SENT, said), PARENT)
    assert {answer.key: answer.text for answer in reading.answers} == said
    assert reading.doubts == ()


def test_who_it_is_about_is_found_by_its_fields_its_words_or_its_properties():
    whole = docx_reading.read(SENT, "a.docx")
    code = "-".join(PARENT.seal[:12].upper()[at : at + 4] for at in (0, 4, 8))
    assert from_document.known(whole) == Known(f.ID, "2026-0017", code)

    def unfield(body):
        for tag in ("form.id", "form.case", "form.seal"):
            field = f.control(body, tag)
            for run in field.find(f"{f.W}sdtContent"):
                field.addprevious(run)
            field.getparent().remove(field)

    without = docx_reading.read(f.in_word(SENT, unfield), "a.docx")
    assert from_document.known(without) == Known(f.ID, "2026-0017", code)
    bare = docx_reading.read(f.in_word(SENT, lambda body: body[0].clear()), "a.docx")
    assert from_document.known(bare) == Known(f.ID, "", "")


def test_a_field_that_was_deleted_is_read_by_its_heading_and_said_to_be():
    def change(body):
        field = f.control(body, "hard")
        words = f.again(f.control(body, "hard")).getparent()
        for child in list(words):
            words.remove(child)
        from docx.oxml import OxmlElement

        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "Lunch is loud."
        run.append(text)
        words.append(run)
        paragraph = field.getparent()
        paragraph.getparent().remove(paragraph)

    reading = changed(change)
    assert reading.of("hard") == "Lunch is loud."
    assert [(one.code, one.about) for one in reading.doubts] == [("by_heading", "hard")]


def test_a_field_that_is_gone_with_its_heading_is_named():
    def change(body):
        paragraph = f.control(body, "needs").getparent()
        hint = paragraph.getprevious()
        heading = hint.getprevious()
        for element in (paragraph, hint, heading):
            element.getparent().remove(element)

    reading = f.read_document(f.in_word(f.filled(ASKED_ADVICE, {}), change), ADVICE)
    assert ("field_missing", "needs") in [(one.code, one.about) for one in reading.doubts]


def test_a_question_that_is_answered_twice_shows_both_answers():
    def change(body):
        f.write_in(f.control(body, "hard"), "Lunch is loud.")
        f.write_in(f.again(f.control(body, "hard")), "Mornings.")

    reading = changed(change)
    assert [(one.code, one.about) for one in reading.doubts] == [("twice", "hard")]
    assert [answer.text for answer in reading.answers] == ["Lunch is loud.", "Mornings."]


def test_text_outside_the_fields_is_shown_and_not_lost():
    def change(body):
        paragraph = f.control(body, "hard").getparent()
        from docx.oxml import OxmlElement

        line, run, text = (OxmlElement(f"w:{name}") for name in ("p", "r", "t"))
        text.text = "I wrote this below the box."
        run.append(text)
        line.append(run)
        paragraph.addnext(line)

    reading = changed(change)
    (doubt,) = reading.doubts
    assert doubt.code == "outside"
    assert reading.of(doubt.about) == "I wrote this below the box."


def test_words_of_the_form_that_were_changed_or_taken_out_are_named():
    def reword(body):
        next(one for one in body.iter(f"{f.W}t") if one.text == "What helps your child?").text = "What helps your son?"

    (doubt,) = [one for one in changed(reword).doubts if one.code == "changed"]
    assert (doubt.found, doubt.expected) == ("What helps your son?", "What helps your child?")

    def cut(body):
        text = next(one for one in body.iter(f"{f.W}t") if one.text == "What comes next")
        paragraph = text.getparent().getparent()
        paragraph.getparent().remove(paragraph)

    assert [(one.code, one.expected) for one in changed(cut).doubts] == [("removed", "What comes next")]


def test_tracked_changes_are_named_and_read_as_accepted():
    def change(body):
        from docx.oxml import OxmlElement

        field = f.control(body, "hard")
        f.write_in(field, "Lunch.")
        content = field.find(f"{f.W}sdtContent")
        new, old = OxmlElement("w:ins"), OxmlElement("w:del")
        for mark, name, words in ((new, "t", " And mornings."), (old, "delText", "Nothing.")):
            run, text = OxmlElement("w:r"), OxmlElement(f"w:{name}")
            text.text = words
            run.append(text)
            mark.append(run)
            content.append(mark)

    reading = changed(change)
    assert reading.of("hard") == "Lunch. And mornings."
    assert [(one.code, one.found) for one in reading.doubts] == [("tracked", "2")]


def test_comments_are_counted_and_no_part_of_an_answer():
    said = f'<w:comments xmlns:w="{f.W[1:-1]}"><w:comment w:id="0"/><w:comment w:id="1"/></w:comments>'.encode()
    reading = f.read_document(f.in_word(SENT, lambda body: None, {"word/comments.xml": said}), PARENT)
    assert [(one.code, one.found) for one in reading.doubts] == [("comments", "2")]


def test_a_macro_is_named():
    reading = f.read_document(f.in_word(SENT, lambda body: None, {"word/vbaProject.bin": b"x"}), PARENT)
    assert codes(reading) == ["macros"]


def test_an_advice_without_what_it_must_say_is_named():
    reading = f.read_document(ASKED_ADVICE, ADVICE)
    assert {one.about for one in reading.doubts if one.code == "empty"} == {"name", "role", "day", "needs", "outcomes"}
    assert codes(f.read_document(f.filled(ASKED_ADVICE, WHOLE_ADVICE), ADVICE)) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [("31/02/2026", "not_a_date"), ("soon", "not_a_date"), ("3 November 2036", "far_date"), ("1/1/1999", "far_date")],
)
def test_a_day_that_is_none_or_far_away_is_named(said, code):
    reading = f.read_document(f.filled(ASKED_ADVICE, {**WHOLE_ADVICE, "day": said}), ADVICE)
    assert [(one.code, one.about) for one in reading.doubts] == [(code, "day")]


def test_provision_comes_back_line_by_line_and_strands_one_by_one():
    first = next(iter(f.STRANDS))
    said = {
        **WHOLE_ADVICE, f"strand.{first}": "Keeps little of what is new.",
        "provision.1.what": "Speech and language therapy", "provision.1.who": "Therapist",
        "provision.1.minutes": "30", "provision.1.often": "2", "provision.1.group": "1", "provision.1.weeks": "39",
        "provision.3.what": "Quiet room", "provision.3.often": "when he asks",
    }  # fmt: skip
    reading = f.read_document(f.filled(ASKED_ADVICE, said), ADVICE)
    assert codes(reading) == []
    assert list(from_document.provision(reading.answers)) == [
        from_document.Suggested("Speech and language therapy", "Therapist", 30, 2, 1, 39),
        from_document.Suggested("Quiet room", "", None, None, None, None),
    ]
    assert from_document.strand_words(reading.answers) == {first: "Keeps little of what is new."}


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 broken", SENT[:2000], f.in_word(SENT, lambda body: None)[:-200]],
    ids=["no-zip", "cut", "end-cut"],
)
def test_a_damaged_document_is_refused_by_name(data):
    with pytest.raises(docx_reading.NotADocumentError) as refused:
        docx_reading.read(data, "form.docx")
    assert refused.value.file == "form.docx"
    assert "form.docx" in refused.value.text()


def test_a_document_that_unpacks_to_far_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(docx_reading, "MOST_UNPACKED", 1000)
    with pytest.raises(docx_reading.DocumentTooLargeError):
        docx_reading.read(SENT, "form.docx")


def test_entities_in_a_document_are_not_resolved():
    def broken(data):
        held = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(held, "w") as after:
            for info in before.infolist():
                content = before.read(info)
                if info.filename == "word/document.xml":
                    content = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + content
                after.writestr(info.filename, content)
        return held.getvalue()

    with pytest.raises(docx_reading.NotADocumentError):
        docx_reading.read(broken(SENT), "form.docx")


def test_a_form_of_today_is_read_on_a_later_day():
    reading = f.read_document(f.filled(ASKED_ADVICE, WHOLE_ADVICE), ADVICE, date(2030, 1, 1))
    assert codes(reading) == ["far_date"]


def nameless(body):
    """Take the names of all fields away, as LibreOffice 7.4 does when it saves."""
    for about in body.iter(f"{f.W}sdtPr"):
        for part in list(about):
            about.remove(part)


def test_fields_whose_names_a_program_dropped_are_read_by_their_place():
    said = {"hard": "Lunch is loud.\n\nכשיש רעש.", "name": "A. Parent"}
    data = f.in_word(f.filled(SENT, said), nameless)
    reading = f.read_document(data, PARENT)
    assert {answer.key: answer.text for answer in reading.answers} == said
    assert codes(reading) == ["by_place"]
    assert from_document.known(docx_reading.read(data, "a.docx")).form == f.ID


def test_names_dropped_and_a_field_deleted_leave_the_headings_to_read_by():
    def change(body):
        nameless(body)
        gone = next(body.iter(f"{f.W}sdt")).getparent()
        gone.getparent().remove(gone)

    reading = f.read_document(f.in_word(f.filled(SENT, {"hard": "Lunch is loud."}), change), PARENT)
    assert reading.of("hard") == "Lunch is loud."
    assert ("by_heading", "hard") in [(one.code, one.about) for one in reading.doubts]
