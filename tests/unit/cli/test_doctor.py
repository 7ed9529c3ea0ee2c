"""`doctor`: what is missing is found, one thing after the other, and the bundle holds no case data."""

import io
import json
import stat
import zipfile
from datetime import UTC, datetime

from bandingdesk import resources, seams, settings
from bandingdesk.cli import doctor
from bandingdesk.cli import main as cli_main


def call(*words):
    stdout, stderr = io.StringIO(), io.StringIO()
    code = cli_main.main(["--json", *words], stdout, stderr)
    return code, json.loads(stdout.getvalue())


def states(document):
    return {check["name"]: check["state"] for check in document["checks"]}


def test_every_part_is_looked_at():
    code, document = call("doctor")
    assert set(states(document)) == {"fonts", "screen", "keyring", "settings", "drive", "store", "clock"}
    assert states(document)["fonts"] == "good"
    assert states(document)["store"] == "warning"  # none made yet
    assert code == (0 if document["ok"] else 1)


def test_a_missing_font_is_named_and_is_exit_1(tmp_path, monkeypatch):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name in doctor.FONTS[1:]:
        (fonts / name).write_bytes(resources.shipped(f"fonts/{name}").read_bytes())
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    code, document = call("doctor")
    assert code == 1
    assert "Inter-Regular.ttf" in document["checks"][0]["sentence"]
    assert states(document)["clock"] == "good"  # the rest was looked at all the same


def test_a_damaged_font_is_named(tmp_path, monkeypatch):
    (tmp_path / "fonts").mkdir()
    for name in doctor.FONTS:
        (tmp_path / "fonts" / name).write_bytes(b"<html>")
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    assert states(call("doctor")[1])["fonts"] == "bad"


def test_a_bad_settings_file_is_told_and_the_rest_goes_on(own_home):
    own_home.mkdir()
    (own_home / "settings.toml").write_text("theme = 'pink'", encoding="utf-8")
    code, document = call("doctor")
    assert code == 1
    assert states(document)["settings"] == "bad"
    assert "drive" in states(document)


def test_the_screen_is_judged_by_what_is_there():
    assert doctor.check_screen({}, "linux").state == "warning"
    assert doctor.check_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux").state == "good"
    assert doctor.check_screen({"DISPLAY": ":0"}, "linux").state == "good"
    assert doctor.check_screen({"QT_QPA_PLATFORM": "holographic"}, "linux").state == "bad"


def test_a_clock_before_the_release_is_wrong():
    # A laptop whose battery is empty starts in 1970 or at its firmware's date
    assert doctor.check_clock(seams.FixedClock(datetime(2020, 1, 1, tzinfo=UTC))).state == "bad"
    assert doctor.check_clock(seams.FixedClock(datetime(2026, 11, 23, tzinfo=UTC))).state == "good"


def test_the_bundle_holds_what_was_found_and_the_log(tmp_path, own_home):
    settings.write(settings.Settings(store=str(own_home / "records.desk")))
    file = tmp_path / "report.zip"
    call("doctor", "--debug", "--bundle", str(file))
    with zipfile.ZipFile(file) as bundle:
        assert {"doctor.json", "system.txt"} <= set(bundle.namelist())
        assert "checks" in json.loads(bundle.read("doctor.json"))
    assert stat.S_ISREG(file.stat().st_mode)
    assert [path.name for path in tmp_path.glob("report*")] == ["report.zip"]


def test_a_bundle_replaces_nothing_without_force(tmp_path):
    file = tmp_path / "report.zip"
    file.write_bytes(b"older")
    code, document = call("doctor", "--bundle", str(file))
    assert (code, document["error"]["code"]) == (3, "BD-11")
    assert file.read_bytes() == b"older"
    assert call("doctor", "--bundle", str(file), "--force")[0] in (0, 1)
    assert zipfile.is_zipfile(file)
