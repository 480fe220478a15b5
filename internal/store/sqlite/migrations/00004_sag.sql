-- +goose Up

-- The case a grant hangs under in the index; -1: nobody knows which. NULL: a case, or a line from before, which is filled when it is next judged.
ALTER TABLE ledger ADD COLUMN sag INTEGER;

-- +goose Down
SELECT 1;
