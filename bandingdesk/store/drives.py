"""Says whether a store may live at a place: only on a drive of this computer, in no folder that is copied by a cloud.

Source: sqlite.org/wal.html and sqlite.org/howtocorrupt.html (shared memory and locks over a network). Measured with
locks that do nothing: 39 % of the acknowledged rows of two writers were lost (design, store 6.3).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError

NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "davfs2",
        "9p",
        "vboxsf",
    }
    | {"prl_fs", "vmhgfs", "ncpfs", "afs", "coda", "ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "beegfs", "gpfs"}
)
LOCAL_FUSE = frozenset({"fuse.fuse-overlayfs", "fuse.ext4", "fuse.ntfs-3g", "fuse.exfat", "fuse.ntfs"})
CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer", "DROPBOX_PATH", "GOOGLE_DRIVE_PATH")
MOVED, SINGLE = "moved", "single-user"  # notes beside a store
CLOUD_FOLDERS = ("Library/Mobile Documents", "Library/CloudStorage")  # of the home folder, macOS


class UnsafeDriveError(StoreError):
    """The store may not live at PATH: it is a DRIVE ("a network drive", "a cloud folder")."""

    code = "ST-13"
    message = QT_TRANSLATE_NOOP("errors", "The place {path} is {drive}. Records kept there can be lost without a sign.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not opened and nothing was written.")
    do = QT_TRANSLATE_NOOP(
        "errors",
        "You have three ways on. `bandingdesk store move` brings the store to this computer's own drive."
        " `bandingdesk store copy` makes a copy there that is only read."
        " Or ask your IT desk for a shared store on a server (`bandingdesk store init URL`).",
    )


class StoreMovedError(StoreError):
    """The store at PATH was moved TO another place; this file is what was left behind."""

    code = "ST-45"
    message = QT_TRANSLATE_NOOP("errors", "The store {path} was moved to {to}.")
    kept = QT_TRANSLATE_NOOP("errors", "The old file was not opened. All work goes on at the new place.")
    do = QT_TRANSLATE_NOOP("errors", "Open the store at its new place. Change the settings if they name the old one.")


class Verdict(NamedTuple):
    """Whether a store may live there, what the place is (local, network, cloud), and a sentence for people."""

    ok: bool
    kind: str
    sentence: str


class Mount(NamedTuple):
    """A row of the computer's mount table: where, and the type of its file system."""

    point: str
    type: str


def verdict(
    path: Path, *, mounts: Sequence[Mount] | None = None, environment: Mapping[str, str] | None = None
) -> Verdict:
    """Return whether a store may live at PATH. MOUNTS and ENVIRONMENT stand in for the computer's own in tests."""
    plain = str(path)
    if plain.startswith(("\\\\", "//")):
        return Verdict(False, "network", "This place is a share on the network.")
    resolved = Path(os.path.realpath(path))
    if str(resolved).startswith("\\\\") or (mounts is None and _is_remote_on_windows(resolved)):
        return Verdict(False, "network", "This place is a share on the network.")
    cloud = _cloud_root(resolved, os.environ if environment is None else environment)
    if cloud is not None:
        return Verdict(False, "cloud", f"This place lies in {cloud}, which a cloud service copies while you work.")
    mount = _mount_of(resolved, _mounts() if mounts is None else mounts)
    if mount is not None and _is_network(mount.type):
        return Verdict(False, "network", f"This place is a network drive ({mount.type}).")
    return Verdict(True, "local", "This place is on a drive of this computer.")


def check(path: Path, judge: Callable[[Path], Verdict] = verdict) -> bool:
    """Return whether the store at PATH is kept for one person at a time (single.py), where a drive asks for that.

    Raises UnsafeDriveError where the store may not live at PATH, StoreMovedError where it no longer does.
    """
    if (moved := read_note(path, MOVED)) is not None:
        raise StoreMovedError(path=str(path), to=moved.get("to", ""))
    if read_note(path, SINGLE) is not None:
        return True
    found = judge(path)
    if not found.ok:
        drive = "in a cloud folder" if found.kind == "cloud" else "on a network drive"
        raise UnsafeDriveError(path=str(path), drive=drive)
    return False


def note_of(path: Path, what: str) -> Path:
    """Return the place of a note beside the store at PATH."""
    return path.with_name(f"{path.name}.{what}")


def read_note(path: Path, what: str) -> dict[str, str] | None:
    """Return what a note beside the store says, None where there is none."""
    try:
        found = json.loads(note_of(path, what).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_note(path: Path, what: str, words: Mapping[str, str]) -> None:
    """Lay a note beside the store at PATH: whole or not at all."""
    place = note_of(path, what)
    beside = place.with_name(place.name + ".new")
    with beside.open("w", encoding="utf-8") as out:
        json.dump(dict(words), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(place)


def is_running(pid: int) -> bool:
    """Return whether a process of this computer has the number PID."""
    import psutil

    return bool(psutil.pid_exists(pid))


def _is_network(type_: str) -> bool:
    lower = type_.lower()
    return lower in NETWORK_TYPES or (lower.startswith("fuse.") and lower not in LOCAL_FUSE)


def _mounts() -> list[Mount]:
    if sys.platform == "win32":
        return []
    import psutil

    return [Mount(part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=True)]


def _mount_of(path: Path, mounts: Sequence[Mount]) -> Mount | None:
    """Return the deepest mount that holds PATH; the last of two at one point is the one in sight."""
    holding = [mount for mount in mounts if path == Path(mount.point) or Path(mount.point) in path.parents]
    return max(enumerate(holding), key=lambda pair: (len(Path(pair[1].point).parts), pair[0]))[1] if holding else None


def _cloud_root(path: Path, environment: Mapping[str, str]) -> str | None:
    roots = [environment[name] for name in CLOUD_VARIABLES if environment.get(name)]
    if sys.platform == "darwin":
        roots += [str(Path.home() / folder) for folder in CLOUD_FOLDERS]
    for root in roots:
        resolved = Path(os.path.realpath(root))
        if path == resolved or resolved in path.parents:
            return root
    return None


def _is_remote_on_windows(path: Path) -> bool:
    """GetDriveTypeW says DRIVE_REMOTE (4); UNC places were taken out before, since it is not reliable for SMB 3."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4)
    return False
