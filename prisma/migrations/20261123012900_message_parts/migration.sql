-- A message's content is a text or a list of parts: only their texts are searched, not addresses and data.
CREATE OR REPLACE FUNCTION prompt_search_vector(name text, description text, tags text[], content jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE AS $$
  SELECT setweight(to_tsvector('simple', plain_words(name)), 'A')
    || setweight(to_tsvector('simple', plain_words(description || ' ' || array_to_string(tags, ' '))), 'B')
    || setweight(to_tsvector('simple', coalesce((
         SELECT string_agg(plain_words(piece #>> '{}'), ' ')
         FROM (
           SELECT jsonb_path_query(content, '$.messages[*].content ? (@.type() == "string")')
           UNION ALL SELECT jsonb_path_query(content, '$.messages[*].content[*].text')
           UNION ALL SELECT jsonb_path_query(content, '$.examples[*].* ? (@.type() == "string")')
           UNION ALL SELECT jsonb_path_query(content, '$.examples[*].*[*].text')
         ) AS pieces (piece)
       ), '')), 'C')
$$;
