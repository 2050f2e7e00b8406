/** Creates a separate migrated database beside the shared one, for tests that count or await rows. */
import pg from "pg";
import { applyMigrations } from "@/scripts/prisma";

export type OwnDatabase = { url: string; drop: () => Promise<void> };

const template = "migrated_template";
const noSuchDatabase = "3D000";

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** Copies the database as a template for `createOwnDatabase`. It must have no connections. */
export async function makeTemplate(url: string): Promise<void> {
  const { pathname } = new URL(url);
  const server = new URL(url);
  server.pathname = "/postgres";
  await run(server.href, `create database ${template} template ${pg.escapeIdentifier(pathname.slice(1))}`);
}

/** Copies the template. If there is none, as on an external server, runs the migrations. */
export async function createOwnDatabase(sharedUrl: string): Promise<OwnDatabase> {
  const name = `own_${process.pid}_${Date.now()}`;
  const url = new URL(sharedUrl);
  url.pathname = `/${name}`;
  try {
    await run(sharedUrl, `create database ${name} template ${template}`);
  } catch (error) {
    if ((error as { code?: unknown }).code !== noSuchDatabase) throw error;
    await run(sharedUrl, `create database ${name}`);
    await applyMigrations(url.href);
  }
  return { url: url.href, drop: () => run(sharedUrl, `drop database ${name} with (force)`) };
}
