"""What schools get from a version of a framework, as finished files: criteria, level cards and the two workbooks.

The same version, tariff and day give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from typing import NamedTuple

from bandingdesk.letters import pdf
from bandingdesk.letters.criteria import Criteria


class Published(NamedTuple):
    """A finished file: what it is called, its bytes, their SHA-256 in hex, its format; pages where it has any."""

    name: str
    data: bytes
    sha256: str
    format: str
    pages: int | None


def criteria_pdf(criteria: Criteria, *, large_print: bool = False) -> Published:
    """Return the criteria document as a tagged PDF. Raises GlyphMissingError, FontError."""
    from bandingdesk.letters import criteria_page, page

    page.refuse_unknown_glyphs(list(criteria.texts()))
    drawn = io.BytesIO()
    pages = criteria_page.build(drawn, criteria, large_print=large_print, language=pdf.LANGUAGE)
    edition = criteria.edition
    data = pdf.finish(drawn, title=criteria.title, author=edition.authority, dated=edition.dated)
    large = "-large" if large_print else ""
    return _published(f"{edition.stem()}-criteria{large}.pdf", data, "pdf", pages)


def _published(name: str, data: bytes, format_: str, pages: int | None) -> Published:
    return Published(name, data, hashlib.sha256(data).hexdigest(), format_, pages)
