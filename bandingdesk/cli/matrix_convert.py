"""`framework convert`: a workbook to JSON and back; the tariffs and the form go with the framework."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk.cli import reading
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bandingdesk.cli.output import Output
    from bandingdesk.matrix.files import Bundle

VERBS = ("convert",)
ENDINGS = (".json", ".xlsx")


class EndingUnknownError(InvalidError):
    """The name NAME has an ending that says nothing of the format."""

    code = "FW-19"
    message = QT_TRANSLATE_NOOP("errors", "{name} ends neither in .json nor in .xlsx.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written.")
    do = QT_TRANSLATE_NOOP("errors", "Give OUT a name that ends in .json for JSON or in .xlsx for a workbook.")


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    convert = verbs.add_parser("convert", help="turn a framework's workbook into JSON, or JSON into a workbook")
    convert.add_argument("file", metavar="IN", help="a framework: JSON or workbook")
    convert.add_argument("out", metavar="OUT", type=Path, help="a name that ends in .json or .xlsx")
    convert.add_argument("--tariff", metavar="T", action="append", default=[], help="take this tariff (JSON) along")
    convert.add_argument("--form", metavar="F", help="take this form (JSON) along, in place of the workbook's own")
    convert.add_argument("--force", action="store_true", help="replace files that exist")


def run(args: argparse.Namespace, out: Output) -> int:
    """Convert; nothing is written unless all of it can be."""
    from bandingdesk import sheets
    from bandingdesk.cli import writing
    from bandingdesk.matrix import files

    if args.out.suffix.lower() not in ENDINGS:
        raise EndingUnknownError(where=Where(file=str(args.out)), name=str(args.out))
    bundle = _bundle(args)
    written = _contents(bundle, args.out)
    for path in written:
        if path.exists() and not args.force:
            raise sheets.FileExistsAlreadyError(where=Where(file=str(path)), file=str(path))
    for path, content in written.items():
        writing.write(path, content, replace=args.force)
    definition = bundle.file.definition
    document: dict[str, Any] = {
        "framework": {"id": definition.id, "version": definition.version, "sha256": files.sha256(definition)},
        "tariffs": [{"year": tariff.year, "sha256": files.sha256(tariff)} for tariff in bundle.tariffs],
        "form": None if bundle.form is None else {"version": bundle.form.version, "sha256": files.sha256(bundle.form)},
        "written": list(written),
    }
    lines = [f"{definition.title}, version {definition.version}", document["framework"]["sha256"]]
    out.result(document, "\n".join([*lines, *(f"Written: {path}" for path in written)]))
    return 0


def _bundle(args: argparse.Namespace) -> Bundle:
    """Return what IN holds with the tariffs and the form of the options. Raises FrameworkInvalidError."""
    from bandingdesk.matrix import files, references, tariff_references

    bundle = reading.bundle(args.file)
    definition = bundle.file.definition
    tariffs = []
    for path in args.tariff:
        tariff = files.read_tariff(reading.read(path), path)
        files.refuse(path, tariff_references.problems(definition, tariff))
        tariffs.append(tariff)
    bundle = bundle._replace(tariffs=(*bundle.tariffs, *tariffs))
    if args.form is not None:
        form = files.read_form(reading.read(args.form), args.form)
        files.refuse(args.form, references.form_problems(definition, form))
        bundle = bundle._replace(form=form)
    return bundle


def _contents(bundle: Bundle, out: Path) -> dict[Path, bytes]:
    """Return the bytes of each file to write: one workbook, or JSON with tariffs and form beside it."""
    from bandingdesk.matrix.workbook import writing as workbook

    if out.suffix.lower() == ".xlsx":
        return {out: workbook.write(bundle)}
    made = {out: _json(bundle.file)}
    for tariff in bundle.tariffs:
        name = f"{out.stem}-tariff-{tariff.year}"
        same = sum(path.stem.startswith(name) for path in made)
        made[out.with_name(f"{name}-{same + 1}.json" if same else f"{name}.json")] = _json(tariff)
    if bundle.form is not None:
        made[out.with_name(f"{out.stem}-form.json")] = _json(bundle.form)
    return made


def _json(model: BaseModel) -> bytes:
    """Return MODEL as JSON that people can read: sorted, and what equals its default left out."""
    raw = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return (json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
