-- +goose NO TRANSACTION
-- +goose Up

-- What is to leave, by the deletion it belongs to: while one of millions waits for a person, the few of another are found without walking past it.
-- ledger_sletning stays for programs of before that are still at work.
CREATE INDEX IF NOT EXISTS ledger_fjernes ON ONLY ledger (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_0_fjernes ON ledger_0 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_1_fjernes ON ledger_1 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_2_fjernes ON ledger_2 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_3_fjernes ON ledger_3 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_4_fjernes ON ledger_4 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_5_fjernes ON ledger_5 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_6_fjernes ON ledger_6 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ledger_7_fjernes ON ledger_7 (kommune, art, coalesce(sletning, 0), nr) WHERE grund >= 17;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_0_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_1_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_2_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_3_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_4_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_5_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_6_fjernes;
ALTER INDEX ledger_fjernes ATTACH PARTITION ledger_7_fjernes;

-- +goose Down
SELECT 1;
