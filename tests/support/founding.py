"""What a council had before a test's story begins is recorded without asking for roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from bandingdesk.desk import asked
from bandingdesk.desk.ground import Ground


@contextmanager
def before_the_story() -> Iterator[None]:
    """Ask nobody for a role inside."""
    with (
        mock.patch.object(asked.Asked, "__call__", return_value=None),
        mock.patch.object(Ground, "require", return_value=None),
    ):
        yield
