-- The processes of every instance that shares this database, as they report every 15 seconds. Written and read by SQL
-- alone (lib/operations). A process that stops removes its row; one that is killed leaves it, and it goes after a day.
CREATE TABLE server_processes (
  id uuid PRIMARY KEY,
  host text NOT NULL,
  role text NOT NULL,
  pid int NOT NULL,
  version text NOT NULL,
  node_version text NOT NULL,
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  seen_at timestamptz(3) NOT NULL DEFAULT now(),
  facts jsonb NOT NULL
);
