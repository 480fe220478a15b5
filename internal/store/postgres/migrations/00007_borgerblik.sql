-- +goose Up

CREATE TABLE borgerkald (                -- calls of the citizen's page by day and kind; nothing about anybody
  kommune  integer NOT NULL,
  dag      integer NOT NULL,             -- yyyymmdd
  slags    text COLLATE "C" NOT NULL,
  kald     bigint NOT NULL,
  med_data bigint NOT NULL,              -- of them, those that brought something back
  PRIMARY KEY (kommune, dag, slags)
);

-- +goose Down
SELECT 1;
