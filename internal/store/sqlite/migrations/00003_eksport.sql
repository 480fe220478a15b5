-- +goose Up

CREATE TABLE program_faktum (           -- facts about the municipality's way to the indexes, append-only
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  af      TEXT NOT NULL,
  emne    TEXT NOT NULL,
  kode    TEXT NOT NULL,
  dato    INTEGER NOT NULL,
  tekst   TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

-- What policy or a missing unit holds back, listed and counted without walking the ledger.
CREATE INDEX ledger_holdt ON ledger (kommune, art, nr) WHERE grund IN (9, 12, 13);

-- +goose Down
SELECT 1;
