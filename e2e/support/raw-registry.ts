/** A workspace written with plain SQL, to make releases without the knowledge of the process under test. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { KeyActor } from "@/lib/auth/actor";
import type { Content } from "@/lib/template/content";

export type RawRegistry = {
  workspaceId: string;
  environments: { production: string; staging: string };
  /** A runtime key with access to production only. */
  actor: KeyActor;
  addPrompt: (name: string) => Promise<void>;
  addVersion: (name: string, content: Content | string) => Promise<number>;
  /** Moves the deployment in production like a command: epoch, log and outbox. Returns the epoch. Publishes nothing. */
  release: (name: string, version: number) => Promise<number>;
  /** Archives the prompt and raises the epochs, like an older application version without a change log. */
  archive: (name: string) => Promise<void>;
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  close: () => Promise<void>;
};

/** A content with this text, so that a test sees which version it got. */
export const saying = (text: string): Content => ({ type: "chat", messages: [{ role: "system", content: text }] });

export async function createRawRegistry(databaseUrl: string): Promise<RawRegistry> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const sql = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows;
  const workspaceId = randomUUID();
  const environments = { production: randomUUID(), staging: randomUUID() };
  await sql("insert into workspaces (id, slug, name) values ($1, $2, 'Test')", [workspaceId, workspaceId]);
  const addEnvironment = `insert into environments (id, workspace_id, name, position, stage, is_protected)
    values ($1, $2, $3, $4, $5::stage, false)`;
  await sql(addEnvironment, [environments.staging, workspaceId, "staging", 1, "testing"]);
  await sql(addEnvironment, [environments.production, workspaceId, "production", 2, "production"]);

  const promptId = async (name: string): Promise<unknown> => {
    const [row] = await sql("select id from prompts where workspace_id = $1 and name = $2", [workspaceId, name]);
    return row?.id;
  };

  return {
    workspaceId,
    environments,
    actor: {
      kind: "key",
      workspaceId,
      keyId: randomUUID(),
      name: "test",
      scope: "runtime",
      environments: [environments.production],
      requestsPerMinute: null,
    },
    sql,
    addPrompt: async (name) => {
      const values = [randomUUID(), workspaceId, name];
      await sql("insert into prompts (id, workspace_id, name) values ($1, $2, $3)", values);
    },
    addVersion: async (name, content) => {
      const id = await promptId(name);
      const text =
        "update prompts set latest_version = last_number + 1, last_number = last_number + 1 where id = $1 returning latest_version";
      const number = Number((await sql(text, [id]))[0]?.latest_version);
      await sql(
        `insert into versions (id, workspace_id, prompt_id, number, content, content_hash, author_kind, author_name)
         values ($1, $2, $3, $4, $5::jsonb, $6, 'system', 'test')`,
        [
          randomUUID(),
          workspaceId,
          id,
          number,
          typeof content === "string" ? content : JSON.stringify(content),
          "hash",
        ],
      );
      return number;
    },
    release: async (name, version) => {
      const id = await promptId(name);
      await sql("begin");
      const raised = await sql("update environments set epoch = epoch + 1 where id = $1 returning epoch", [
        environments.production,
      ]);
      const epoch = Number(raised[0]?.epoch);
      await sql(
        `insert into environment_changes (environment_id, workspace_id, epoch, subjects) values ($1, $2, $3, $4)
         on conflict (environment_id, epoch) do update set subjects = null, at = now()`,
        [environments.production, workspaceId, epoch, [id, name]],
      );
      await sql(
        `insert into deployments (prompt_id, environment_id, workspace_id, version_id, revision, since)
         select $1, $2, $3, id, 1, now() from versions where prompt_id = $1 and number = $4
         on conflict (prompt_id, environment_id)
         do update set version_id = excluded.version_id, revision = deployments.revision + 1`,
        [id, environments.production, workspaceId, version],
      );
      await sql("insert into outbox_messages (id, workspace_id, topic, payload) values ($1, $2, 'epoch.raised', $3)", [
        randomUUID(),
        workspaceId,
        JSON.stringify({ environmentId: environments.production, epoch }),
      ]);
      await sql("commit");
      return epoch;
    },
    archive: async (name) => {
      await sql("update prompts set archived_at = now() where workspace_id = $1 and name = $2", [workspaceId, name]);
      await sql("update environments set epoch = epoch + 1 where workspace_id = $1", [workspaceId]);
    },
    close: () => client.end(),
  };
}
