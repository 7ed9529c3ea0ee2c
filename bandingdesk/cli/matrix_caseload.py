"""`framework batch` and `framework simulate`: many cases at once, and what a change would cost."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output

VERBS: tuple[str, ...] = ()


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one verb; return the exit code."""
    raise NotImplementedError(args.verb)
