"""Evidence files in sealed pieces, leases, and what an erasure needs."""

from bandingdesk.sync.server.migrations import chain

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Write the revision into the script."""
    chain.emit("0002_files_and_leases")
