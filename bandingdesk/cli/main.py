"""`bandingdesk COMMAND`: takes the options every command has, loads the one group asked for, returns the exit code.

Exit: 0 done and good, 1 done and it found something wrong, 2 wrong usage, 3 refused and nothing changed,
4 something it needs is missing or out of reach, 70 a fault in the program.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

from bandingdesk import crashes, logs, places
from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError

FAULT = 70
_BROKEN_PIPE = 0
_INTERRUPTED = 130  # 128 + SIGINT, as shells count

# word: (module with `add` and `run`, one line for the list of commands)
COMMANDS: dict[str, tuple[str, str]] = {
    "window": ("bandingdesk.cli.window", "open the window (also without any command)"),
    "demo": ("bandingdesk.cli.window", "open the window on an invented authority with a meeting in progress"),
    "tour": ("bandingdesk.cli.window", "drive the real window through the main job, a picture a step"),
    "snapshot": ("bandingdesk.cli.window", "picture every workspace and state on demo data"),
    "framework": ("bandingdesk.cli.matrix", "check, evaluate and convert frameworks"),
    "clock": ("bandingdesk.cli.law", "work out a legal date and say why"),
    "letter": ("bandingdesk.cli.letters", "list and render letters"),
    "import": ("bandingdesk.cli.exchange", "take over a workbook of plans"),
    "store": ("bandingdesk.cli.store", "make, look at and verify a store"),
    "sync": ("bandingdesk.cli.sync", "sync with the shared store, or through a shared folder"),
    "doctor": ("bandingdesk.cli.doctor", "check fonts, screen, keyring, store, drive, clock and versions"),
    "self-check": ("bandingdesk.cli.self_check", "try the whole path once on a throw-away store"),
}

_ASKS = "--passphrase"
_SECRETS = (_ASKS, "--password", "--pin", "--recovery", "--recovery-key", "--key", "--secret")

log = logging.getLogger(__name__)


class UsageError(DeskError):
    """The command line cannot be read: REASON is argparse's sentence, USAGE the line to follow."""

    code = "BD-03"
    exit_code = 2
    message = QT_TRANSLATE_NOOP("errors", "The command is not understood: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was done.")
    do = QT_TRANSLATE_NOOP("errors", "{usage}.")


class ProgramFaultError(DeskError):
    """Something the program did not expect: KIND is the exception's class name."""

    code = "BD-01"
    exit_code = FAULT
    message = QT_TRANSLATE_NOOP("errors", "The program made a mistake ({kind}).")
    kept = QT_TRANSLATE_NOOP("errors", "What was recorded before is safe.")
    do = QT_TRANSLATE_NOOP("errors", "Run it again with --debug, and send what it prints to whoever supports you.")


class SecretInArgumentError(DeskError):
    """A passphrase, PIN or key was given as OPTION: it is refused unread, and what was given is not repeated."""

    code = "PE-14"
    exit_code = 2
    message = QT_TRANSLATE_NOOP("errors", "A secret is never given as an argument ({option}): others can see it there.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was done. What you gave was not read; the shell may remember it.")
    do = QT_TRANSLATE_NOOP("errors", "Give it with --passphrase-fd N, or type it when you are asked.")


class DeskParser(argparse.ArgumentParser):
    """An argument parser that raises UsageError and takes no shortened options, since scripts depend on names."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["allow_abbrev"] = False
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        raise UsageError(reason=message.rstrip("."), usage=" ".join(self.format_usage().split()))


def main(argv: Sequence[str] | None = None, stdout: TextIO | None = None, stderr: TextIO | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    out = Output("--json" in words, stdout, stderr)
    debug = "--debug" in words
    handler = logs.start(places.log_folder())
    try:
        return _run(words, out)
    except DeskError as caught:
        fault: DeskError = caught
        if isinstance(caught, UsageError) and _ASKS in words:
            fault = SecretInArgumentError(option=_ASKS)  # what is not understood may be the secret: it is not repeated
        if debug:
            out.progress(crashes.trace(fault))
        out.error(fault)
        return fault.exit_code
    except BrokenPipeError:
        # The reader (`head`, a closed terminal) has gone: keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as fault:
        log.exception("command failed")
        if debug:
            out.progress(crashes.trace(fault))
        out.error(ProgramFaultError(kind=type(fault).__name__))
        return FAULT
    finally:
        logs.stop(handler)


def _run(words: list[str], out: Output) -> int:
    """Split off the options of every command, find the command, load its group and run it."""
    _refuse_secrets(words)
    namespace, rest = _shared_options().parse_known_args(words)
    out.as_json = namespace.json
    asked = next((word for word in rest if not word.startswith("-")), None)
    if asked is None and "--version" in rest:
        return _print_versions(out)
    if asked is None and ("--help" in rest or "-h" in rest):
        out.result({"commands": {word: line for word, (_, line) in COMMANDS.items()}}, _overview())
        return 0
    command = asked or "window"
    if command not in COMMANDS:
        raise UsageError(
            reason=f"there is no command {command!r}", usage="Run bandingdesk --help for the list of commands"
        )
    if asked is not None:
        rest.remove(asked)
    group = importlib.import_module(COMMANDS[command][0])
    parser = DeskParser(prog=f"bandingdesk {command}", description=COMMANDS[command][1])
    group.add(parser, command)
    namespace.command = command
    try:
        args = parser.parse_args(rest, namespace)
    except SystemExit as left:  # --help of a command has printed its page
        return int(left.code or 0)
    code: int = group.run(args, out)
    return code


def _refuse_secrets(words: list[str]) -> None:
    """Raises SecretInArgumentError for an option with a secret behind it; `store init --passphrase` asks for one."""
    for word in words:
        name, equals, _ = word.partition("=")
        if name in _SECRETS and (equals or name != _ASKS):
            raise SecretInArgumentError(option=name)


def _shared_options() -> DeskParser:
    """Return the parser of the options that may stand before or after the command's name."""
    parser = DeskParser(prog="bandingdesk", add_help=False)
    parser.add_argument("--json", action="store_true", help="print exactly one JSON document")
    parser.add_argument("--debug", action="store_true", help="print a traceback when something goes wrong")
    parser.add_argument("--store", metavar="URL|PATH", help="the store (default: the one in the settings)")
    parser.add_argument("--as", dest="as_user", metavar="USER", help="act as this person; demo stores only")
    parser.add_argument("--passphrase-fd", type=int, metavar="N", help="read the passphrase from this file descriptor")
    return parser


def _overview() -> str:
    """Return the list of commands, one a line."""
    width = max(len(word) for word in COMMANDS)
    lines = [f"  {word:<{width}}  {line}" for word, (_, line) in COMMANDS.items()]
    shared = _shared_options().format_help().partition("options:")[2].rstrip()
    return "\n".join(["Use: bandingdesk COMMAND …", "", "Commands:", *lines, "", "Options of every command:" + shared])


def _print_versions(out: Output) -> int:
    from bandingdesk.cli import doctor

    versions = doctor.versions()
    out.result(versions, "\n".join(f"{name} {value}" for name, value in versions.items()))
    return 0


def _speak_utf8() -> None:
    """Make the standard streams UTF-8: a bare system has none set, and names need it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
