-- CreateIndex
CREATE INDEX "prompts_workspace_id_name_archived_at_idx" ON "prompts"("workspace_id", "name", "archived_at");

-- Words end at every mark of ASCII punctuation, here as in lib/registry/search-query.ts: "customer.name" is found by
-- "name", and "support/reply" is two words. PostgreSQL's own parser would see a host and a file in them.
CREATE FUNCTION plain_words(text text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))
$$;

CREATE OR REPLACE FUNCTION prompt_search_vector(name text, description text, tags text[], content jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
  SELECT setweight(to_tsvector('simple', plain_words(name)), 'A')
    || setweight(to_tsvector('simple', plain_words(description || ' ' || array_to_string(tags, ' '))), 'B')
    || setweight(to_tsvector('simple', coalesce((
         SELECT string_agg(plain_words(piece #>> '{}'), ' ')
         FROM (
           SELECT jsonb_path_query(content, '$.messages[*].content') UNION ALL SELECT jsonb_path_query(content, '$.examples[*].*')
         ) AS pieces (piece)
       ), '')), 'C')
$$;

UPDATE prompts p SET search_vector = prompt_search_vector(p.name, p.description, p.tags,
  (SELECT content FROM versions v WHERE v.prompt_id = p.id AND v.number = p.latest_version));
