from __future__ import annotations

from pathlib import Path

import pytest

from bandingdesk.store import drives
from bandingdesk.store.drives import Mount

LOCAL = [Mount("/", "ext4"), Mount("/proc", "proc"), Mount("/home", "btrfs")]


def judged(path: str, *more: Mount, **environment: str) -> drives.Verdict:
    return drives.verdict(Path(path), mounts=[*LOCAL, *more], environment=environment)


@pytest.mark.parametrize(
    "type_",
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "9p", "vboxsf", "fuse.sshfs", "fuse.rclone", "CIFS"],
)
def test_a_network_file_system_is_refused(type_: str) -> None:
    found = judged("/mnt/council/bandingdesk/a.bdk", Mount("/mnt/council", type_))
    assert (found.ok, found.kind) == (False, "network")


@pytest.mark.parametrize("type_", ["ext4", "xfs", "apfs", "NTFS", "fuseblk", "overlay", "tmpfs", "fuse.fuse-overlayfs"])
def test_a_drive_of_this_computer_is_taken(type_: str) -> None:
    assert judged("/mnt/disk/a.bdk", Mount("/mnt/disk", type_)).ok


def test_the_deepest_mount_counts() -> None:
    assert judged("/srv/share/local/a.bdk", Mount("/srv/share", "nfs"), Mount("/srv/share/local", "ext4")).ok
    assert not judged("/srv/share/other/a.bdk", Mount("/srv/share", "nfs"), Mount("/srv/share/local", "ext4")).ok
    assert judged("/srv/shared/a.bdk", Mount("/srv/share", "nfs")).ok  # a name that only begins alike


def test_the_last_of_two_mounts_at_one_point_is_the_one_in_sight() -> None:
    assert not judged("/srv/a.bdk", Mount("/srv", "ext4"), Mount("/srv", "nfs4")).ok


def test_a_link_is_followed(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "link").symlink_to(share)
    found = drives.verdict(tmp_path / "link" / "a.bdk", mounts=[*LOCAL, Mount(str(share), "cifs")], environment={})
    assert not found.ok


@pytest.mark.parametrize("path", ["\\\\server\\share\\a.bdk", "//server/share/a.bdk"])
def test_a_unc_place_is_refused(path: str) -> None:
    assert not drives.verdict(path, mounts=LOCAL, environment={}).ok  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_a_cloud_folder_is_refused(name: str) -> None:
    found = judged("/home/sam/OneDrive - Council/desk/a.bdk", **{name: "/home/sam/OneDrive - Council"})
    assert (found.ok, found.kind) == (False, "cloud")
    assert judged("/home/sam/desk/a.bdk", **{name: "/home/sam/OneDrive - Council"}).ok


def test_the_refusal_offers_three_ways_on() -> None:
    with pytest.raises(drives.UnsafeDriveError) as caught:
        drives.check(Path("/mnt/x/a.bdk"), lambda path: drives.Verdict(False, "network", "far"))
    do = caught.value.sentences()[2]
    assert "three ways" in do
    assert all(word in do for word in ("own drive", "only read", "server"))


def test_this_machines_own_mounts_are_read(tmp_path: Path) -> None:
    assert drives.verdict(tmp_path / "a.bdk").ok
