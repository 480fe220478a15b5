-- +goose Up

-- Every primary key and every unique key begins with the municipality, and no statement of this package is about two of them: so
-- a larger engine can distribute every table by kommune. The large tables are partitioned by it here, so that a municipality's
-- index pages, vacuum and statistics are its own.
-- Personal data lies only in sealed columns; borger is a keyed hash.
--
-- This is the only migration that makes indexes in a transaction: its tables are empty. A later one that needs an index on a
-- partitioned table is marked as one outside a transaction, makes CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on
-- each partition, and ALTER INDEX … ATTACH PARTITION, so that nobody waits. A later column comes with a constant
-- default or none, which touches no row; a later constraint NOT VALID first, and validated by itself. Every ALTER is preceded by
-- SET lock_timeout, so that it gives up rather than stop those behind it.
--
-- Text is compared by its bytes (COLLATE "C"), as the embedded store does: pages and cursors are the same on both.

CREATE TABLE kommune (
  kommune    integer PRIMARY KEY,        -- CVR number
  kendt      boolean NOT NULL DEFAULT false, -- has anything; false while the row only serves as a lock
  seq        bigint NOT NULL DEFAULT 0,  -- last change number given out
  sag_nr     bigint NOT NULL DEFAULT 0,  -- last numbers given out, table by table: a number is the municipality's own, and
  bevilling_nr bigint NOT NULL DEFAULT 0, -- is taken under the lock of this row, for as many rows as a statement has
  beroert_nr bigint NOT NULL DEFAULT 0,
  haendelse_nr bigint NOT NULL DEFAULT 0,
  sager      bigint NOT NULL DEFAULT 0,  -- cases the source has now
  bevillinger bigint NOT NULL DEFAULT 0, -- grants the source has now
  grundlag   bigint NOT NULL DEFAULT 0,  -- grows with every change that touches more than one record
  aktiv      boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);                -- updated with every batch: room for the new version on the same page

CREATE TABLE plan (                      -- how far the work has come and what is handed out; its own row, so that taking a feed never waits for it
  kommune integer PRIMARY KEY,
  sag_seq bigint NOT NULL DEFAULT 0,     -- changes of cases dealt with up to here
  bev_seq bigint NOT NULL DEFAULT 0,     -- changes of grants dealt with up to here
  katalog text NOT NULL DEFAULT '',      -- catalogue release the ledger was last worked out with
  indhold text NOT NULL DEFAULT '{}'     -- phases and parts, JSON
) WITH (fillfactor = 50);

CREATE TABLE fart (                      -- a target's time that is taken, shared by all processes
  kommune integer NOT NULL,
  art     smallint NOT NULL,
  naeste  bigint NOT NULL,               -- Unix microseconds
  PRIMARY KEY (kommune, art)
) WITH (fillfactor = 50);

CREATE TABLE stamdata (                  -- sagstype, ydelse, enhed: few, not about persons
  kommune integer NOT NULL,
  type    text COLLATE "C" NOT NULL,
  id      text COLLATE "C" NOT NULL,
  version bigint NOT NULL,               -- of linje; -1 when only a deletion has come
  slettet bigint NOT NULL DEFAULT -1,    -- version of the newest deletion
  linje   bytea,
  PRIMARY KEY (kommune, type, id)
);

CREATE TABLE sag (
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  id       text COLLATE "C" NOT NULL,
  version  bigint NOT NULL,
  seq      bigint NOT NULL,
  slettet  smallint NOT NULL DEFAULT 0,  -- 1 by the source's word, 2 missing from a full file
  til      integer,                      -- first day it is closed, yyyymmdd; NULL open
  modtaget bigint NOT NULL,              -- Unix milliseconds
  sagstype text COLLATE "C",
  enhed    text COLLATE "C",
  borger   bytea,
  linje    bytea,                        -- sealed; NULL when deleted
  PRIMARY KEY (kommune, nr)
) PARTITION BY HASH (kommune);

CREATE TABLE bevilling (
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  id       text COLLATE "C" NOT NULL,
  version  bigint NOT NULL,
  seq      bigint NOT NULL,
  slettet  smallint NOT NULL DEFAULT 0,
  til      integer,                      -- first day without it, yyyymmdd; NULL open
  modtaget bigint NOT NULL,
  sag      text COLLATE "C",
  ydelse   text COLLATE "C",
  enhed    text COLLATE "C",
  linje    bytea,
  PRIMARY KEY (kommune, nr)
) PARTITION BY HASH (kommune);

