"""The shared record: who may come in, the ledger, the bodies beside it, where each subject and device stands."""

from bandingdesk.sync.server.migrations import chain

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Write the revision into the script."""
    chain.emit("0001_shared_record")
