"""Output: one JSON document for scripts, or text for people. Errors leave through here too."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import PurePath
from typing import Any, TextIO

from bandingdesk.errors import DeskError


def jsonable(value: Any) -> Any:
    """Return VALUE as a type that JSON has: dates are ISO, instants UTC with Z, paths text, dataclasses objects.

    Raises TypeError for anything else.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PurePath):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot stand in a JSON document")


class Output:
    """Where a command says what it did. Under `--json` standard output holds the one document and nothing else."""

    def __init__(self, as_json: bool = False, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self.as_json = as_json
        self._stdout = stdout or sys.stdout
        self._stderr = stderr or sys.stderr

    def result(self, document: Mapping[str, Any], human: str) -> None:
        """Print DOCUMENT under `--json`, else the text HUMAN."""
        if self.as_json:
            json.dump(document, self._stdout, default=jsonable, ensure_ascii=False, indent=2)
            self._stdout.write("\n")
        else:
            self._stdout.write(human if human.endswith("\n") else human + "\n")
        self._stdout.flush()

    def line(self, text: str) -> None:
        """Print one line for people; under `--json` it goes to standard error."""
        print(text, file=self._stderr if self.as_json else self._stdout, flush=True)

    def progress(self, text: str) -> None:
        """Print how far the work is, always on standard error, so that the result can be piped."""
        print(text, file=self._stderr, flush=True)

    def error(self, fault: DeskError) -> None:
        """Print what happened, what was kept and what to do: an error object on standard output under `--json`."""
        if self.as_json:
            self.result({"error": fault.as_json()}, "")
            return
        message, kept, do = fault.sentences()
        place = ", ".join(f"{name} {value}" for name, value in fault.where.as_json().items())
        faults = [f"  {line}" for line in fault.each_fault()]
        lines = [f"{message.rstrip()} ({fault.code})", f"At: {place}" if place else "", *faults, kept, do]
        print("\n".join(text for text in lines if text), file=self._stderr, flush=True)