CREATE TABLE indlaesning (               -- each time something was taken from the source
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  linjer  bigint NOT NULL,
  taget   bigint NOT NULL,
  afvist  bigint NOT NULL,
  fjernet bigint NOT NULL,               -- by a full file that no longer has them
  af      text NOT NULL,                 -- who believed a full file in spite of R101
  trods   text NOT NULL,                 -- and why
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE fuld_set (                  -- what a full file has shown so far
  kommune integer NOT NULL,
  type    text COLLATE "C" NOT NULL,
  id      text COLLATE "C" NOT NULL,
  PRIMARY KEY (kommune, type, id)
) PARTITION BY HASH (kommune);

CREATE TABLE beroert (                   -- inputs that changed; worked through in chunks
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  slags   text NOT NULL,
  id      text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE beslutning (
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  tid      bigint NOT NULL,
  af       text NOT NULL,
  art      text NOT NULL,
  id       text NOT NULL,
  valg     text NOT NULL,
  istedfor text NOT NULL,
  grund    text NOT NULL,
  trods    text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE note (                      -- comments, rejected suggestions, questions and answers, approvals
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  af      text NOT NULL,
  art     text NOT NULL,
  id      text NOT NULL,
  slags   text NOT NULL,
  kode    text NOT NULL,
  tekst   text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE faelles_valg (              -- what other municipalities chose for their names; helps suggestions (R125)
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  fra      text COLLATE "C" NOT NULL,
  slags    text NOT NULL,
  navn     text NOT NULL,
  lov      text NOT NULL,
  paragraf text NOT NULL,
  kode     text NOT NULL,
  PRIMARY KEY (kommune, nr)
);
CREATE INDEX faelles_valg_fra ON faelles_valg (kommune, fra);

CREATE TABLE ydelsestype_definition (    -- what imported code lists say about types; helps search and suggestions
  kommune    integer NOT NULL,
  system     text COLLATE "C" NOT NULL,
  kode       text COLLATE "C" NOT NULL,
  definition text NOT NULL,
  PRIMARY KEY (kommune, system, kode)
);

CREATE TABLE kontakt (                   -- contact details of units written by hand for citizens (R080); all empty: back to FK Organisation's
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  af      text NOT NULL,
  enhed   uuid NOT NULL,
  navn    text NOT NULL,
  telefon text NOT NULL,
  telefontid text NOT NULL,
  email   text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE politik (
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  af      text NOT NULL,
  noegle  text NOT NULL,
  vaerdi  text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE aktivering (
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  af      text NOT NULL,
  aktiv   boolean NOT NULL,
  trods   text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE kle_klasse (                -- every class ever imported
  kommune    integer NOT NULL,
  nummer     text COLLATE "C" NOT NULL,
  forsvundet boolean NOT NULL DEFAULT false, -- not in the newest import
  klasse     text NOT NULL,
  PRIMARY KEY (kommune, nummer)
);

CREATE TABLE kle_import (
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  udgivet integer NOT NULL,
  filter  text NOT NULL,
  emner   integer NOT NULL,
  facetter text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE organisation_enhed (
  kommune integer NOT NULL,
  uuid    uuid NOT NULL,
  enhed   text NOT NULL,
  PRIMARY KEY (kommune, uuid)
);

CREATE TABLE organisation_import (
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  tid     bigint NOT NULL,
  enheder integer NOT NULL,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE organisation_aendring (     -- what imports changed about units that were mapped (R079)
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  aendring text NOT NULL,                -- JSON, before and after
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE ledger (
  kommune   integer NOT NULL,
  art       smallint NOT NULL,           -- 1 sag, 2 bevilling
  nr        bigint NOT NULL,             -- of the source object
  grund     smallint NOT NULL,           -- why it is where it is; its state follows from it
  derefter  smallint NOT NULL DEFAULT 0, -- the reason once a removal is done
  uuid      uuid NOT NULL,
  sagstype  text COLLATE "C" NOT NULL,
  borger    bytea,
  oensket   bytea,                       -- NULL: nothing should be there
  kvitteret bytea,                       -- NULL: nothing is there; all ones: a send was never answered
  sletning  bigint,                      -- the waiting deletion it belongs to
  siden     bigint NOT NULL DEFAULT 0,   -- since when it has its reason, Unix milliseconds
  naeste    bigint,                      -- next try, Unix milliseconds
  forsoeg   integer NOT NULL DEFAULT 0,  -- tries without success
  fejl      text,                        -- the target's words
  PRIMARY KEY (kommune, art, nr)
) PARTITION BY HASH (kommune);

CREATE TABLE ledger_antal (              -- the ledger counted, kept in the same transactions
  kommune  integer NOT NULL,
  sagstype text COLLATE "C" NOT NULL,
  art      smallint NOT NULL,
  grund    smallint NOT NULL,
  antal    bigint NOT NULL,
  PRIMARY KEY (kommune, sagstype, art, grund)
) WITH (fillfactor = 50);

CREATE TABLE sletning (                  -- deletions, those the brake stopped and those it let through
  kommune  integer NOT NULL,
  nr       bigint NOT NULL,
  tid      bigint NOT NULL,
  objekter bigint NOT NULL,
  borgere  bigint NOT NULL,
  venter   boolean NOT NULL,             -- a named person must approve
  af       text NOT NULL DEFAULT '',
  godkendt bigint,
  PRIMARY KEY (kommune, nr)
);

CREATE TABLE objekt (                    -- the embedded indexes: what holds now
  kommune      integer NOT NULL,
  art          smallint NOT NULL,
  fra          integer NOT NULL,         -- yyyymmdd
  til          integer NOT NULL,         -- yyyymmdd exclusive, 0 open
  registreringer integer NOT NULL DEFAULT 0, -- how many came before; the number of the last
  tidspunkt    bigint NOT NULL,          -- registered by the source, Unix milliseconds
  ststidspunkt bigint NOT NULL,          -- registered by the index
  uuid         uuid NOT NULL,
  enhed        uuid NOT NULL,
  system       uuid NOT NULL,
  sag          uuid,
  borger       bytea NOT NULL,
  kle          text COLLATE "C" NOT NULL,
  aftryk       bytea NOT NULL,
  noegle       bytea,                    -- keyed hash of the BrugervendtNoegle, of objects that came as messages
  indhold      bytea NOT NULL,           -- sealed
  PRIMARY KEY (kommune, uuid)
) PARTITION BY HASH (kommune);

CREATE TABLE registrering (              -- what held before, append-only until the object is removed
  kommune      integer NOT NULL,
  objekt       uuid NOT NULL,
  nr           integer NOT NULL,         -- of the object: 1 is the oldest
  tidspunkt    bigint NOT NULL,
  ststidspunkt bigint NOT NULL,
  indhold      bytea NOT NULL,
  PRIMARY KEY (kommune, objekt, nr)
) PARTITION BY HASH (kommune);

CREATE TABLE person (                    -- citizens the indexes know, found by name or by keyed hash
  kommune   integer NOT NULL,
  borger    bytea NOT NULL,
  navn      text NOT NULL,
  soegenavn text COLLATE "C" NOT NULL,
  cpr       bytea NOT NULL,              -- sealed
  PRIMARY KEY (kommune, borger)
) PARTITION BY HASH (kommune);

CREATE TABLE opslag (                    -- who looked up whom (R116); its key needs no lock, since readers never wait for a write
  kommune integer NOT NULL,
  tid     bigint NOT NULL,
  id      uuid NOT NULL DEFAULT gen_random_uuid(),
  hvem    text NOT NULL,
  borger  bytea NOT NULL,
  hvad    text NOT NULL,
  PRIMARY KEY (kommune, tid, id)
) PARTITION BY HASH (kommune);

CREATE TABLE haendelse (                 -- news not told yet; a number is never used again
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  art     smallint NOT NULL,
  slags   smallint NOT NULL,
  tid     bigint NOT NULL,
  uuid    uuid NOT NULL,
  kle     text NOT NULL,
  PRIMARY KEY (kommune, nr)
) PARTITION BY HASH (kommune);

CREATE TABLE forfra (                    -- each start-over with the step where it stands (R094)
  kommune integer NOT NULL,
  nr      bigint NOT NULL,
  indhold text NOT NULL,
  PRIMARY KEY (kommune, nr)
);

-- +goose StatementBegin
DO $$
DECLARE large text;
BEGIN
  FOREACH large IN ARRAY ARRAY['sag', 'bevilling', 'fuld_set', 'ledger', 'objekt', 'registrering', 'person', 'opslag', 'haendelse'] LOOP
    FOR part IN 0..7 LOOP
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 8, REMAINDER %s)', large || '_' || part, large, part);
      -- A load that only adds must be vacuumed before it is read, and in pieces: a fifth of 15 million rows is too long to wait.
      EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)', large || '_' || part);
    END LOOP;
  END LOOP;
END $$;
-- +goose StatementEnd

CREATE UNIQUE INDEX sag_id ON sag (kommune, id);
CREATE INDEX sag_seq ON sag (kommune, seq);
CREATE INDEX sag_sagstype ON sag (kommune, sagstype);
CREATE INDEX sag_enhed ON sag (kommune, enhed);

CREATE UNIQUE INDEX bevilling_id ON bevilling (kommune, id);
CREATE INDEX bevilling_seq ON bevilling (kommune, seq);
CREATE INDEX bevilling_sag ON bevilling (kommune, sag);
CREATE INDEX bevilling_ydelse ON bevilling (kommune, ydelse);
CREATE INDEX bevilling_enhed ON bevilling (kommune, enhed) WHERE enhed IS NOT NULL;

CREATE INDEX ledger_sletning ON ledger (kommune, art, nr) WHERE grund >= 17;
CREATE INDEX ledger_naeste ON ledger (kommune, art, nr, naeste) WHERE naeste IS NOT NULL;
CREATE INDEX ledger_parkeret ON ledger (kommune, art, nr) WHERE grund = 14;

CREATE INDEX objekt_noegle ON objekt (kommune, noegle) WHERE noegle IS NOT NULL;
CREATE INDEX objekt_borger ON objekt (kommune, borger);
CREATE INDEX objekt_kle ON objekt (kommune, kle);
CREATE INDEX objekt_enhed ON objekt (kommune, enhed);
CREATE INDEX objekt_sag ON objekt (kommune, sag) WHERE sag IS NOT NULL;

-- +goose Down
SELECT 1;
