/** Creates a standby of a running PostgreSQL: base backup by SQL, streaming replication. Needs no client tools. */
import { spawnSync } from "node:child_process";
import { chownSync, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";

type Options = { primary: EmbeddedPostgres; primaryDir: string; dataDir: string };

/** Copies the files of a running server. The label contains the position from which the WAL must be replayed. */
async function copyCluster(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query("select pg_backup_start('standby', true)");
  // The WAL replay corrects files that change during the copy.
  spawnSync("cp", ["--archive", from, to], { stdio: "ignore" });
  const { rows } = await client.query("select labelfile from pg_backup_stop(false)");
  rmSync(join(to, "postmaster.pid"), { force: true });
  const { uid, gid } = statSync(join(to, "PG_VERSION"));
  const write = (name: string, text: string) => {
    writeFileSync(join(to, name), text, { mode: 0o600 });
    chownSync(join(to, name), uid, gid);
  };
  write("backup_label", rows[0].labelfile);
  write("standby.signal", "");
}

/**
 * Starts a synchronous standby. From then on the primary acknowledges a commit only after the standby has it, so that a
 * failover loses no acknowledged commit.
 */
export async function startStandby({ primary, primaryDir, dataDir }: Options): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true });
  copyFileSync(join(primaryDir, "postgres-password"), join(dataDir, "postgres-password"));
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query("select pg_create_physical_replication_slot('standby', true)");
    await copyCluster(client, join(primaryDir, "postgres"), join(dataDir, "postgres"));
    const flags = ["-c", `primary_conninfo=${primary.url}`, "-c", "primary_slot_name=standby"];
    const standby = await startEmbeddedPostgres({ dataDir, flags, isKeptAlive: true });
    await client.query("alter system set synchronous_standby_names = '*'");
    await client.query("select pg_reload_conf()");
    for (let waited = 0; waited < 30_000; waited += 100) {
      const { rowCount } = await client.query("select 1 from pg_stat_replication where sync_state = 'sync'");
      if (rowCount) return standby;
      await sleep(100);
    }
    await standby.stop();
    throw new Error("The standby did not catch up within 30 s.");
  } finally {
    await client.end();
  }
}

/** Promotes a standby. */
export async function promote({ url }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("select pg_promote(true, 30)").finally(() => client.end());
}
