import { randomUUID } from "node:crypto";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { forgetDirectIntake } from "@/lib/telemetry/queries/direct-intake";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "./event-store";
import { createLivePrompt } from "./experiment";
import { createTestWorkspace } from "./workspace";

/** Creates a workspace with live prompts, and helpers that send events, store them and read both stores. */
export async function createKeptEvents(...prompts: readonly [string, ...string[]]) {
  const workspace = await createTestWorkspace();
  for (const prompt of prompts) await createLivePrompt(workspace.owner, prompt);
  const id = workspace.workspaceId;
  const actor = { kind: "system" as const, workspaceId: id, name: "test" };

  /** Answers of the first minutes of a release stay in PostgreSQL, because they show which version users got. */
  const endFreshReleases = async () =>
    void (await prisma().$executeRaw`
      update deployments set since = now() - interval '1 hour' where workspace_id = ${id}::uuid`);

  return {
    workspace,
    endFreshReleases,
    interaction: (own: string, extra: object = {}) => ({
      type: "interaction",
      id: own,
      interactionId: own,
      prompt: prompts[0],
      version: 1,
      environment: "production",
      ...extra,
    }),
    feedback: (own: string, interactionId: string, extra: object) => ({
      type: "feedback",
      id: own,
      interactionId,
      ...extra,
    }),
    send: (events: object[]) => recordEvents(actor, events),
    /** From here on answers are stored only in ClickHouse. */
    startDirect: async () => {
      await endFreshReleases();
      await copyToStore();
      if (!(await switchDirect(true))) throw new Error("ClickHouse has no copy of everything yet.");
      forgetDirectIntake(id);
    },
    /** The rows in ClickHouse. */
    there: async (columns: string, where = "true") =>
      (await clickHouse()?.rows<Record<string, unknown>>(
        `select ${columns} from interactions final where workspace_id = {id:UUID} and (${where}) order by id`,
        { id },
      )) ?? [],
    spansThere: async () =>
      (await clickHouse()?.rows<{ name: string }>("select name from spans final where workspace_id = {id:UUID}", {
        id,
      })) ?? [],
    /** The rows in PostgreSQL. */
    here: () => prisma().$queryRaw<{ id: string }[]>`
      select id from interactions where workspace_id = ${id}::uuid order by id`,
    /** The number of batches in the log. */
    logged: async () => {
      const [row] = await prisma().$queryRaw<[{ n: number }]>`
        select count(*)::int as n from direct_batches where workspace_id = ${id}::uuid`;
      return row.n;
    },
    /** While `work` runs, every delete of the workspace's rows from a queue fails, as if the process were killed. */
    trapDeletes: async (queue: "direct_batches" | "direct_spans" | "forward_batches", work: () => Promise<void>) => {
      const trap = `trap_${randomUUID().replaceAll("-", "")}`;
      await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as
        $$ begin if old.workspace_id = '${id}' then raise exception 'killed'; end if; return old; end $$`);
      await prisma().$executeRawUnsafe(
        `create trigger ${trap} before delete on ${queue} for each row execute function ${trap}()`,
      );
      try {
        await work();
      } finally {
        await prisma().$executeRawUnsafe(`drop function ${trap} cascade`);
      }
    },
    /** The number of counted uses. */
    used: async () => {
      const [row] = await prisma().$queryRaw<[{ n: number }]>`
        select coalesce(sum(interactions), 0)::int as n from usage_hours where workspace_id = ${id}::uuid`;
      return row.n;
    },
  };
}

export type KeptEvents = Awaited<ReturnType<typeof createKeptEvents>>;
