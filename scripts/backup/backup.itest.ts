/** @module-tag slow */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyMigrations, readMigrations } from "../prisma";
import { listMigrations, listSequences, listTables } from "./catalog";
import type { Header, RowsSummary } from "./format";
import { type LoadOptions, loadBackup } from "./load-backup";
import { checkFile } from "./reader";
import { sumOf, withClient, writeBackup } from "./write-backup";

const folder = mkdtempSync(join(tmpdir(), "understudy-backup-"));
const file = (name: string) => join(folder, name);
const migrations = readMigrations();
const server = new URL(process.env.TEST_DATABASE_URL ?? "");
const made: string[] = [];

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  return withClient(url, "backup", async (client) => (await client.query<T>(sql)).rows);
}

/** Creates an empty database beside that of the tests. */
async function createDatabase(): Promise<string> {
  const name = `backup_${randomBytes(6).toString("hex")}`;
  await ask(server.href, `create database ${name}`);
  made.push(name);
  return Object.assign(new URL(server), { pathname: name }).href;
}

const write = (url: string, path: string, known = migrations) =>
  writeBackup(url, path, {
    version: "0.0.0-test",
    encryptionKeys: [{ id: "local", fingerprint: "f" }],
    knownMigrations: known.map(({ name }) => name),
  });
const load = (url: string, path: string, options: Partial<LoadOptions> = {}) =>
  loadBackup(url, path, { migrations, ...options });

/** Everything in a database: rows, sequences, and constraints. */
async function portrait(url: string) {
  return withClient(url, "backup", async (client) => {
    const sums: Record<string, RowsSummary> = {};
    for (const table of await listTables(client)) sums[table.name] = await sumOf(client, table);
    const list = async (sql: string) => (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line);
    return {
      sums,
      sequences: await listSequences(client),
      migrations: await listMigrations(client),
      constraints: await list(
        `select conrelid::regclass || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated as line from pg_constraint
         where connamespace = current_schema()::regnamespace order by 1`,
      ),
      triggers: await list(
        `select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text as line from pg_trigger where not tgisinternal order by 1`,
      ),
      indexes: await list(`select indexdef as line from pg_indexes where schemaname = current_schema() order by 1`),
    };
  });
}

let demo: string;
beforeAll(async () => {
  demo = await createDatabase();
  await applyMigrations(demo);
  process.env.DATABASE_URL = demo;
  process.env.ENCRYPTION_KEYS = `local:${randomBytes(32).toString("base64url")}`;
  const { seed } = await import("@/prisma/seed");
  await seed({ kind: "demo", url: "http://localhost:3000", credentials: file("credentials.json") });
  await write(demo, file("demo.backup"));
}, 120_000);

