"""A Letter or a decision sheet as the bytes of a PDF that is tagged (PDF/UA-1) and archival (PDF/A-2a).

The same value gives the same bytes. Checked with page-validation in both profiles, with qpdf and with `tag_check`.
ReportLab and pikepdf are imported inside `render`, so that listing letters loads neither.
"""

from __future__ import annotations

import functools
import hashlib
import io
import zlib
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from bandingdesk.letters.letter import Letter
from bandingdesk.letters.sheet import Sheet

LANGUAGE = "en-GB"
_PRODUCER = "Banding Desk"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{day}T00:00:00+00:00</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00+00:00</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Pdf(NamedTuple):
    """A finished file: its bytes, their SHA-256 in hex, the number of pages."""

    data: bytes
    sha256: str
    pages: int


def render(document: Letter | Sheet, *, large_print: bool | int = False) -> Pdf:
    """Return DOCUMENT as a tagged PDF: 14 point for families, 12 for others, in large print 18 or so many points.

    Raises GlyphMissingError, FontError, ResourceMissingError.
    """
    from bandingdesk.letters import page

    if large_print:
        sizes = page.LARGE_SIZES if large_print is True else page.large(large_print)
    else:
        is_large = isinstance(document, Letter) and document.is_large_type
        sizes = page.FAMILY_SIZES if is_large else page.STAFF_SIZES
    page.refuse_unknown_glyphs(list(document.texts()))
    author = document.council.name if isinstance(document, Letter) else document.council
    drawn = io.BytesIO()
    pages = page.build(drawn, document, sizes, language=LANGUAGE, title=document.title, author=author)
    data = finish(drawn, title=document.title, author=author, dated=document.dated)
    return Pdf(data, hashlib.sha256(data).hexdigest(), pages)


def finish(drawn: io.BytesIO, *, title: str, author: str, dated: date) -> bytes:
    """Return the bytes of the DRAWN file with what PDF/UA-1 and PDF/A-2a ask beside the tags.

    XMP and Info agree; an sRGB output intent; page keys that ReportLab drops; the unused codes of each font mapped to
    a space (ReportLab maps them to U+0000, which both profiles refuse). Saving again mends its stream ends.
    """
    import pikepdf

    drawn.seek(0)
    target = io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        root = pdf.Root
        for number, page in enumerate(pdf.pages):
            page.obj["/StructParents"] = number
            page.obj["/Tabs"] = pikepdf.Name.S
        xmp = _XMP.format(
            language=LANGUAGE, title=escape(title), author=escape(author), producer=_PRODUCER, day=dated.isoformat()
        )
        root.Metadata = pdf.make_stream(xmp.encode(), {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML})
        profile = pdf.make_stream(b"", {"/N": 3})
        _write_packed(profile, _srgb())
        condition = "sRGB IEC61966-2.1"
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=condition,
            Info=condition,
            DestOutputProfile=profile,
        )
        root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
        stamp = f"D:{dated:%Y%m%d}000000+00'00'"
        facts = {"/Title": title, "/Author": author, "/Creator": _PRODUCER, "/Producer": _PRODUCER}
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(facts | {"/CreationDate": stamp, "/ModDate": stamp}))
        _mend_spaces(pdf)
        _mend_stream_ends(pdf)
        pdf.save(target, deterministic_id=True, min_version="1.7")
    return target.getvalue()


def _mend_spaces(pdf: Any) -> None:
    """Map to a space: the codes that no text uses, and the no-break space, so that words are found as they read."""
    seen = set()
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            stream = font.get("/ToUnicode")
            if stream is not None and stream.objgen not in seen:
                seen.add(stream.objgen)
                plain = stream.read_bytes().replace(b"> <0000>", b"> <0020>")
                _write_packed(stream, plain.replace(b"> <00A0>", b"> <0020>"))


def _mend_stream_ends(pdf: Any) -> None:
    """Pack again, one byte longer, every stream whose packed bytes end in CR.

    With the LF that stands before `endstream` such a byte reads as one end of line, and a checker counts the stream one
    byte too long (ISO 19005-2 6.1.7.1). One stream in 256 is hit. Content, character maps and font programs bear a byte
    of white space at their end.
    """
    import pikepdf

    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Type") != pikepdf.Name.Metadata:
            if stream.get("/Filter") != pikepdf.Name.FlateDecode:
                # Pages come in ASCII85: qpdf would pack them on saving, when it is too late to look at the last byte.
                _write_packed(stream, stream.read_bytes())
            while stream.read_raw_bytes().endswith(b"\r"):
                longer = stream.read_bytes() + b"\n"
                if "/Length1" in stream:
                    stream["/Length1"] = len(longer)
                _write_packed(stream, longer)


def _write_packed(stream: Any, plain: bytes) -> None:
    import pikepdf

    stream.write(zlib.compress(plain), filter=pikepdf.Name.FlateDecode)


@functools.cache
def _srgb() -> bytes:
    """Return a small sRGB profile. LittleCMS stamps the hour into bytes 24 to 35; a fixed one keeps files alike."""
    from PIL import ImageCms

    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + bytes((7, 234, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)) + made[36:]
