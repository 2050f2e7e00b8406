import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { recordEvents } from "../commands/record-events";

const store = clickHouse();
let workspace: TestWorkspace;
let name: string;

const send = (events: object[]) =>
  recordEvents({ kind: "system", workspaceId: workspace.workspaceId, name: "test" }, events);
const interaction = (id: string, extra: object = {}) => ({
  type: "interaction",
  id,
  interactionId: id,
  prompt: name,
  version: 1,
  environment: "production",
  ...extra,
});
const rows = async (columns: string, where = "true") =>
  (await store?.rows<Record<string, unknown>>(
    `select ${columns} from interactions final where workspace_id = {id:UUID} and ${where}`,
    { id: workspace.workspaceId },
  )) ?? [];
/** The last revision among copies of the answers that this test sends. */
const revision = async () => Number((await rows("max(revision) as last", "startsWith(id, 'k')"))[0]?.last);

describe.skipIf(!store)("events in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    workspace = await createTestWorkspace();
    name = await createLivePrompt(workspace.owner, "kept/long");
  });

  it("are there as they were sent, with what people said later", async () => {
    const attributes = { tenant: "acme", tier: 2, beta: true };
    await send([
      interaction("a", {
        attributes,
        input: { q: 'Is "Ridge" \u{1F3D4} in?\n' },
        output: "No, 100% not.",
        costUsd: 0.5,
      }),
    ]);
    await copyToStore();
    expect(await rows("*", "id = 'a'")).toMatchObject([
      {
        input: JSON.stringify({ q: 'Is "Ridge" \u{1F3D4} in?\n' }),
        output: '"No, 100% not."',
        attribute_texts: { tenant: "acme", tier: "2", beta: "true" },
        cost_usd: 0.5,
        thumbs_up: null,
        has_content: true,
      },
    ]);
    await send([
      { type: "feedback", id: "f", interactionId: "a", thumbs: "down", comment: "Wrong.", completed: true },
      interaction("b"),
    ]);
    await copyToStore();
    expect(await rows("id, thumbs_up, comment, completed", "id = 'a'")).toEqual([
      { id: "a", thumbs_up: false, comment: "Wrong.", completed: true },
    ]);
  });

  it("are each there once when a copy ends between ClickHouse and the queue, and none is lost", async () => {
    const id = workspace.workspaceId;
    await send(Array.from({ length: 20 }, (_, n) => interaction(`k${n}`)));
    const trap = `trap_${randomUUID().replaceAll("-", "")}`;
    await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as
      $$ begin if old.workspace_id = '${id}' then raise exception 'killed'; end if; return old; end $$`);
    await prisma().$executeRawUnsafe(
      `create trigger ${trap} before delete on forward_batches for each row execute function ${trap}()`,
    );
    await expect(copyToStore()).rejects.toThrow("killed");
    const first = await revision();
    expect(await rows("id", "startsWith(id, 'k')")).toHaveLength(20);
    const [{ waiting }] = await prisma().$queryRaw<[{ waiting: number }]>`
      select count(*)::int as waiting from forward_batches where workspace_id = ${id}::uuid`;
    expect(waiting).toBe(1);
    await prisma().$executeRawUnsafe(`drop trigger ${trap} on forward_batches`);
    await copyToStore();
    expect(await revision()).toBeGreaterThan(first); // a second copy came
    expect(await rows("id", "startsWith(id, 'k')")).toHaveLength(20);
  });

  it("hold what was stored before ClickHouse was there", async () => {
    await prisma().$executeRaw`update event_forwarding set copied_at = null, batches_from = 9223372036854775807`;
    await store?.run("alter table interactions delete where workspace_id = {id:UUID}", { id: workspace.workspaceId });
    expect(await rows("id")).toEqual([]);
    await copyToStore();
    expect(await rows("id")).toHaveLength(22);
  });
});
