"""The key of a store in a real Secret Service on a private bus.

Called from a plain pytest, the one test below starts a bus, an unlocked keyring and pytest on this file again; there,
the other tests run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bandingdesk.store import device_keys, keys
from tests.support import notebook as book

ON_THE_BUS = os.environ.get("BANDINGDESK_TEST_BUS") == "1"
UNLOCKED = 'printf "x\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$0" "$@"'

if ON_THE_BUS:

    def test_the_keyring_of_the_desktop_is_taken() -> None:
        found = keys.keyring_state()
        assert found.ok
        assert found.backend == "keyring.backends.SecretService.Keyring"

    def test_a_store_opens_by_the_key_in_the_keyring(tmp_path: Path) -> None:
        path = tmp_path / "a.bdk"
        new = keys.make(path)
        book.new(path, key=new.key).close()
        again = book.again(path, key=keys.unlock(path))
        assert again.is_encrypted
        assert again.store_id == new.store_id
        again.close()
        assert new.key.hex() not in keys.file_of(path).read_text(encoding="utf-8")

    def test_two_stores_have_two_keys(tmp_path: Path) -> None:
        one, two = keys.make(tmp_path / "a.bdk"), keys.make(tmp_path / "b.bdk")
        assert one.key != two.key
        assert keys.unlock(tmp_path / "a.bdk") == one.key
        assert keys.unlock(tmp_path / "b.bdk") == two.key

    def test_a_forgotten_key_leaves_the_recovery_key(tmp_path: Path) -> None:
        path = tmp_path / "a.bdk"
        new = keys.make(path)
        keys.forget(new.store_id)
        keys.forget(new.store_id)  # once more does no harm
        with pytest.raises(keys.KeyNotKeptError):
            keys.unlock(path)
        assert keys.unlock(path, recovery=new.recovery) == new.key
        keys.keep(new.store_id, new.key)
        assert keys.unlock(path) == new.key

    def test_a_copied_store_brings_no_device_key_along(tmp_path: Path) -> None:
        device, other = "0193586a-5d00-7c3e-8a11-3b6f0c9d2e41", "0193586a-5d00-7c3e-8a11-3b6f0c9d2e42"
        made = device_keys.make()
        device_keys.keep(device, made)
        assert device_keys.recall(device) == made
        with pytest.raises(device_keys.DeviceKeyLostError):
            device_keys.recall(other)  # what the copy is enrolled as
        path = tmp_path / "a.bdk"
        new = keys.make(path)
        book.new(path, key=new.key).close()
        halves = [half for pair in made for half in (pair.private, pair.private.hex().encode())]
        for file in tmp_path.iterdir():
            assert not any(half in file.read_bytes() for half in halves)

    def test_the_command_makes_and_verifies_an_encrypted_store(tmp_path: Path) -> None:
        path = str(tmp_path / "a.bdk")
        for words in (["store", "init", path], ["store", "verify", "--store", path, "--json"]):
            command = [sys.executable, "-m", "bandingdesk", *words]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stderr
        assert '"ok": true' in done.stdout

else:

    def test_on_a_private_bus(tmp_path: Path) -> None:
        pytest_again = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", __file__]
        surroundings = {**os.environ, "BANDINGDESK_TEST_BUS": "1", "HOME": str(tmp_path)}
        for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTEST_XDIST_WORKER", "PYTHON_KEYRING_BACKEND", "XDG_DATA_HOME"):
            surroundings.pop(name, None)
        command = ["dbus-run-session", "--", "sh", "-c", UNLOCKED, *pytest_again]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=100, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "6 passed" in done.stdout
