-- +goose Up

-- The case a grant hangs under in the index; -1: nobody knows which. NULL: a case, or a line from before, which is filled when it is next judged.
SET LOCAL lock_timeout = '5s';
ALTER TABLE ledger ADD COLUMN sag bigint;

-- +goose Down
SELECT 1;
