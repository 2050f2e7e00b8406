/**
 * Prisma without its engine download. `generate` needs no engine, and migrations use the official schema engine
 * compiled to WebAssembly, in this process.
 *
 *   npm run prisma generate
 *   npm run prisma diff <name> [revision]   writes prisma/migrations/<time>_<name>/migration.sql:
 *                                           from schema.prisma at that git revision (HEAD) to the current one,
 *                                           and generates the client
 */
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { root } from "./root";

const require = createRequire(import.meta.url);
const schemaPath = join(root, "prisma/schema.prisma");
const migrationsPath = join(root, "prisma/migrations");
const generatedPath = join(root, "lib/core/generated/prisma");

/** Writes the typed client, unless it was generated from this exact schema. Returns whether it wrote. */
export async function generateClient({ force = false } = {}): Promise<boolean> {
  const marker = join(generatedPath, "schema-hash");
  const hash = createHash("sha256").update(readFileSync(schemaPath)).digest("hex");
  if (!force && existsSync(marker) && readFileSync(marker, "utf8") === hash) return false;
  await promisify(execFile)(process.execPath, [require.resolve("prisma/build/index.js"), "generate"], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  writeFileSync(marker, hash);
  return true;
}

/** The adapter splits scripts at every semicolon, also in functions and comments. This one passes them on whole. */
async function migrationAdapter(connectionString: string) {
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const factory = new PrismaPg({ connectionString });
  const connect = factory.connect.bind(factory);
  const connected: { dispose(): Promise<void> }[] = [];
  factory.connect = async () => {
    const adapter = await connect();
    connected.push(adapter);
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  };
  const close = () => Promise.all(connected.map((adapter) => adapter.dispose()));
  return { adapter: bindMigrationAwareSqlAdapterFactory(factory), close };
}

type SchemaEngine = {
  // The engine does not export usable types. These are the two calls used here.
  applyMigrations(input: object): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: object): Promise<{ stdout: string }>;
};

type OpenEngine = (options: object, log: () => void, adapter: object) => Promise<SchemaEngine & { free(): void }>;
type SchemaEngineModule = { SchemaEngine: Record<"new", OpenEngine> };

let engineModule: Promise<SchemaEngineModule> | undefined;

/** Loads the engine once, because a second instance would read the memory of the first. */
function loadSchemaEngine(): Promise<SchemaEngineModule> {
  engineModule ??= (async () => {
    const enginePath = dirname(require.resolve("@prisma/schema-engine-wasm"));
    const bg = await import(join(enginePath, "schema_engine_bg.js"));
    const wasm = readFileSync(join(enginePath, "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bg });
    bg.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as (() => void) | undefined)?.();
    return bg;
  })();
  return engineModule;
}

/** Opens the engine, runs `work`, and closes its connections. An open one would keep the migration lock. */
async function withSchemaEngine<T>(connectionString: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const bg = await loadSchemaEngine();
  const { adapter, close } = await migrationAdapter(connectionString);
  const datamodels = [["schema.prisma", readFileSync(schemaPath, "utf8")]];
  try {
    const engine = await bg.SchemaEngine.new({ datamodels }, () => {}, adapter);
    return await work(engine).finally(() => engine.free());
  } finally {
    await close();
  }
}

/** One folder of prisma/migrations. */
export type Migration = { name: string; sql: string };

/** The migrations of this version, in order. */
export function readMigrations(): Migration[] {
  if (!existsSync(migrationsPath)) return [];
  return readdirSync(migrationsPath, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(migrationsPath, name, "migration.sql"), "utf8") }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function migrationsList(migrations: readonly Migration[]) {
  return {
    baseDir: migrationsPath,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

const isLocked = (error: unknown) => error instanceof Error && /advisory lock/.test(error.message);

/** Applies the missing migrations and returns their names. Concurrent instances wait for each other. */
export async function applyMigrations(
  connectionString: string,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const filters = { externalTables: [], externalEnums: [] };
  for (let tries = 1; ; tries++) {
    try {
      const apply = (engine: SchemaEngine) =>
        engine.applyMigrations({ migrationsList: migrationsList(migrations), filters });
      return (await withSchemaEngine(connectionString, apply)).appliedMigrationNames;
    } catch (error) {
      if (!isLocked(error) || tries === 12) throw error; // each try waits 10 s for the lock
    }
  }
}

/** SQL from the schema at `revision` in git (empty if there is no migration yet) to the current file. */
async function diffSchema(revision: string): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-diff-"));
  const database = await startEmbeddedPostgres({ dataDir });
  try {
    const before = existsSync(migrationsPath)
      ? execFileSync("git", ["show", `${revision}:prisma/schema.prisma`], { cwd: root, encoding: "utf8" })
      : null;
    const datamodel = (content: string) => ({ tag: "schemaDatamodel", files: [{ path: schemaPath, content }] });
    const change = {
      from: before === null ? { tag: "empty" } : datamodel(before),
      to: datamodel(readFileSync(schemaPath, "utf8")),
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    };
    return (await withSchemaEngine(database.url, (engine) => engine.diff(change))).stdout;
  } finally {
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (process.argv[1] === join(root, "scripts/prisma.ts")) {
  const [verb, name = "change", revision = "HEAD"] = process.argv.slice(2);
  if (verb === "generate") await generateClient({ force: true });
  else if (verb === "diff") {
    const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const folder = join(migrationsPath, `${time}_${name}`);
    const sql = await diffSchema(revision);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), sql);
    console.log(`wrote ${folder}/migration.sql`);
    await generateClient(); // the types of the new schema
  } else {
    console.error("usage: npm run prisma -- generate | diff <name> [revision]");
    process.exitCode = 2;
  }
}
