-- The shared record: who may come in, the ledger, the bodies beside it, where each subject and each device stands.
-- Ids and subjects are compared as bytes (COLLATE "C"): nothing here has an order of words.

-- One row: this store, and the end of its ledger. Whoever adds to the ledger holds it, so that numbers are given in the
-- order of the commits and a reader who goes by number misses none.
CREATE TABLE desk.store (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    store_id text NOT NULL,
    created bigint NOT NULL,
    epoch integer NOT NULL,
    lowest_protocol integer NOT NULL,
    highest_protocol integer NOT NULL,
    min_client text NOT NULL,
    head_seq bigint NOT NULL,
    head_hash bytea NOT NULL,
    restored_seq bigint,
    restored_hash bytea,
    restored_at bigint                 -- when an administrator said so: two restores to one entry are two words
) WITH (fillfactor = 50);

CREATE TABLE desk.login (
    login text COLLATE "C" PRIMARY KEY,
    person text COLLATE "C" NOT NULL,
    added_at bigint NOT NULL,
    ended_at bigint
);

CREATE TABLE desk.granted (
    login text COLLATE "C" NOT NULL REFERENCES desk.login,
    role text COLLATE "C" NOT NULL,
    PRIMARY KEY (login, role)
);

-- What the server knows of a kind of op; it never reads a body for it. Filled from the program's own table.
CREATE TABLE desk.kind_rule (
    kind text COLLATE "C" PRIMARY KEY,
    writers text[] NOT NULL,           -- roles that may be its actor
    readers text[] NOT NULL,           -- roles that may read its body
    enters text[] NOT NULL,            -- roles that may enter it for somebody else
    is_own boolean NOT NULL,           -- everybody may do it to their own subject person:ID
    of_actor boolean NOT NULL,         -- its subject ends in .ACTOR: nobody fills another's sheet
    blind text COLLATE "C",            -- sealed until the subject of this kind that it saw is closed
    closes boolean NOT NULL,           -- closes its subject
    closed_by text COLLATE "C"         -- too late once its subject, or one it saw, was closed by this kind
);

CREATE TABLE desk.device (
    device_id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    pubkey bytea NOT NULL,             -- Ed25519, signs heads
    sealing_key bytea NOT NULL,        -- X25519, opens what is sealed to the device
    login text COLLATE "C" NOT NULL REFERENCES desk.login,
    enrolled bigint NOT NULL,
    revoked_at bigint,
    claims bigint NOT NULL,            -- its ops up to this number were made before there was a server
    last_seq bigint NOT NULL,
    last_hash bytea NOT NULL,
    signed_seq bigint,
    signed_hash bytea,
    signature bytea,
    checkpoint_seq bigint,
    checkpoint_hash bytea,
    checkpoint_at bigint
) WITH (fillfactor = 50);

-- Several people may work on one installation, each with their own login.
CREATE TABLE desk.device_login (
    device_id text COLLATE "C" NOT NULL REFERENCES desk.device,
    login text COLLATE "C" NOT NULL REFERENCES desk.login,
    PRIMARY KEY (device_id, login)
);

CREATE TABLE desk.ledger (
    seq bigint PRIMARY KEY,
    op_id text COLLATE "C" NOT NULL UNIQUE,
    act_id text COLLATE "C" NOT NULL,
    act_size integer NOT NULL,
    subject text COLLATE "C" NOT NULL,
    parent_op text COLLATE "C",
    seen text NOT NULL,
    kind text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    actor text COLLATE "C" NOT NULL,
    entered_by text COLLATE "C" NOT NULL,
    device_id text COLLATE "C" NOT NULL,
    device_seq bigint NOT NULL,
    hlc bigint NOT NULL,
    wall_claimed bigint NOT NULL,
    proto integer NOT NULL,
    lease_epoch bigint,
    commitment bytea NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    against text COLLATE "C",
    submitter text COLLATE "C" NOT NULL,
    recv_at bigint NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (device_id, device_seq)
);

-- The only place of bodies. `sealed_by`: the subject that has to be closed before others than its author may read it.
CREATE TABLE desk.payload (
    seq bigint PRIMARY KEY,             -- of the ledger; written by the same call
    salt bytea,
    body bytea,
    erased text,
    sealed_by text COLLATE "C"
);
CREATE INDEX payload_sealed ON desk.payload (sealed_by) WHERE sealed_by IS NOT NULL;

-- Where each subject stands: its last applied op, the op that closed it, the rule it was erased under.
CREATE TABLE desk.head (
    subject text COLLATE "C" PRIMARY KEY,
    head_op text COLLATE "C",
    closed_kind text COLLATE "C",
    closed_op text COLLATE "C",
    erased text
) WITH (fillfactor = 70);

-- The record is only added to, for its owner too.
CREATE FUNCTION desk.stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is only added to' USING ERRCODE = 'BD099';
END
$$;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON desk.ledger
    FOR EACH STATEMENT EXECUTE FUNCTION desk.stays();
CREATE TRIGGER payload_never_goes BEFORE DELETE OR TRUNCATE ON desk.payload
    FOR EACH STATEMENT EXECUTE FUNCTION desk.stays();
