-- Flat views over the table. Run in the output directory:
--   duckdb -init views.sql
-- Offsets are 0-based code points, half-open: text[start + 1 : end].

CREATE OR REPLACE VIEW articles AS SELECT * FROM {articles};

CREATE OR REPLACE VIEW rejects AS SELECT * FROM {rejects};

CREATE OR REPLACE VIEW sections AS
SELECT a.id, a.host, a.title, a.published_date, s.i - 1 AS section, s.x.*
FROM (SELECT *, unnest(list_transform(sections, (x, i) -> {'i': i, 'x': x})) AS s FROM articles) AS a;

CREATE OR REPLACE VIEW advice AS
SELECT a.id, a.host, a.title, a.published_date, s.i - 1 AS advice, s.x.*
FROM (SELECT *, unnest(list_transform(advice, (x, i) -> {'i': i, 'x': x})) AS s FROM articles) AS a;

CREATE OR REPLACE VIEW cases AS
SELECT a.id, a.host, a.title, a.published_date, s.i - 1 AS "case", s.x.*
FROM (SELECT *, unnest(list_transform(cases, (x, i) -> {'i': i, 'x': x})) AS s FROM articles) AS a;

CREATE OR REPLACE VIEW repairs AS
SELECT a.id, a.host, a.uri, s.i - 1 AS repair, s.x.*
FROM (SELECT *, unnest(list_transform(repairs, (x, i) -> {'i': i, 'x': x})) AS s FROM articles) AS a;

CREATE OR REPLACE VIEW damage AS
SELECT a.id, a.host, a.uri, s.i - 1 AS damage, s.x.*
FROM (SELECT *, unnest(list_transform(damage, (x, i) -> {'i': i, 'x': x})) AS s FROM articles) AS a;

CREATE OR REPLACE VIEW boilerplate AS
SELECT a.id, a.host, a.uri, s.i - 1 AS line, s.x.*
FROM (SELECT *, unnest(list_transform(boilerplate, (x, i) -> {'i': i, 'x': x})) AS s FROM articles) AS a;
