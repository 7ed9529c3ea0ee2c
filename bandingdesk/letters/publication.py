"""What schools get from a version of a framework, as finished files: criteria, level cards and the two workbooks.

The same version, tariff and day give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal, NamedTuple, get_args

from bandingdesk import sheet_forms
from bandingdesk.letters import pdf
from bandingdesk.letters.criteria import Criteria, criteria
from bandingdesk.letters.level_cards import CardSet, level_cards
from bandingdesk.matrix import consultation, self_check
from bandingdesk.matrix.life import FrameworkFile
from bandingdesk.matrix.tariff import Tariff
from bandingdesk.sheet_forms import FillIn

Kind = Literal["criteria", "cards", "self-check", "consultation"]
Format = Literal["pdf", "docx"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FORMATS: tuple[Format, ...] = get_args(Format)


class Published(NamedTuple):
    """A finished file: what it is, its name, bytes, SHA-256 in hex and format; pages where it has any."""

    kind: Kind
    name: str
    data: bytes
    sha256: str
    format: str
    pages: int | None


def publish(
    file: FrameworkFile,
    dated: date,
    tariff: Tariff | None = None,
    *,
    only: Collection[Kind] = KINDS,
    formats: Collection[Format] = FORMATS,
    large_print: bool = False,
) -> Iterator[Published]:
    """Give the files of a version as of the day DATED, in the order of KINDS; amounts only where a TARIFF is given.

    Raises GlyphMissingError, FontError, ResourceMissingError, and what `criteria.criteria` raises.
    """
    if "criteria" in only:
        made = criteria(file, dated, tariff)
        if "pdf" in formats:
            yield criteria_pdf(made, large_print=large_print)
        if "docx" in formats:
            yield criteria_docx(made)
    if "cards" in only:
        yield cards_pdf(level_cards(file, dated))
    stem = f"{file.definition.id}-{file.definition.version}"
    if "self-check" in only:
        yield _workbook("self-check", stem, self_check.self_check(file, dated))
    if "consultation" in only:
        yield _workbook("consultation", stem, consultation.consultation(file, dated))


def criteria_pdf(made: Criteria, *, large_print: bool = False) -> Published:
    """Return the criteria document as a tagged PDF. Raises GlyphMissingError, FontError."""
    from bandingdesk.letters import criteria_page, page

    page.refuse_unknown_glyphs(list(made.texts()))
    drawn = io.BytesIO()
    pages = criteria_page.build(drawn, made, large_print=large_print, language=pdf.LANGUAGE)
    data = pdf.finish(drawn, title=made.title, author=made.edition.authority, dated=made.edition.dated)
    large = "-large" if large_print else ""
    return _published("criteria", f"{made.edition.stem()}-criteria{large}.pdf", data, pages)


def criteria_docx(made: Criteria) -> Published:
    """Return the criteria document as DOCX."""
    from bandingdesk.letters import docx

    return _published("criteria", f"{made.edition.stem()}-criteria.docx", docx.criteria_docx(made))


def cards_pdf(made: CardSet) -> Published:
    """Return the level cards as a tagged PDF to print and cut. Raises GlyphMissingError, FontError."""
    from bandingdesk.letters import cards_page, page

    page.refuse_unknown_glyphs(list(made.texts()))
    drawn = io.BytesIO()
    pages = cards_page.build(drawn, made, language=pdf.LANGUAGE)
    data = pdf.finish(drawn, title=made.title, author=made.edition.authority, dated=made.edition.dated)
    return _published("cards", f"{made.edition.stem()}-cards.pdf", data, pages)


def _workbook(kind: Kind, stem: str, made: FillIn) -> Published:
    return _published(kind, f"{stem}-{kind}.xlsx", sheet_forms.write(made))


def _published(kind: Kind, name: str, data: bytes, pages: int | None = None) -> Published:
    format_ = name.rpartition(".")[2]
    return Published(kind, name, data, hashlib.sha256(data).hexdigest(), format_, pages)
