-- Flat views over the table. Run in the output directory:
--   duckdb -init views.sql
-- Offsets are 0-based code points, half-open: text[start + 1 : "end"].

CREATE OR REPLACE VIEW articles AS SELECT * FROM {articles};

CREATE OR REPLACE VIEW rejects AS SELECT * FROM {rejects};

-- One row an element of a list column; the first number is its 0-based index.

CREATE OR REPLACE VIEW sections AS
SELECT id, host, title, published_date, generate_subscripts(sections, 1) - 1 AS section, unnest(sections, max_depth := 2) FROM articles;

CREATE OR REPLACE VIEW advice AS
SELECT id, host, title, published_date, generate_subscripts(advice, 1) - 1 AS advice, unnest(advice, max_depth := 2) FROM articles;

CREATE OR REPLACE VIEW cases AS
SELECT id, host, title, published_date, generate_subscripts(cases, 1) - 1 AS "case", unnest(cases, max_depth := 2) FROM articles;

CREATE OR REPLACE VIEW repairs AS
SELECT id, host, uri, generate_subscripts(repairs, 1) - 1 AS repair, unnest(repairs, max_depth := 2) FROM articles;

CREATE OR REPLACE VIEW damage AS
SELECT id, host, uri, generate_subscripts(damage, 1) - 1 AS damage, unnest(damage, max_depth := 2) FROM articles;

CREATE OR REPLACE VIEW boilerplate AS
SELECT id, host, uri, generate_subscripts(boilerplate, 1) - 1 AS line, unnest(boilerplate, max_depth := 2) FROM articles;
