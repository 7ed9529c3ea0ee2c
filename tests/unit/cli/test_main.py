"""`bandingdesk COMMAND`: the rules that hold for every command (commands.md 1)."""

import io
import json
import sys
import types

import pytest

from bandingdesk import errors
from bandingdesk.cli import main as cli_main
from bandingdesk.cli.output import Output


class ShutError(errors.MissingError):
    code = "TE-01"
    message = "The door {door} is shut."
    kept = "Nothing was changed."
    do = "Open it."


@pytest.fixture
def group(monkeypatch):
    """A group of commands for the test: what it was given, and what it shall do."""
    module = types.ModuleType("group_of_the_test")
    module.does = lambda args, out: 0

    def add(parser, command):
        parser.add_argument("words", nargs="*")
        parser.add_argument("--full", action="store_true")

    def run(args, out):
        module.args = args
        return module.does(args, out)

    module.add, module.run = add, run
    monkeypatch.setitem(sys.modules, "group_of_the_test", module)
    monkeypatch.setitem(cli_main.COMMANDS, "try", ("group_of_the_test", "a group of the test"))
    return module


def call(*words):
    stdout, stderr = io.StringIO(), io.StringIO()
    code = cli_main.main(words, stdout, stderr)
    return code, stdout.getvalue(), stderr.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "--store", "a.desk", "--debug", "try", "one", "--full"),
        ("try", "one", "--full", "--json", "--store", "a.desk", "--debug"),
        ("--json", "try", "--store=a.desk", "one", "--debug", "--full"),
    ],
)
def test_shared_options_stand_before_or_after_the_command(group, words):
    code, _, _ = call(*words)
    assert code == 0
    assert (group.args.json, group.args.store, group.args.debug) == (True, "a.desk", True)
    assert (group.args.words, group.args.full, group.args.command) == (["one"], True, "try")


def test_json_is_exactly_one_document_on_standard_output(group):
    def does(args, out):
        out.progress("half way")
        out.line("by the way")
        out.result({"band": 4, "name": "ŵ"}, "Band 4")
        return 1

    group.does = does
    code, stdout, stderr = call("try", "--json")
    assert code == 1
    assert json.loads(stdout) == {"band": 4, "name": "ŵ"}
    assert stderr.splitlines() == ["half way", "by the way"]


def test_without_json_the_text_for_people_is_printed(group):
    group.does = lambda args, out: out.result({"band": 4}, "Band 4") or 0
    assert call("try") == (0, "Band 4\n", "")


def test_an_error_under_json_is_an_object_with_a_stable_code(group):
    def does(args, out):
        raise ShutError(where=errors.Where(file="a.desk"), door="east")

    group.does = does
    code, stdout, stderr = call("try", "--json")
    assert code == 4
    assert json.loads(stdout)["error"] == {
        "code": "TE-01",
        "message": "The door east is shut.",
        "kept": "Nothing was changed.",
        "do": "Open it.",
        "where": {"file": "a.desk"},
    }
    assert "Traceback" not in stderr


def test_an_error_for_people_goes_to_standard_error(group):
    def does(args, out):
        raise ShutError(door="east")

    group.does = does
    code, stdout, stderr = call("try")
    assert (code, stdout) == (4, "")
    assert stderr.splitlines() == ["The door east is shut. (TE-01)", "Nothing was changed.", "Open it."]


def test_a_fault_of_the_program_is_70_and_shows_no_value_and_no_traceback(group, own_home):
    def does(args, out):
        raise ZeroDivisionError("CANARY-free-text")

    group.does = does
    code, stdout, stderr = call("try")
    assert code == 70
    assert "Traceback" not in stderr
    assert "CANARY" not in stderr + stdout
    log = (own_home / "logs" / "desk.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "CANARY" not in log


def test_debug_shows_the_traceback(group):
    def does(args, out):
        raise ZeroDivisionError

    group.does = does
    _, _, stderr = call("try", "--debug")
    assert "Traceback" in stderr


@pytest.mark.parametrize("words", [("nothing",), ("try", "--ful"), ("try", "--nope"), ("--passphrase-fd", "x", "try")])
def test_wrong_usage_is_2_and_shortened_options_are_wrong(group, words):
    assert call(*words)[0] == 2
    assert json.loads(call("--json", *words)[1])["error"]["code"] == "BD-03"


def test_without_a_command_the_window_opens(group, monkeypatch):
    monkeypatch.setitem(cli_main.COMMANDS, "window", ("group_of_the_test", ""))
    assert call()[0] == 0
    assert group.args.command == "window"


def test_only_the_group_that_is_asked_for_is_loaded(group, monkeypatch):
    monkeypatch.setitem(cli_main.COMMANDS, "broken", ("a_module_that_is_not_there", ""))
    assert call("try")[0] == 0


def test_the_list_of_commands_names_each():
    code, stdout, _ = call("--help")
    assert code == 0
    assert all(f"  {word} " in stdout for word in cli_main.COMMANDS)


def test_version_has_the_keys_of_the_contract():
    code, stdout, _ = call("--version", "--json")
    assert code == 0
    keys = {"bandingdesk", "python", "qt", "sqlite", "sqlcipher", "store_epoch", "protocol"}
    assert set(json.loads(stdout)) == keys


def test_every_command_has_a_module_and_a_line():
    import importlib

    for word, (module, line) in cli_main.COMMANDS.items():
        group = importlib.import_module(module)
        assert callable(group.add), word
        assert callable(group.run), word
        assert line, word


def test_output_writes_dates_instants_and_paths_as_json():
    from datetime import UTC, date, datetime
    from pathlib import Path

    stdout = io.StringIO()
    document = {"due": date(2026, 2, 16), "at": datetime(2026, 11, 23, 8, 52, tzinfo=UTC), "file": Path("a/b.pdf")}
    Output(True, stdout).result(document, "")
    assert json.loads(stdout.getvalue()) == {"due": "2026-02-16", "at": "2026-11-23T08:52:00Z", "file": "a/b.pdf"}
