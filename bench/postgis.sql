-- The peer of bench/directory.py: PostGIS, tsvector and one bit a facet, as somebody who knows PostgreSQL would lay it out.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE UNLOGGED TABLE places (
  id bigint PRIMARY KEY, spot geography(Point, 4326), mask bigint NOT NULL, tags smallint[] NOT NULL, draw bigint NOT NULL,
  words tsvector NOT NULL
);
-- loaded by COPY, then:
CREATE INDEX places_spot ON places USING gist (spot);
CREATE INDEX places_words ON places USING gin (words);
CREATE INDEX places_tags ON places USING gin (tags);
CREATE INDEX places_draw ON places (draw);
VACUUM (ANALYZE) places;
