/** A migrated database of its own beside the shared one, for tests that count or await what is in it. */
import pg from "pg";
import { applyMigrations } from "@/scripts/prisma";

export type OwnDatabase = { url: string; drop: () => Promise<void> };

export async function createOwnDatabase(sharedUrl: string): Promise<OwnDatabase> {
  const name = `own_${process.pid}_${Date.now()}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: sharedUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const url = new URL(sharedUrl);
  url.pathname = `/${name}`;
  await applyMigrations(url.href);
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}
