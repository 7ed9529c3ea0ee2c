"""Runs the fault suite and prints its table: `./desk faults [--nightly] [--seed N] [--power-cuts N] …`.

Without options the counts are those of every run of the tests; `--nightly` takes the larger ones; an option of its own
sets one row. A row is a file of tests or one test of it; a test that fails is a violation, and its seed is printed.
Source of the rows and counts: the design, store 13.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

import pytest

FAULTS, POSTGRES = "tests/faults/", "tests/postgres/"
SEED = "BANDINGDESK_SEED"


class Fault(NamedTuple):
    """A row: what is done, where its tests are, and how often: the variable, in every run, at night."""

    name: str
    tests: str
    variable: str = ""
    usual: int = 0
    nightly: int = 0

    @property
    def option(self) -> str:
        """The name of its option, as "power-cuts"."""
        return self.variable.removeprefix("BANDINGDESK_").lower().replace("_", "-")


SUITE = (
    Fault("laptop killed beside a live server", f"{FAULTS}test_sync_kills.py", "BANDINGDESK_SYNC_KILLS", 1_000, 20_000),
    Fault("writer of one store killed", f"{FAULTS}test_store_faults.py::test_kill", "BANDINGDESK_KILLS", 40, 2_000),
    Fault("desk killed in its main job", f"{FAULTS}test_kills.py::test_a_desk", "BANDINGDESK_DESK_KILLS", 180, 2_000),
    Fault("window killed while scoring", f"{FAULTS}test_kills.py::test_a_window", "BANDINGDESK_WINDOW_KILLS", 20, 200),
    Fault("window killed while typing", f"{FAULTS}test_draft_kills.py", "BANDINGDESK_DRAFT_KILLS", 2, 100),
    Fault("keeper of a store killed", f"{FAULTS}test_keeping_crashes.py", "BANDINGDESK_KEEPER_KILLS", 30, 600),
    Fault("line cut at a byte, stalled", f"{FAULTS}test_lines.py", "BANDINGDESK_LINE_CUTS", 500, 10_000),
    Fault("power cut", f"{FAULTS}test_power.py::test_no_cut", "BANDINGDESK_POWER_CUTS", 2_000, 50_000),
    Fault("power cut: weaker settings must lose", f"{FAULTS}test_power.py::test_weaker"),
    Fault("server stops at once under load", f"{FAULTS}test_server_stops.py::test_a_server_that_stops",
          "BANDINGDESK_SERVER_STOPS", 10, 200),
    Fault("server set back to a backup", f"{FAULTS}test_server_stops.py::test_a_server_that_was_set",
          "BANDINGDESK_RESTORES", 50, 500),
    Fault("disk full at each page", f"{FAULTS}test_store_faults.py::test_a_full_disk", "BANDINGDESK_FULL_PAGES", 80,
          400),
    Fault("files limited in size", f"{FAULTS}test_store_faults.py::test_a_limit"),
    Fault("one bit flipped, sealed and plain", f"{FAULTS}test_bit_flips.py", "BANDINGDESK_FLIPS", 1_000, 20_000),
    Fault("ledger rewritten in nine ways", f"{FAULTS}test_tampering.py", "BANDINGDESK_TAMPERINGS", 100, 1_000),
    Fault("random history on the model", f"{FAULTS}test_history.py::test_a_random", "BANDINGDESK_MODEL_STEPS", 10_000,
          1_000_000),
    Fault("one long history on the model", f"{FAULTS}test_history.py::test_one"),
    Fault("planted bugs, each found", f"{FAULTS}test_history.py::test_a_planted"),
    Fault("planted bugs in the sync itself, each found", f"{FAULTS}test_planted.py"),
    Fault("random histories of real laptops", f"{POSTGRES}test_sync_history.py", "BANDINGDESK_HISTORIES", 6, 5_000),
    Fault("hostile files", f"{FAULTS}test_hostile_files.py"),
    Fault("all else", "tests/"),
)  # fmt: skip


class _Table:
    """Hears every test and adds it to its row."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        fault = max((one for one in SUITE if report.nodeid.startswith(one.tests)), key=lambda one: len(one.tests))
        self.seconds[fault.name] = self.seconds.get(fault.name, 0.0) + report.duration
        self.failed[fault.name] = self.failed.get(fault.name, 0) + report.failed


def main(argv: Sequence[str]) -> int:
    """Run what ARGV asks for and return the code to end with: 0 where nothing was violated."""
    parser = argparse.ArgumentParser(prog="./desk faults", description="Run the fault suite and print its table.")
    parser.add_argument("--nightly", action="store_true", help="the counts of a night")
    parser.add_argument("--seed", default=os.environ.get(SEED, "20261123"), help="where every random choice begins")
    for fault in SUITE:
        if fault.variable:
            parser.add_argument(
                f"--{fault.option}", type=int, metavar="N", help=f"{fault.name}: {fault.usual:,}, {fault.nightly:,}"
            )
    asked = parser.parse_args(argv)
    counts: dict[str, int] = {}
    for fault in SUITE:
        if fault.variable:
            own = getattr(asked, fault.option.replace("-", "_"))
            counts[fault.name] = own if own is not None else fault.nightly if asked.nightly else fault.usual
            os.environ[fault.variable] = str(counts[fault.name])
    os.environ[SEED] = asked.seed
    table = _Table()
    files = list(dict.fromkeys(fault.tests.partition("::")[0] for fault in SUITE[:-1]))
    options = ["-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", "-p", "no:randomly"]
    began = time.monotonic()
    ended = int(pytest.main([*files, *options, "-o", f"timeout={86_400 if asked.nightly else 600}"], plugins=[table]))
    print(f"\n{'fault':<45}{'count':>10}{'seconds':>10}{'violations':>12}   seed {asked.seed}")
    for fault in SUITE:
        if fault.name in table.seconds:
            count = f"{counts[fault.name]:,}" if fault.variable else ""
            print(f"{fault.name:<45}{count:>10}{table.seconds[fault.name]:>10.1f}{table.failed[fault.name]:>12}")
    print(f"{'together, two at a time':<45}{'':>10}{time.monotonic() - began:>10.1f}{sum(table.failed.values()):>12}")
    return ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
