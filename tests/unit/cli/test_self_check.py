"""`self-check` walks the whole path on a store of its own, and says which step is not good."""

import io
import json

import pytest

from bandingdesk import resources
from bandingdesk.cli import main as cli_main
from bandingdesk.cli import self_check
from bandingdesk.store import verify


def call():
    stdout = io.StringIO()
    code = cli_main.main(["self-check", "--json"], stdout, io.StringIO())
    return code, json.loads(stdout.getvalue())


def test_every_step_is_good_and_nothing_is_left(own_home):
    code, document = call()
    assert code == 0, document
    assert document["ok"] is True
    assert [step["name"] for step in document["steps"]] == ["record", "letter", "screen"]
    assert not (own_home / "banding.desk").exists()


def test_a_chain_that_does_not_verify_is_told(tmp_path, monkeypatch):
    real = verify.verify
    monkeypatch.setattr(verify, "verify", lambda conn: real(conn)._replace(ok=False))
    with pytest.raises(self_check.SelfCheckError) as caught:
        list(self_check.walk(tmp_path))
    assert caught.value.step == "record"


def test_missing_fonts_are_told_with_an_exit_code_that_is_not_zero(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    code, document = call()
    assert code in (1, 3, 4)
    assert document["error"]["code"]
