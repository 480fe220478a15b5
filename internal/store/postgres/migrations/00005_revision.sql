-- +goose Up

-- The audit log as a chain (R116). Entries from before have no link; the first link after them covers them.
ALTER TABLE opslag RENAME TO opslag_gammel;
-- +goose StatementBegin
DO $$
BEGIN
  ALTER TABLE opslag_gammel RENAME CONSTRAINT opslag_pkey TO opslag_gammel_pkey;
  FOR part IN 0..7 LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', 'opslag_' || part, 'opslag_gammel_' || part);
  END LOOP;
END $$;
-- +goose StatementEnd

CREATE TABLE opslag (
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  hvem    text NOT NULL,
  borger  bytea NOT NULL,
  hvad    text NOT NULL,
  indhold bytea NOT NULL,                -- JSON; what was searched for is sealed in it
  fjernet bigint NOT NULL DEFAULT 0,     -- of a retention: entries up to this one may be deleted
  led     bytea NOT NULL,                -- keyed hash of the entry and the link before
  PRIMARY KEY (kommune, nr)
) PARTITION BY HASH (kommune);

-- +goose StatementBegin
DO $$
BEGIN
  FOR part IN 0..7 LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF opslag FOR VALUES WITH (MODULUS 8, REMAINDER %s)', 'opslag_' || part, part);
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)', 'opslag_' || part);
  END LOOP;
END $$;
-- +goose StatementEnd

INSERT INTO opslag (kommune, nr, tid, hvem, borger, hvad, indhold, led)
SELECT kommune, row_number() OVER (PARTITION BY kommune ORDER BY tid, id), tid, hvem, borger, hvad, '{}'::bytea, decode(repeat('00', 32), 'hex') FROM opslag_gammel;
DROP TABLE opslag_gammel;
CREATE INDEX opslag_borger ON opslag (kommune, borger, nr);
CREATE INDEX opslag_hvem ON opslag (kommune, hvem, nr);
CREATE INDEX opslag_tid ON opslag (kommune, tid);
CREATE INDEX opslag_fjernet ON opslag (kommune, fjernet) WHERE fjernet > 0;

CREATE TABLE opslag_hoved (              -- where each chain ends; its row is locked by whoever adds to it
  kommune integer NOT NULL PRIMARY KEY,
  nr      bigint NOT NULL,
  led     bytea NOT NULL,
  uden    bigint NOT NULL                -- entries up to this one have no link
);
INSERT INTO opslag_hoved (kommune, nr, led, uden) SELECT kommune, max(nr), decode(repeat('00', 32), 'hex'), max(nr) FROM opslag GROUP BY kommune;

-- +goose StatementBegin
CREATE FUNCTION opslag_staar_fast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM opslag o WHERE o.kommune = OLD.kommune AND o.fjernet > 0 AND o.fjernet >= OLD.nr) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit log is never changed, and only shortened by retention';
END $$;
-- +goose StatementEnd
CREATE TRIGGER opslag_staar_fast BEFORE UPDATE OR DELETE ON opslag FOR EACH ROW EXECUTE FUNCTION opslag_staar_fast();
CREATE TRIGGER opslag_toemmes_ikke BEFORE TRUNCATE ON opslag FOR EACH STATEMENT EXECUTE FUNCTION opslag_staar_fast();

-- +goose Down
SELECT 1;
