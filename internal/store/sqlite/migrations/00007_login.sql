-- +goose Up

CREATE TABLE session (                  -- who is logged in; the key is a hash of what the browser has
  kommune  INTEGER NOT NULL,
  noegle   BLOB    NOT NULL,
  oprettet INTEGER NOT NULL,
  set_tid  INTEGER NOT NULL,            -- last use, within a minute
  slut     INTEGER NOT NULL,            -- whatever she does, it ends then
  indhold  BLOB    NOT NULL,            -- sealed
  PRIMARY KEY (kommune, noegle)
) WITHOUT ROWID;

CREATE TABLE engangs (                  -- what may be used once: log-ins half done, messages already taken
  kommune INTEGER NOT NULL,
  noegle  BLOB    NOT NULL,
  slut    INTEGER NOT NULL,
  indhold BLOB    NOT NULL,             -- sealed, or empty
  PRIMARY KEY (kommune, noegle)
) WITHOUT ROWID;

CREATE TABLE maskine (                  -- systems that use the API by a key or a certificate of their own
  kommune  INTEGER NOT NULL,
  nr       INTEGER NOT NULL,
  navn     TEXT    NOT NULL,
  slags    TEXT    NOT NULL,
  aftryk   BLOB    NOT NULL,
  roller   TEXT    NOT NULL,
  oprettet INTEGER NOT NULL,
  af       TEXT    NOT NULL,
  udloeb   INTEGER NOT NULL,            -- 0: never
  sidst    INTEGER NOT NULL,            -- 0: never
  fjernet  INTEGER NOT NULL,            -- 0: it holds
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE UNIQUE INDEX maskine_aftryk ON maskine (kommune, aftryk);
CREATE UNIQUE INDEX maskine_navn ON maskine (kommune, navn) WHERE fjernet = 0;

-- +goose Down
SELECT 1;
