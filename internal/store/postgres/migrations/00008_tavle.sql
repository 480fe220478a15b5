-- +goose Up

CREATE TABLE tavle (                     -- notices that municipalities put up for each other, append-only; nothing about any citizen
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  tid      bigint NOT NULL,
  af       text NOT NULL,
  art      text COLLATE "C" NOT NULL,
  kode     text NOT NULL,
  tekst    text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE kommunestand (              -- where each municipality stands, as it shows it
  kommune  integer NOT NULL PRIMARY KEY,
  indhold  text NOT NULL                 -- JSON
);

CREATE TABLE kommunedag (                -- the same in short, by day
  kommune        integer NOT NULL,
  dag            integer NOT NULL,       -- yyyymmdd
  gjorte         integer NOT NULL,       -- steps done
  klassifikation boolean NOT NULL,
  eksport        boolean NOT NULL,
  sapa           boolean NOT NULL,
  PRIMARY KEY (kommune, dag)
);

-- +goose Down
SELECT 1;
