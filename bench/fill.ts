/** Writes workspaces into the database directly, for benchmarks with more rows than a load could send. */
import pg from "pg";
import { freshProcess } from "@/e2e/support/fresh-process";
import { applyMigrations } from "@/scripts/prisma";
import { database } from "./stage";

export type Filled = { workspaceId: string; userId: string };

/** Creates a database, and connects this process and a separate client to it. */
export async function filledDatabase(): Promise<pg.Client> {
  const url = await database();
  await applyMigrations(url);
  freshProcess({ DATABASE_URL: url });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Returns the id that a statement returns. */
export const idOf = async (client: pg.Client, text: string, values: unknown[] = []): Promise<string> =>
  (await client.query(text, values)).rows[0].id;

/** Creates a workspace with an owner, environments in this order, and prompts with two versions each. */
export async function fillWorkspace(
  client: pg.Client,
  { name, environments, prompts }: { name: string; environments: readonly string[]; prompts: readonly string[] },
): Promise<Filled> {
  const userId = await idOf(
    client,
    "insert into users (id, email, name) values (gen_random_uuid(), $1 || '@example.test', 'Bench') returning id",
    [name],
  );
  const workspaceId = await idOf(
    client,
    "insert into workspaces (id, slug, name) values (gen_random_uuid(), $1, $1) returning id",
    [name],
  );
  await client.query(
    `insert into environments (id, workspace_id, name, position, stage, is_protected)
     select gen_random_uuid(), $1, name, place, 'production', true from unnest($2::text[]) with ordinality e (name, place)`,
    [workspaceId, environments],
  );
  await client.query(
    `insert into prompts (id, workspace_id, name, latest_version, last_number)
     select gen_random_uuid(), $1, name, 2, 2 from unnest($2::text[]) p (name)`,
    [workspaceId, prompts],
  );
  return { workspaceId, userId };
}

/** Splits the numbers below `size` into chunks. */
export function* stepsOf(size: number, atOnce: number): Generator<{ from: number; to: number }> {
  for (let from = 0; from < size; from += atOnce) yield { from, to: Math.min(size, from + atOnce) };
}
