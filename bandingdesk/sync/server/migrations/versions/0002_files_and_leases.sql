-- Evidence files in sealed pieces, leases, and what an erasure needs.

-- A file as it lies beside a store: sealed, in pieces addressed by the sha256 of the sealed bytes. Its key stands apart.
CREATE TABLE desk.chunk (
    sha256 bytea PRIMARY KEY,
    data bytea NOT NULL
);
ALTER TABLE desk.chunk ALTER COLUMN data SET STORAGE EXTERNAL;  -- sealed bytes do not get smaller

CREATE TABLE desk.file (
    case_id text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,  -- of what is in it
    key bytea,                         -- NULL once the case was erased
    chunks bytea[] NOT NULL,
    PRIMARY KEY (case_id, sha256)
);

-- A claim on a subject that keeps others from beginning on it; it decides nothing. A new claim has a new epoch.
CREATE TABLE desk.lease (
    subject text COLLATE "C" PRIMARY KEY,
    holder text COLLATE "C" NOT NULL,
    device_id text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    expires_at bigint NOT NULL
);

CREATE TABLE desk.lease_broken (
    subject text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    holder text COLLATE "C" NOT NULL,
    broken_by text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (subject, epoch)
);

-- A kind that takes the bodies of a case out of the record.
ALTER TABLE desk.kind_rule ADD COLUMN erases boolean NOT NULL DEFAULT false;

-- A body changes in one way only: it goes, and the rule stands in its place.
CREATE TRIGGER payload_is_only_erased BEFORE UPDATE ON desk.payload FOR EACH ROW
    WHEN (NEW.seq <> OLD.seq OR NEW.salt IS NOT NULL OR NEW.body IS NOT NULL OR NEW.erased IS NULL)
    EXECUTE FUNCTION desk.stays();
-- What an erasure leaves in the pages is cleared away at the next chance, not at the thousandth.
ALTER TABLE desk.payload SET (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);

CREATE INDEX ledger_rounds ON desk.ledger (seq) WHERE kind = 'round.opened';
CREATE INDEX ledger_items ON desk.ledger (subject) WHERE kind = 'meeting.item_added';
