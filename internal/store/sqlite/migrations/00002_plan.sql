-- +goose Up

-- The work of a municipality: how far it has come and what is handed out. Its own row, so that taking a feed never waits for it.
CREATE TABLE plan (
  kommune INTEGER PRIMARY KEY,
  sag_seq INTEGER NOT NULL DEFAULT 0,   -- changes of cases dealt with up to here
  bev_seq INTEGER NOT NULL DEFAULT 0,   -- changes of grants dealt with up to here
  katalog TEXT NOT NULL DEFAULT '',     -- catalogue release the ledger was last worked out with
  indhold TEXT NOT NULL DEFAULT '{}'    -- phases and parts, JSON
);
INSERT INTO plan (kommune, sag_seq, bev_seq, katalog) SELECT kommune, sag_seq, bev_seq, katalog FROM kommune;
ALTER TABLE kommune DROP COLUMN sag_seq;
ALTER TABLE kommune DROP COLUMN bev_seq;
ALTER TABLE kommune DROP COLUMN katalog;
ALTER TABLE kommune ADD COLUMN beroert_nr INTEGER NOT NULL DEFAULT 0; -- last number of a touched input; never used again
UPDATE kommune SET beroert_nr = coalesce((SELECT max(nr) FROM beroert b WHERE b.kommune = kommune.kommune), 0);

CREATE TABLE fart (                     -- a target's time that is taken, shared by all processes
  kommune INTEGER NOT NULL,
  art     INTEGER NOT NULL,
  naeste  INTEGER NOT NULL,             -- Unix microseconds
  PRIMARY KEY (kommune, art)
) WITHOUT ROWID;

ALTER TABLE ledger ADD COLUMN siden INTEGER NOT NULL DEFAULT 0;   -- since when it has its reason, Unix milliseconds
ALTER TABLE ledger ADD COLUMN forsoeg INTEGER NOT NULL DEFAULT 0; -- tries without success
ALTER TABLE ledger ADD COLUMN naeste INTEGER;                     -- next try, Unix milliseconds
UPDATE ledger SET naeste = 1 WHERE grund = 14;
CREATE INDEX ledger_naeste ON ledger (kommune, art, nr, naeste) WHERE naeste IS NOT NULL;

-- +goose Down
SELECT 1;
