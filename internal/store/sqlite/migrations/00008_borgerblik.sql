-- +goose Up

CREATE TABLE borgerkald (               -- calls of the citizen's page by day and kind; nothing about anybody
  kommune  INTEGER NOT NULL,
  dag      INTEGER NOT NULL,            -- yyyymmdd
  slags    TEXT NOT NULL,
  kald     INTEGER NOT NULL,
  med_data INTEGER NOT NULL,            -- of them, those that brought something back
  PRIMARY KEY (kommune, dag, slags)
) WITHOUT ROWID;

-- +goose Down
SELECT 1;
