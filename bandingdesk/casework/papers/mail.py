"""An email as it is shown: who wrote to whom and when, its text, what is attached. Nothing is fetched or run."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any, NamedTuple

_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]", re.MULTILINE)
_KNOWN = frozenset(
    (b"from", b"to", b"subject", b"date", b"received", b"return-path", b"message-id", b"mime-version", b"content-type",
     b"delivered-to", b"x-mailer")
)  # fmt: skip
_ENOUGH = 3  # of the headers that mails have and letters have not
MOST_ATTACHMENTS = 200


class Attachment(NamedTuple):
    """A file that came with a mail; `number` is its place in it."""

    number: int
    name: str
    size: int


class Mail(NamedTuple):
    """A mail. `has_html`: the text was taken out of a web page, whose pictures and links are left where they are."""

    headers: tuple[tuple[str, str], ...]
    text: str
    attachments: tuple[Attachment, ...]
    has_html: bool = False


def is_mail(head: bytes) -> bool:
    """Return whether a file that begins with HEAD is a mail."""
    first = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    named = {found.group(1).lower() for found in _HEADER.finditer(first)}
    return len(named & _KNOWN) >= _ENOUGH and _HEADER.match(first) is not None


def read(data: bytes) -> Mail:
    """Return the mail in DATA; a broken one as far as it can be read."""
    message = _message(data)
    headers = tuple(
        (name, _said(message, name)) for name in ("From", "To", "Cc", "Date", "Subject") if message.get(name)
    )
    body = message.get_body(("plain", "html"))
    text, has_html = "", False
    if body is not None:
        text = _text(body)
        if body.get_content_type() == "text/html":
            text, has_html = _plain(text), True
    found = tuple(
        Attachment(number, _name(part, number), len(_contents(part))) for number, part in enumerate(_parts(message))
    )
    return Mail(headers, text.strip(), found, has_html)


def contents(data: bytes, number: int) -> tuple[str, bytes]:
    """Return name and bytes of the attachment in the place NUMBER. Raises IndexError."""
    part = _parts(_message(data))[number]
    return _name(part, number), _contents(part)


def _message(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def _parts(message: EmailMessage) -> list[EmailMessage]:
    try:
        found = [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]
    except (AttributeError, KeyError):  # the standard library meets a broken multipart this way
        return []
    return found[:MOST_ATTACHMENTS]


def _contents(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return bytes(inner) if isinstance(inner, EmailMessage) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: EmailMessage, number: int) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, IndexError):
        name = ""
    ending = ".eml" if part.get_content_type() == "message/rfc822" else ""
    return re.split(r"[/\\]", name)[-1].strip() or f"attachment-{number + 1}{ending}"


def _said(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name])
    except (ValueError, IndexError, AttributeError):  # a header that no rule of mail allows
        return ""


def _text(part: Any) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AttributeError):  # a charset that nobody knows
        return _contents(part).decode("utf-8", "replace")


class _Words(HTMLParser):
    """Takes the words out of a web page; scripts and styles are left out."""

    _BREAKS = frozenset(("p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"))
    _SILENT = frozenset(("script", "style", "head", "title"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag in self._BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\n\s*\n\s*\n+", "\n\n", "".join(words.found))
