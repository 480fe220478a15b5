-- +goose Up

-- What a data boundary is held against, beside the sealed content. NULL: a row from before, judged once it is opened.
ALTER TABLE objekt ADD COLUMN foelsomhed INTEGER; -- 1 to 4; 0: not stated, counts as 4
ALTER TABLE objekt ADD COLUMN profil TEXT;        -- units and people of a Sikkerhedsprofil, «,id,id,»; empty: none
ALTER TABLE objekt ADD COLUMN emner TEXT;         -- of a grant of several services: all their KLE numbers
ALTER TABLE objekt ADD COLUMN nummer BLOB;        -- keyed hash of a case's number, by which it is looked up
CREATE INDEX objekt_nummer ON objekt (kommune, nummer) WHERE nummer IS NOT NULL;
CREATE INDEX objekt_foer ON objekt (kommune, uuid) WHERE foelsomhed IS NULL;

-- +goose Down
SELECT 1;
