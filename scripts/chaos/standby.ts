/** A standby of a running PostgreSQL: a base backup by SQL, then streaming replication. No client tools are needed. */
import { spawnSync } from "node:child_process";
import { chownSync, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";

type Options = { primary: EmbeddedPostgres; primaryDir: string; dataDir: string };

/** Copies the files of a server that runs; the label says from where its log has to be replayed. */
async function copyCluster(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query("select pg_backup_start('standby', true)");
  // Files that come and go meanwhile are set right by the log.
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
 * Starts a standby. From then on the primary acknowledges a commit once the standby has it, so that a failover loses
 * nothing that was acknowledged.
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

/** Makes a standby take writes. */
export async function promote({ url }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("select pg_promote(true, 30)").finally(() => client.end());
}
