"""`letter list` and `letter render`: the templates, and a letter as a file with its hash."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError, RefusedError

FORMATS = ("pdf",)


class FileExistsAlreadyError(RefusedError):
    """FILE is there already, and --force was not given."""

    code = "LE-21"
    message = QT_TRANSLATE_NOOP("errors", "{file} is there already.")
    kept = QT_TRANSLATE_NOOP("errors", "It was not changed.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another folder, or add --force to replace it.")


class FolderError(MissingError):
    """The folder FOLDER can't be written: REASON."""

    code = "LE-22"
    message = QT_TRANSLATE_NOOP("errors", "The letter can't be written to {folder}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space.")


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the verbs of `letter` to PARSER."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|render", parser_class=type(parser))
    verbs.add_parser("list", help="the letters of the matrix, and which have a text")
    render = verbs.add_parser("render", help="write one letter as a tagged PDF")
    source = render.add_mutually_exclusive_group(required=True)
    source.add_argument("--sample", action="store_true", help="use invented facts")
    render.add_argument("--template", required=True, metavar="ID", help="L7, L8 or L15")
    render.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to")
    render.add_argument(
        "--format", default="pdf", type=_formats, metavar="pdf", help="the format to write (default: pdf)"
    )
    render.add_argument("--large-print", action="store_true", help="18 point type")
    render.add_argument("--force", action="store_true", help="replace a file that is there")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one verb; 0 when it is done."""
    if args.verb == "list":
        return _list(out)
    return _render(args, out)


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(","))
    if unknown := [part for part in wanted if part not in FORMATS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)} can't be written; it is one of {', '.join(FORMATS)}")
    return wanted


def _list(out: Output) -> int:
    from bandingdesk.letters import letter

    matrix, ready = letter.matrix(), letter.ready()
    templates = [
        {
            "id": row.id,
            "title": row.title,
            "basis": row.basis,
            "appealable": row.appealable,
            "blocks": list(row.blocks),
            "recipients": list(row.recipients),
            "due": row.due,
            "ready": row.id in ready,
        }
        for row in matrix.letters
    ]
    lines = [
        f"{row.id:<5} {'text' if row.id in ready else '-':<5} {'appeal' if row.appealable else '-':<7} {row.title}"
        for row in matrix.letters
    ]
    human = "\n".join([f"{'id':<5} {'text':<5} {'appeal':<7} title", *lines])
    out.result({"law_version": matrix.law_version, "templates": templates}, human)
    return 0


def _render(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.letters import letter, pdf, sample

    made = letter.compose(args.template, sample.facts(args.template))
    rendered = pdf.render(made, large_print=args.large_print)
    suffix = "-large" if args.large_print else ""
    file = args.out / f"{args.template}{suffix}.pdf"
    _write(file, rendered.data, force=args.force)
    document: dict[str, Any] = {
        "files": [{"file": file, "sha256": rendered.sha256, "pages": rendered.pages, "format": "pdf"}],
        "blocks": list(made.block_ids()),
        "missing": [],
    }
    out.result(document, f"{file}: {rendered.pages} pages, sha256 {rendered.sha256}")
    return 0


def _write(file: Path, data: bytes, *, force: bool) -> None:
    """Write DATA beside FILE, flush, then rename. Raises FileExistsAlreadyError, FolderError."""
    if file.exists() and not force:
        raise FileExistsAlreadyError(file=str(file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            os.replace(beside, file)
        except OSError:
            os.unlink(beside)
            raise
    except OSError as fault:
        raise FolderError(folder=str(file.parent), reason=fault.strerror or type(fault).__name__) from fault
