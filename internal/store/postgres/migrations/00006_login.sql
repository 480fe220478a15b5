-- +goose Up

CREATE TABLE session (                  -- who is logged in; the key is a hash of what the browser has
  kommune  integer NOT NULL,
  noegle   bytea   NOT NULL,
  oprettet bigint  NOT NULL,
  set_tid  bigint  NOT NULL,            -- last use, within a minute
  slut     bigint  NOT NULL,            -- whatever she does, it ends then
  indhold  bytea   NOT NULL,            -- sealed
  PRIMARY KEY (kommune, noegle)
);

CREATE TABLE engangs (                  -- what may be used once: log-ins half done, messages already taken
  kommune integer NOT NULL,
  noegle  bytea   NOT NULL,
  slut    bigint  NOT NULL,
  indhold bytea   NOT NULL,             -- sealed, or empty
  PRIMARY KEY (kommune, noegle)
);

CREATE TABLE maskine (                  -- systems that use the API by a key or a certificate of their own
  kommune  integer NOT NULL,
  nr       bigint  NOT NULL,
  navn     text    NOT NULL,
  slags    text    NOT NULL,
  aftryk   bytea   NOT NULL,
  roller   text    NOT NULL,
  oprettet bigint  NOT NULL,
  af       text    NOT NULL,
  udloeb   bigint  NOT NULL,            -- 0: never
  sidst    bigint  NOT NULL,            -- 0: never
  fjernet  bigint  NOT NULL,            -- 0: it holds
  PRIMARY KEY (kommune, nr)
);

CREATE UNIQUE INDEX maskine_aftryk ON maskine (kommune, aftryk);
CREATE UNIQUE INDEX maskine_navn ON maskine (kommune, navn) WHERE fjernet = 0;

-- +goose Down
SELECT 1;
