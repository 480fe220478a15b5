-- +goose Up

-- What is to leave, by the deletion it belongs to: while one of millions waits for a person, the few of another are found without walking past it.
-- ledger_sletning stays for programs of before that are still at work.
CREATE INDEX ledger_fjernes ON ledger (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;

-- +goose Down
SELECT 1;
