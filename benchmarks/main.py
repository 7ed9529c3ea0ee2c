"""`bandingdesk-bench SUITE… [--json FILE] [--quick]`: run suites and print their rows.

A row that misses its goal says so; it does not fail the run. Exit 0, or 2 for wrong usage, or 4 where a rival is
not installed (`./desk setup bench`).
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.timing import Row as Row  # suites take it from here too

SUITES = ("engine", "whatif", "store", "sync", "ui", "letters", "stats", "start")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the suites named and print the result; write it to a file too with --json FILE."""
    parser = argparse.ArgumentParser(prog="bandingdesk-bench", description="Measure the program against its goals.")
    parser.add_argument("suites", nargs="+", metavar="SUITE", choices=SUITES, help=", ".join(SUITES))
    parser.add_argument("--json", metavar="FILE", help="write the result to FILE")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, for a first look")
    args = parser.parse_args(argv)
    found: list[Row] = []
    for suite in args.suites:
        if not (Path(__file__).parent / f"{suite}.py").exists():
            print(f"The suite {suite} is not built yet.", file=sys.stderr)
            return 2
        module = importlib.import_module(f"benchmarks.{suite}")
        try:
            for row in module.rows(args.quick):
                found.append(row)
                print(line(row), flush=True)
        except ModuleNotFoundError as error:
            print(f"{suite} needs {error.name}: run ./desk setup bench", file=sys.stderr)
            return 4
    document = {"machine": machine(), "rows": [row._asdict() for row in found]}
    text = json.dumps(document, indent=2, ensure_ascii=False)
    if args.json:
        Path(args.json).write_text(text + "\n", encoding="utf-8")
    else:
        print(text)
    return 0


def machine() -> dict[str, object]:
    """Return what the figures were taken on."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.startswith("model name"):
                return text.partition(":")[2].strip()
    return platform.processor()


def line(row: Row) -> str:
    """Return ROW as one line of text."""
    text = f"{row.name}: {row.value:,.3f} {row.unit}"
    if row.against is not None:
        text += f"; {row.against}: {row.against_value:,.3f} {row.unit}; ratio {row.ratio:,.2f}"
    if row.goal is not None:
        text += f"; goal {row.goal}: {'met' if row.met else 'MISSED'}"
    return text


if __name__ == "__main__":
    sys.exit(main())
