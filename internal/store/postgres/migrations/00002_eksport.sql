-- +goose Up

CREATE TABLE program_faktum (            -- facts about the municipality's way to the indexes, append-only
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  af      text NOT NULL,
  emne    text NOT NULL,
  kode    text NOT NULL,
  dato    integer NOT NULL,
  tekst   text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

-- What policy or a missing unit holds back, listed and counted without walking the ledger.
CREATE INDEX ledger_holdt ON ledger (kommune, art, nr) WHERE grund IN (9, 12, 13);

-- +goose Down
SELECT 1;
