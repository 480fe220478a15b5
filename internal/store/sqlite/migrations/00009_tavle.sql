-- +goose Up

CREATE TABLE tavle (                    -- notices that municipalities put up for each other, append-only; nothing about any citizen
  kommune  INTEGER NOT NULL,
  nr       INTEGER NOT NULL,
  tid      INTEGER NOT NULL,
  af       TEXT NOT NULL,
  art      TEXT NOT NULL,
  kode     TEXT NOT NULL,
  tekst    TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE kommunestand (             -- where each municipality stands, as it shows it
  kommune  INTEGER NOT NULL PRIMARY KEY,
  indhold  TEXT NOT NULL                -- JSON
);

CREATE TABLE kommunedag (               -- the same in short, by day
  kommune        INTEGER NOT NULL,
  dag            INTEGER NOT NULL,      -- yyyymmdd
  gjorte         INTEGER NOT NULL,      -- steps done
  klassifikation INTEGER NOT NULL,
  eksport        INTEGER NOT NULL,
  sapa           INTEGER NOT NULL,
  PRIMARY KEY (kommune, dag)
) WITHOUT ROWID;

-- +goose Down
SELECT 1;
