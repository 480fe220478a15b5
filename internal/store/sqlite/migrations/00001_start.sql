-- +goose Up

-- Every key begins with the municipality, so that a larger engine can partition or distribute by it.
-- Personal data lies only in sealed columns; borger is a keyed hash.

CREATE TABLE kommune (
  kommune    INTEGER PRIMARY KEY,      -- CVR number
  seq        INTEGER NOT NULL DEFAULT 0, -- last change number given out
  sag_seq    INTEGER NOT NULL DEFAULT 0, -- changes of cases dealt with up to here
  bev_seq    INTEGER NOT NULL DEFAULT 0, -- changes of grants dealt with up to here
  sager      INTEGER NOT NULL DEFAULT 0, -- cases the source has now
  bevillinger INTEGER NOT NULL DEFAULT 0, -- grants the source has now
  grundlag   INTEGER NOT NULL DEFAULT 0, -- grows with every change that touches more than one record
  katalog    TEXT NOT NULL DEFAULT '',   -- catalogue release the ledger was last worked out with
  aktiv      INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE stamdata (                 -- sagstype, ydelse, enhed: few, not about persons
  kommune INTEGER NOT NULL,
  type    TEXT NOT NULL,
  id      TEXT NOT NULL,
  version INTEGER NOT NULL,             -- of linje; -1 when only a deletion has come
  slettet INTEGER NOT NULL DEFAULT -1,  -- version of the newest deletion
  linje   BLOB,
  PRIMARY KEY (kommune, type, id)
) WITHOUT ROWID;

CREATE TABLE sag (
  nr       INTEGER PRIMARY KEY,
  kommune  INTEGER NOT NULL,
  id       TEXT NOT NULL,
  version  INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  slettet  INTEGER NOT NULL DEFAULT 0,  -- 1 by the source's word, 2 missing from a full file
  sagstype TEXT,
  enhed    TEXT,
  borger   BLOB,
  til      INTEGER,                     -- first day it is closed, yyyymmdd; NULL open
  modtaget INTEGER NOT NULL,            -- Unix milliseconds
  linje    BLOB                         -- sealed; NULL when deleted
);
CREATE UNIQUE INDEX sag_id ON sag (kommune, id);
CREATE INDEX sag_seq ON sag (kommune, seq);
CREATE INDEX sag_sagstype ON sag (kommune, sagstype);
CREATE INDEX sag_enhed ON sag (kommune, enhed);

CREATE TABLE bevilling (
  nr       INTEGER PRIMARY KEY,
  kommune  INTEGER NOT NULL,
  id       TEXT NOT NULL,
  version  INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  slettet  INTEGER NOT NULL DEFAULT 0,
  sag      TEXT,
  ydelse   TEXT,
  enhed    TEXT,
  til      INTEGER,                     -- first day without it, yyyymmdd; NULL open
  modtaget INTEGER NOT NULL,
  linje    BLOB
);
CREATE UNIQUE INDEX bevilling_id ON bevilling (kommune, id);
CREATE INDEX bevilling_seq ON bevilling (kommune, seq);
CREATE INDEX bevilling_sag ON bevilling (kommune, sag, slettet, ydelse, enhed, til); -- all that counting needs
CREATE INDEX bevilling_ydelse ON bevilling (kommune, ydelse);
CREATE INDEX bevilling_enhed ON bevilling (kommune, enhed) WHERE enhed IS NOT NULL;

CREATE TABLE indlaesning (              -- each time something was taken from the source
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  linjer  INTEGER NOT NULL,
  taget   INTEGER NOT NULL,
  afvist  INTEGER NOT NULL,
  fjernet INTEGER NOT NULL,             -- by a full file that no longer has them
  af      TEXT NOT NULL,                -- who believed a full file in spite of R101
  trods   TEXT NOT NULL,                -- and why
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE fuld_set (                 -- what a full file has shown so far
  kommune INTEGER NOT NULL,
  type    TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (kommune, type, id)
) WITHOUT ROWID;

CREATE TABLE beroert (                  -- inputs that changed; worked through in chunks
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  slags   TEXT NOT NULL,
  id      TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE beslutning (
  kommune  INTEGER NOT NULL,
  nr       INTEGER NOT NULL,
  tid      INTEGER NOT NULL,
  af       TEXT NOT NULL,
  art      TEXT NOT NULL,
  id       TEXT NOT NULL,
  valg     TEXT NOT NULL,
  istedfor TEXT NOT NULL,
  grund    TEXT NOT NULL,
  trods    TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE note (                     -- comments, rejected suggestions, questions and answers, approvals
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  af      TEXT NOT NULL,
  art     TEXT NOT NULL,
  id      TEXT NOT NULL,
  slags   TEXT NOT NULL,
  kode    TEXT NOT NULL,
  tekst   TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE faelles_valg (             -- what other municipalities chose for their names; helps suggestions (R125)
  nr       INTEGER PRIMARY KEY,
  kommune  INTEGER NOT NULL,
  fra      TEXT NOT NULL,
  slags    TEXT NOT NULL,
  navn     TEXT NOT NULL,
  lov      TEXT NOT NULL,
  paragraf TEXT NOT NULL,
  kode     TEXT NOT NULL
);
CREATE INDEX faelles_valg_fra ON faelles_valg (kommune, fra);
CREATE TABLE ydelsestype_definition (   -- what imported code lists say about types; helps search and suggestions
  kommune    INTEGER NOT NULL,
  system     TEXT NOT NULL,
  kode       TEXT NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (kommune, system, kode)
) WITHOUT ROWID;

CREATE TABLE kontakt (                  -- contact details of units written by hand for citizens (R080); all empty: back to FK Organisation's
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  af      TEXT NOT NULL,
  enhed   BLOB NOT NULL,
  navn    TEXT NOT NULL,
  telefon TEXT NOT NULL,
  telefontid   TEXT NOT NULL,
  email   TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE politik (
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  af      TEXT NOT NULL,
  noegle  TEXT NOT NULL,
  vaerdi  TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE aktivering (
  kommune  INTEGER NOT NULL,
  nr       INTEGER NOT NULL,
  tid      INTEGER NOT NULL,
  af       TEXT NOT NULL,
  aktiv    INTEGER NOT NULL,
  trods    TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE kle_klasse (               -- every class ever imported
  kommune    INTEGER NOT NULL,
  nummer     TEXT NOT NULL,
  forsvundet INTEGER NOT NULL DEFAULT 0, -- not in the newest import
  klasse     TEXT NOT NULL,
  PRIMARY KEY (kommune, nummer)
) WITHOUT ROWID;

CREATE TABLE kle_import (
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  udgivet INTEGER NOT NULL,
  filter  TEXT NOT NULL,
  emner   INTEGER NOT NULL,
  facetter TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE organisation_enhed (
  kommune INTEGER NOT NULL,
  uuid    BLOB NOT NULL,
  enhed   TEXT NOT NULL,
  PRIMARY KEY (kommune, uuid)
) WITHOUT ROWID;

CREATE TABLE organisation_import (
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  enheder INTEGER NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE organisation_aendring (    -- what imports changed about units that were mapped (R079)
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  aendring TEXT NOT NULL,               -- JSON, before and after
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE ledger (
  kommune   INTEGER NOT NULL,
  art       INTEGER NOT NULL,           -- 1 sag, 2 bevilling
  nr        INTEGER NOT NULL,           -- of the source object
  uuid      BLOB NOT NULL,
  grund     INTEGER NOT NULL,           -- why it is where it is; its state follows from it
  sagstype  TEXT NOT NULL,
  borger    BLOB,
  oensket   BLOB,                       -- NULL: nothing should be there
  kvitteret BLOB,                       -- NULL: nothing is there; all ones: a send was never answered
  sletning  INTEGER,                    -- the waiting deletion it belongs to
  derefter  INTEGER NOT NULL DEFAULT 0, -- the reason once a removal is done
  fejl      TEXT,                       -- the target's words
  PRIMARY KEY (kommune, art, nr)
) WITHOUT ROWID;
CREATE INDEX ledger_sletning ON ledger (kommune, art, nr) WHERE grund >= 17;
CREATE INDEX ledger_parkeret ON ledger (kommune, art, nr) WHERE grund = 14;

CREATE TABLE ledger_antal (             -- the ledger counted, kept in the same transactions
  kommune  INTEGER NOT NULL,
  sagstype TEXT NOT NULL,
  art      INTEGER NOT NULL,
  grund    INTEGER NOT NULL,
  antal    INTEGER NOT NULL,
  PRIMARY KEY (kommune, sagstype, art, grund)
) WITHOUT ROWID;

CREATE TABLE sletning (                 -- deletions, those the brake stopped and those it let through
  kommune  INTEGER NOT NULL,
  nr       INTEGER NOT NULL,
  tid      INTEGER NOT NULL,
  objekter INTEGER NOT NULL,
  borgere  INTEGER NOT NULL,
  venter   INTEGER NOT NULL,            -- 1: a named person must approve
  af       TEXT NOT NULL DEFAULT '',
  godkendt INTEGER,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE objekt (                   -- the embedded indexes: what holds now
  nr           INTEGER PRIMARY KEY,
  kommune      INTEGER NOT NULL,
  art          INTEGER NOT NULL,
  uuid         BLOB NOT NULL,
  borger       BLOB NOT NULL,
  kle          TEXT NOT NULL,
  enhed        BLOB NOT NULL,
  system       BLOB NOT NULL,
  sag          BLOB,
  fra          INTEGER NOT NULL,        -- yyyymmdd
  til          INTEGER NOT NULL,        -- yyyymmdd exclusive, 0 open
  aftryk       BLOB NOT NULL,
  noegle       BLOB,                    -- keyed hash of the BrugervendtNoegle, of objects that came as messages
  tidspunkt    INTEGER NOT NULL,        -- registered by the source, Unix milliseconds
  ststidspunkt INTEGER NOT NULL,        -- registered by the index
  indhold      BLOB NOT NULL            -- sealed
);
CREATE INDEX objekt_noegle ON objekt (kommune, noegle) WHERE noegle IS NOT NULL;
CREATE UNIQUE INDEX objekt_uuid ON objekt (kommune, uuid);
CREATE INDEX objekt_borger ON objekt (kommune, borger);
CREATE INDEX objekt_kle ON objekt (kommune, kle);
CREATE INDEX objekt_enhed ON objekt (kommune, enhed);
CREATE INDEX objekt_sag ON objekt (kommune, sag) WHERE sag IS NOT NULL;

CREATE TABLE registrering (             -- what held before, append-only until the object is removed
  nr           INTEGER PRIMARY KEY,
  kommune      INTEGER NOT NULL,
  objekt       INTEGER NOT NULL,
  tidspunkt    INTEGER NOT NULL,
  ststidspunkt INTEGER NOT NULL,
  indhold      BLOB NOT NULL
);
CREATE INDEX registrering_objekt ON registrering (kommune, objekt);

CREATE TABLE person (                   -- citizens the indexes know, found by name or by keyed hash
  kommune INTEGER NOT NULL,
  borger  BLOB NOT NULL,
  navn    TEXT NOT NULL,
  soegenavn TEXT NOT NULL,
  cpr     BLOB NOT NULL,                -- sealed
  PRIMARY KEY (kommune, borger)
) WITHOUT ROWID;

CREATE TABLE opslag (                   -- who looked up whom (R116)
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  tid     INTEGER NOT NULL,
  hvem    TEXT NOT NULL,
  borger  BLOB NOT NULL,
  hvad    TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

CREATE TABLE haendelse (                -- news not told yet; a number is never used again
  nr      INTEGER PRIMARY KEY AUTOINCREMENT,
  kommune INTEGER NOT NULL,
  art     INTEGER NOT NULL,
  uuid    BLOB NOT NULL,
  slags   INTEGER NOT NULL,
  kle     TEXT NOT NULL,
  tid     INTEGER NOT NULL
);
CREATE INDEX haendelse_kommune ON haendelse (kommune, nr);

CREATE TABLE forfra (                   -- each start-over with the step where it stands (R094)
  kommune INTEGER NOT NULL,
  nr      INTEGER NOT NULL,
  indhold TEXT NOT NULL,
  PRIMARY KEY (kommune, nr)
) WITHOUT ROWID;

-- +goose Down
SELECT 1;
