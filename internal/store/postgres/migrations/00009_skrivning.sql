-- +goose Up

CREATE TABLE skrivning (                 -- the last write of each opening of the store, by place: its number is here exactly when it was kept
  kommune  integer NOT NULL,
  proces   bytea NOT NULL,               -- random
  plads    integer NOT NULL,             -- as many as it writes at a time
  nr       bigint NOT NULL,
  sidst    date NOT NULL,
  PRIMARY KEY (kommune, proces, plads)
) WITH (fillfactor = 50);

-- +goose Down
SELECT 1;
