-- +goose Up

-- The audit log as a chain (R116). Entries from before have no link; the first link after them covers them.
ALTER TABLE opslag RENAME TO opslag_gammel;
CREATE TABLE opslag (
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  hvem    TEXT NOT NULL,
  borger  BLOB NOT NULL,
  hvad    TEXT NOT NULL,
  indhold BLOB NOT NULL,                -- JSON; what was searched for is sealed in it
  fjernet INTEGER NOT NULL DEFAULT 0,   -- of a retention: entries up to this one may be deleted
  led     BLOB NOT NULL,                -- keyed hash of the entry and the link before
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;
INSERT INTO opslag (kommune, nr, tid, hvem, borger, hvad, indhold, led)
SELECT kommune, nr, tid, hvem, borger, hvad, CAST('{}' AS BLOB), zeroblob(32) FROM opslag_gammel;
DROP TABLE opslag_gammel;
CREATE INDEX opslag_borger ON opslag (kommune, borger, nr);
CREATE INDEX opslag_hvem ON opslag (kommune, hvem, nr);
CREATE INDEX opslag_tid ON opslag (kommune, tid);
CREATE INDEX opslag_fjernet ON opslag (kommune, fjernet) WHERE fjernet > 0;

CREATE TABLE opslag_hoved (             -- where each chain ends
  kommune INTEGER NOT NULL PRIMARY KEY,
  nr      INTEGER NOT NULL,
  led     BLOB NOT NULL,
  uden    INTEGER NOT NULL              -- entries up to this one have no link
);
INSERT INTO opslag_hoved (kommune, nr, led, uden) SELECT kommune, max(nr), zeroblob(32), max(nr) FROM opslag GROUP BY kommune;

-- +goose StatementBegin
CREATE TRIGGER opslag_aendres BEFORE UPDATE ON opslag BEGIN
  SELECT RAISE(ABORT, 'the audit log is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER opslag_slettes BEFORE DELETE ON opslag
WHEN NOT EXISTS (SELECT 1 FROM opslag WHERE kommune = OLD.kommune AND fjernet > 0 AND fjernet >= OLD.nr) BEGIN
  SELECT RAISE(ABORT, 'the audit log is only shortened by retention');
END;
-- +goose StatementEnd

-- +goose Down
SELECT 1;
