"""Forms of the demo: a setting's profile with two doubts, a mother's views to take over, advice that is late."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bandingdesk import sheet_forms
from bandingdesk.casework.returns import layout, levels, questions, workbook
from bandingdesk.casework.returns.layout import Field
from bandingdesk.casework.returns.ops import FormKind, FormMade
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.letters import docx_form
from bandingdesk.matrix.framework import Framework
from bandingdesk.ops import Subject
from bandingdesk.sheet_forms import Box, FillIn, Page
from bandingdesk.store.queries import rulebooks
from bandingdesk.store.queries.plans import PlanOnRecord

AT, PLAIN = 16, 17  # places among the cases: one with forms in every state, one with the child's own words
MOTHER = ("A. Bramble (invented)", "Mother")
HER_WORDS = {
    "going_well": "She loves the allotment and knows every bird.\nHer sister and she play for an hour without a row.",
    "hard": "Lunchtimes. It is loud and nobody can say who sits with her.\n\nOn Sundays she is ill from worry.",
    "helps": "أمها تشرح لها اليوم بالصور.\nPictures of the day, always the same ones.",
    "hopes": "That she has one friend.",
    "name": MOTHER[0],
}
CHILDS_WORDS = {"likes": "Birds and my sister", "hard": "loud", "helps": "Mrs Finch (invented)", "wish": "a quiet room"}


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Send forms out for two cases and let some come back."""
    historian.as_("CM")
    case, plain = known[AT].case, known[PLAIN].case
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        historian.at(TODAY - timedelta(days=24), 9, 30)
        mother = _sent(desk, folder, case, "parent_views", *MOTHER, TODAY - timedelta(days=10))
        _sent(
            desk,
            folder,
            case,
            "advice",
            "Dr Teasel (invented)",
            "Speech and language therapist",
            TODAY - timedelta(days=3),
        )
        school = _sent(desk, folder, case, "setting_profile", known[AT].plan.setting_name, "", TODAY)
        child = _sent(desk, folder, plain, "child_views", "B. Thrift (invented)", "Mother", TODAY)
        historian.at(TODAY - timedelta(days=4), 15, 10)
        desk.returns.receive_bytes(case, "views of her mother.docx", filled(desk, mother, HER_WORDS))
        desk.returns.receive_bytes(case, "profile.xlsx", rated(desk, school))
        said = desk.returns.receive_bytes(plain, "what I think.docx", filled(desk, child, CHILDS_WORDS))
        desk.returns.take(said.id, CHILDS_WORDS, ())
        historian.at(TODAY, 8, 40)


def filled(desk: Desk, form_id: str, answers: Mapping[str, str]) -> bytes:
    """Return a form as somebody fills it in with ANSWERS."""
    made: FormMade = desk.store.load(Subject("form", form_id)).made
    book = questions.book(made.kind)
    blocks = tuple(
        replace(block, filled=answers[block.key]) if isinstance(block, Field) and block.key in answers else block
        for block in layout.blocks(form_id, made, book, {})
    )
    about = docx_form.About(book.title, made.council, form_id, f"Case {made.reference}", made.dated)
    return docx_form.form_docx(blocks, about)


def rated(desk: Desk, form_id: str) -> bytes:
    """Return the setting's workbook as a school fills it in: one level typed, one not on the list."""
    made: FormMade = desk.store.load(Subject("form", form_id)).made
    framework = desk.read(lambda conn: rulebooks.framework(conn, made.framework_sha256 or ""))
    book = workbook.fill_in(form_id, made, questions.book(made.kind), framework)
    pages = tuple(_answered(page, framework, made.phase) for page in book.pages)
    return sheet_forms.write(FillIn(book.title, book.author, book.dated, pages))


def _answered(page: Page, framework: Framework, phase: str) -> Page:
    rows = []
    for n, row in enumerate(page.rows):
        said = _says(page.name, n, row, framework, phase)
        rows.append(tuple(replace(box, value=said.get(at, box.value)) for at, box in enumerate(row)))
    return replace(page, rows=tuple(rows))


def _says(name: str, n: int, row: tuple[Box, ...], framework: Framework, phase: str) -> dict[int, str]:
    """Return what a school writes into row N of the sheet NAME, by column."""
    if not any(box.look == "answer" for box in row):
        return {}
    ref = str(row[0].value)
    if ref in levels.names(framework):
        offered = levels.choices(framework, ref, phase)
        level = min(n % 4, max(offered))
        said = "between 2 and 3" if n == 5 else "Level 2" if n == 8 else offered[level]
        return {2: said, 3: "Seen in class each week (invented)."}
    return {2: {"name": "S. Reed (invented)", "role": "SENCO", "asks": "Two more hours of support."}.get(ref, "")}


def _sent(desk: Desk, folder: Path, case: str, kind: FormKind, name: str, role: str, due: date) -> str:
    made = desk.returns.make(case, kind, to_name=name, to_role=role, due=due).id
    desk.returns.write(made, folder / desk.returns.file_name(made))
    return made