afterAll(async () => {
  const { closeDatabase } = await import("@/lib/core/db");
  await closeDatabase();
  for (const name of made) await ask(server.href, `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

describe("a backup of the demo", () => {
  it("restores an identical database, which keeps working", async () => {
    const copy = await createDatabase();
    const { rows } = await load(copy, file("demo.backup"));
    expect(await portrait(copy)).toEqual(await portrait(demo));
    expect(rows).toBeGreaterThan(1_000);
    expect(await applyMigrations(copy)).toEqual([]);
    // Triggers are enabled again, so the history is immutable.
    await expect(ask(copy, "delete from audit_events")).rejects.toThrow(/append|changed|deleted|kept/i);
  }, 60_000);

  it("has the same content if nothing changed, and contains no key", async () => {
    await write(demo, file("again.backup"));
    const [one, two] = ["demo.backup", "again.backup"].map((name) => gunzipSync(readFileSync(file(name))).toString());
    const rest = (text: string | undefined) => text?.slice(text.indexOf("\n"));
    expect(rest(two)).toBe(rest(one));
    const key = process.env.ENCRYPTION_KEYS?.split(":")[1] ?? "no key";
    expect(one).not.toContain(key);
    expect((await checkFile(file("demo.backup"))).encryptionKeys).toEqual([{ id: "local", fingerprint: "f" }]);
  });

  it("is refused if a database has content, and replaces it if requested", async () => {
    const other = await createDatabase();
    await applyMigrations(other);
    await ask(
      other,
      "insert into users (id, email, name, password_hash) values (gen_random_uuid(), 'a@b.c', 'A', 'x')",
    );
    const before = await portrait(other);
    await expect(load(other, file("demo.backup"))).rejects.toThrow("The database is not empty.");
    expect(await portrait(other)).toEqual(before);
    await load(other, file("demo.backup"), { isReplacing: true });
    expect(await portrait(other)).toEqual(await portrait(demo));
  }, 60_000);

  it("never drops objects of others", async () => {
    const shared = await createDatabase();
    await applyMigrations(shared);
    await ask(shared, "create table invoices as select 1 as id");
    await expect(load(shared, file("demo.backup"), { isReplacing: true })).rejects.toThrow(
      "This database contains tables that Understudy does not know (invoices)",
    );
    expect(await ask(shared, "select id from invoices")).toEqual([{ id: 1 }]);
  }, 60_000);
});

describe("a file that cannot be trusted", () => {
  const damaged = (name: string, change: (bytes: Buffer) => Buffer) => {
    writeFileSync(file(name), change(readFileSync(file("demo.backup"))));
    return file(name);
  };
  const refusal = async (path: string) => {
    const url = await createDatabase();
    const found = await load(url, path).then(
      () => "restored",
      (error: Error) => error.message,
    );
    expect(await ask(url, "select 1 from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
    const alone = await checkFile(path).catch((error: Error) => error.message);
    return alone === found ? found : [alone, found];
  };
  const inside = (change: (text: string) => string) => (bytes: Buffer) =>
    gzipSync(Buffer.from(change(gunzipSync(bytes).toString("latin1")), "latin1"));

  it.each([0.3, 0.9999])("is refused if it ends at %f of its length", async (share) => {
    const path = damaged("cut.backup", (bytes) => bytes);
    truncateSync(path, Math.floor(readFileSync(path).length * share));
    expect(await refusal(path)).toBe("The backup is incomplete: it was not fully written or copied.");
  });

  it("is refused if any byte was changed", async () => {
    for (const share of [0.2, 0.8]) {
      const path = damaged("flipped.backup", (bytes) => {
        const at = Math.floor(bytes.length * share);
        bytes[at] = (bytes[at] ?? 0) ^ 0x10;
        return bytes;
      });
      // The database may detect the fault before the checksum does.
      for (const sentence of [await refusal(path)].flat())
        expect(sentence).toMatch(/^The backup (is damaged|is incomplete)/);
    }
  });

  it("is refused if a row was removed", async () => {
    const path = damaged(
      "row.backup",
      inside((text) => text.replace(/(\{"table":"prompts"\}\n)[^\n]*\n/, "$1")),
    );
    expect(await refusal(path)).toBe("The backup is damaged: the rows of prompts do not match their checksum.");
  });

  it("is refused if it is another kind of file", async () => {
    writeFileSync(file("text"), "hello");
    writeFileSync(file("gzip"), gzipSync("hello\nworld\n"));
    for (const name of ["text", "gzip"])
      expect(await refusal(file(name))).toBe("This file is not a backup of Understudy.");
    expect(await refusal(file("missing"))).toBe(`There is no file ${file("missing")}.`);
  });

  it("runs no SQL from its header", async () => {
    const path = damaged(
      "sql.backup",
      inside((text) => text.replace("FOR VALUES FROM (", "FOR VALUES FROM ('x'); drop table users; --(")),
    );
    expect(await refusal(path)).toBe("The backup is damaged: its header cannot be read.");
  });
});

describe("other versions", () => {
  it("restores an older schema, and newer migrations apply afterwards", async () => {
    const [old, copy] = [await createDatabase(), await createDatabase()];
    const older = migrations.slice(0, 5);
    await applyMigrations(old, older);
    await ask(old, "insert into users (id, email, name, password_hash) values (gen_random_uuid(), 'a@b.c', 'A', 'x')");
    await write(old, file("old.backup"));
    await load(copy, file("old.backup"));
    expect(await applyMigrations(copy)).toEqual(migrations.slice(5).map(({ name }) => name));
    expect(await ask(copy, "select email from users")).toEqual([{ email: "a@b.c" }]);
    expect((await portrait(copy)).indexes).toEqual((await portrait(demo)).indexes);
  }, 60_000);

  it("refuses a newer schema, in a file and in a database", async () => {
    const known = migrations.slice(0, -1);
    const last = migrations.at(-1)?.name;
    const url = await createDatabase();
    await expect(load(url, file("demo.backup"), { migrations: known })).rejects.toThrow(
      `The backup comes from a newer version of Understudy: this one does not know its migration ${last}.`,
    );
    await expect(write(demo, file("no.backup"), known)).rejects.toThrow("The database comes from a newer version");
    await expect(write(url, file("no.backup"))).rejects.toThrow("This database is empty");
  });
});

describe("rows", () => {
  const sql = `create table things (
    id bigint generated always as identity primary key, parent bigint references things (id), words text, bytes bytea,
    content jsonb, exact json, names text[], sizes double precision[], ratio double precision, amount numeric, at timestamptz,
    day date, took interval, doubled numeric generated always as (amount * 2) stored, state mood[]);`;
  const own = [{ name: "20260101000000_things", sql: `create type mood as enum ('sad', 'it''s, "fine"'); ${sql}` }];

  it("are restored exactly, with any content", async () => {
    const [url, copy] = [await createDatabase(), await createDatabase()];
    await applyMigrations(url, own);
    await ask(
      url,
      String.raw`insert into things (parent, words, bytes, content, exact, names, sizes, ratio, amount, at, day, took, state) values
      (2, E'a\tb\nc\r\\.\n\\.', '\x000aff5c2e0a', '{"n": 1.10, "big": 123456789012345678901234567890, "e": 1e400}', '{ "b":1, "a" : 1, "a":2 }',
       array['', null, 'NULL', 'a,"b"', E'\\'], '{0.1,NaN,-Infinity,5e-324}', 0.30000000000000004, 1.10, '2026-11-22 17:20:12.123456+02',
       '0044-03-15 BC', '1 mon -2 days 03:04:05.000006', array['sad', 'it''s, "fine"']::mood[]),
      (1, E'\\.', '', 'null', 'null', '{}', null, '-0', 'NaN', 'infinity', 'infinity', null, null),
      (null, '', null, null, null, null, null, null, null, null, null, null, null)`,
    );
    await ask(url, "delete from things where id = 3; insert into things default values");
    await write(url, file("things.backup"), own);
    await load(copy, file("things.backup"), { migrations: own });
    expect(await portrait(copy)).toEqual(await portrait(url));
    expect((await checkFile(file("things.backup"))).sequences).toEqual([{ name: "things_id_seq", lastValue: "4" }]);
    const all = "select id, words, content::text, doubled::text from things order by id";
    expect(await ask(copy, all)).toEqual(await ask(url, all));
    expect(await ask(copy, "insert into things default values returning id::int")).toEqual([{ id: 5 }]);
  });

  it("are from one point in time while others write", async () => {
    const [url, copy] = [await createDatabase(), await createDatabase()];
    const pair = [
      { name: "20260101000000_pair", sql: "create table a (n int); create table z (n int); create table m (t text)" },
    ];
    await applyMigrations(url, pair);
    await ask(url, "insert into m select repeat(md5(i::text), 30) from generate_series(1, 60000) i");
    const writer = new pg.Client({ connectionString: url });
    await writer.connect();
    let isDone = false;
    const writing = (async () => {
      let count = 0;
      for (; !isDone; count++) await writer.query("begin; insert into a values (1); insert into z values (1); commit");
      return count;
    })();
    await write(url, file("pair.backup"), pair);
    isDone = true;
    const written = await writing;
    await writer.end();
    await load(copy, file("pair.backup"), { migrations: pair });
    const [counts] = await ask<{ a: number; z: number }>(
      copy,
      "select (select count(*)::int from a) as a, (select count(*)::int from z) as z",
    );
    expect(counts?.a).toBe(counts?.z);
    expect(written).toBeGreaterThan((counts?.a ?? 0) + 10);
  }, 60_000);
});

it("an interrupted backup leaves no file", async () => {
  const interruption = new AbortController();
  const path = file("stopped.backup");
  const options = { version: "t", encryptionKeys: [], knownMigrations: migrations.map(({ name }) => name) };
  const stop = () => interruption.abort();
  await expect(writeBackup(demo, path, { ...options, onTable: stop }, interruption.signal)).rejects.toThrow(/abort/i);
  await expect(checkFile(path)).rejects.toThrow("There is no file");
  await expect(checkFile(`${path}.partial`)).rejects.toThrow("There is no file");
  const [{ count } = { count: -1 }] = await ask<{ count: number }>(
    demo,
    "select count(*)::int from pg_stat_activity where application_name = 'understudy backup' and pid <> pg_backend_pid()",
  );
  expect(count).toBe(0);
});

it("the header of a backup contains everything a restore needs", async () => {
  const header: Header = await checkFile(file("demo.backup"));
  expect(header.migrations).toEqual(migrations.map(({ name }) => name));
  expect(header.tables.filter(({ partition }) => partition?.of === "interactions").length).toBeGreaterThan(2);
  expect(header.postgres).toMatch(/^\d+/);
});
