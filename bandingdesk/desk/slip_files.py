"""The files of scoring workbooks and slips: drawn from what was recorded, opened when they come back, their password.

The password is made here, shown once to the clerk, who passes it on by another way than the file, and kept in the
keyring of this computer where there is one. No other place holds it.
"""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bandingdesk import sheet_forms, sheet_traps, sheets
from bandingdesk.casework.returns import arriving as forms
from bandingdesk.desk import reckoning
from bandingdesk.errors import Where
from bandingdesk.panel import questions
from bandingdesk.panel.slips import arriving, reading, workbook
from bandingdesk.panel.slips.asked import Asked, of_framework, of_questions
from bandingdesk.panel.slips.ops import SlipCase, SlipMade, SlipReturned
from bandingdesk.panel.slips.reading import Known, Reading
from bandingdesk.seams import Ids
from bandingdesk.sheet_traps import Beside
from bandingdesk.sheets import Sheet
from bandingdesk.store import keys
from bandingdesk.store.queries import rulebooks

_GROUPS, _EACH = 4, 4  # of a password: 80 bits, as letters and figures that are not mistaken on the telephone


class Opened(NamedTuple):
    """A workbook that came back, opened: its contents, the password that opened it ("" for none), what it says."""

    file: str
    content: bytes
    password: str
    sheets: tuple[Sheet, ...]
    known: Known


def asked(conn: Connection, case: SlipCase) -> tuple[Asked, ...]:
    """Return what is asked about a case: the strands of its framework, or the questions of its round."""
    if case.questions:
        every = of_questions(questions.read(case.questions))
    else:
        framework = rulebooks.framework(conn, case.framework_sha256)
        every = of_framework(framework, case.phase, reckoning.cards(conn, case.framework_sha256))
    return tuple(one for one in every if one.strand in case.strands)


def draw(conn: Connection, id_: str, made: SlipMade, *, large_print: bool = False) -> bytes:
    """Return the file of a slip before any password, the same bytes each time: a workbook, or slips as a PDF."""
    cases = [(case, asked(conn, case)) for case in made.cases]
    if made.kind == "workbook":
        return sheet_forms.write(workbook.fill_in(id_, made, cases))
    from bandingdesk.letters import slips

    return slips.render(id_, made, cases, large_print=large_print).data


def name(made: SlipMade) -> str:
    """Return the name that a copy is offered under: the meeting's day and the member's code, no child and no name."""
    code = made.code.lower().replace(" ", "-")
    return f"{made.on.isoformat()}-{code}.{'xlsx' if made.kind == 'workbook' else 'pdf'}"


def content(path: Path) -> bytes:
    """Return the bytes of the file at PATH. Raises SheetUnreadableError, SlipTooLargeError."""
    where = Where(file=path.name)
    try:
        if path.stat().st_size > arriving.LARGEST:
            raise arriving.SlipTooLargeError(where=where, file=path.name)
        return path.read_bytes()
    except OSError as fault:
        raise sheets.SheetUnreadableError(where=where, file=path.name) from fault


def open_file(file: str, data: bytes, typed: str, kept_words: Sequence[str]) -> Opened:
    """Return the workbook in DATA, opened by the password TYPED or one of those that this computer keeps.

    Raises NotASlipError, SlipLockedError, SlipPasswordError, and what `sheets.read_bytes` raises.
    """
    where = Where(file=file)
    try:
        kind = forms.kind(file, data)
    except forms.NotAFormError as fault:
        raise arriving.NotASlipError(where=where, file=file) from fault
    word = ""
    if kind == "locked":
        word, data = _unlocked(file, data, typed, kept_words)
    elif kind != "workbook":
        raise arriving.NotASlipError(where=where, file=file)
    found = sheets.read_bytes(data, file)
    return Opened(file, data, word, found, reading.known(found))


def read(conn: Connection, id_: str, made: SlipMade, came: Opened) -> Reading:
    """Return what the workbook CAME says, against what went out."""
    cases = [(case, asked(conn, case)) for case in made.cases]
    is_xlsx = sheet_traps.is_xlsx(came.content)
    found = reading.read(
        came.sheets,
        sheet_traps.find(came.content) if is_xlsx else (),
        sheet_traps.beside(came.content) if is_xlsx else Beside(),
        sent=workbook.fill_in(id_, made, cases),
        cases=cases,
    )
    return found if is_xlsx else found.with_other_program()


def unsealed(back: SlipReturned, words: Sequence[str]) -> Opened:
    """Return the file that is kept, opened by one of WORDS. Raises SealAwayError."""
    try:
        return open_file(back.file, base64.b64decode(back.sealed), "", words)
    except arriving.SlipLockedError as fault:
        raise arriving.SealAwayError() from fault


def _unlocked(file: str, data: bytes, typed: str, kept_words: Sequence[str]) -> tuple[str, bytes]:
    """Return the password that opens DATA, and what lies under it."""
    where = Where(file=file)
    words = dict.fromkeys((typed, tidy(typed))) if typed else dict.fromkeys(kept_words)
    for word in words:
        try:
            found = sheet_forms.opened(data, word)
        except (ValueError, zipfile.BadZipFile) as fault:
            raise arriving.NotASlipError(where=where, file=file) from fault
        if found is not None:
            return word, found
    raise (arriving.SlipPasswordError if typed else arriving.SlipLockedError)(where=where, file=file)


# The password


def password(ids: Ids) -> str:
    """Return a new password: four groups of four."""
    number = int.from_bytes(ids.salt()[:10])
    letters = [keys.ALPHABET[number >> 5 * n & 31] for n in range(_GROUPS * _EACH)]
    return "-".join("".join(letters[at : at + _EACH]) for at in range(0, len(letters), _EACH))


def tidy(typed: str) -> str:
    """Return a password as it was made, however it was typed.

    >>> tidy("k7qf 2mxd9rta-0weh")
    'K7QF-2MXD-9RTA-0WEH'
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(letters[at : at + _EACH] for at in range(0, len(letters), _EACH))


def keep(slip_id: str, word: str) -> bool:
    """Keep a password in the keyring of this computer; say whether there is one."""
    try:
        keys.keep(_entry(slip_id), word.encode())
    except keys.NoKeyringError:
        return False
    return True


def kept(slip_id: str) -> str:
    """Return the password that this computer keeps, "" for none."""
    try:
        return keys.recall(_entry(slip_id)).decode()
    except (keys.NoKeyringError, keys.KeyNotKeptError):
        return ""


def forget(slip_id: str) -> None:
    """Take a password out of the keyring, if it is there."""
    if kept(slip_id):
        keys.forget(_entry(slip_id))


def _entry(slip_id: str) -> str:
    return f"slip {slip_id}"
