import { beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";

const store = clickHouse();
let kept: KeptEvents;
/** Returns the highest revision among the copies of this test's answers. */
const revision = async () =>
  Math.max(...(await kept.there("revision", "startsWith(id, 'k')")).map((row) => Number(row.revision)));

describe.skipIf(!store)("events in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    kept = await createKeptEvents("kept/long");
  });

  it("are stored as sent, with later feedback", async () => {
    const attributes = { tenant: "acme", tier: 2, beta: true };
    await kept.send([
      kept.interaction("a", {
        attributes,
        input: { q: 'Is "Ridge" \u{1F3D4} in?\n' },
        output: "No, 100% not.",
        costUsd: 0.5,
      }),
    ]);
    await copyToStore();
    expect(await kept.there("*", "id = 'a'")).toMatchObject([
      {
        input: JSON.stringify({ q: 'Is "Ridge" \u{1F3D4} in?\n' }),
        output: '"No, 100% not."',
        attribute_texts: { tenant: "acme", tier: "2", beta: "true" },
        cost_usd: 0.5,
        thumbs_up: null,
        has_content: true,
      },
    ]);
    await kept.send([
      kept.feedback("f", "a", { thumbs: "down", comment: "Wrong.", completed: true }),
      kept.interaction("b"),
    ]);
    await copyToStore();
    expect(await kept.there("id, thumbs_up, comment, completed", "id = 'a'")).toEqual([
      { id: "a", thumbs_up: false, comment: "Wrong.", completed: true },
    ]);
  });

  it("are stored once if a copy ends between ClickHouse and the queue, and none is lost", async () => {
    const id = kept.workspace.workspaceId;
    await kept.send(Array.from({ length: 20 }, (_, n) => kept.interaction(`k${n}`)));
    let first = 0;
    await kept.trapDeletes("forward_batches", async () => {
      await expect(copyToStore()).rejects.toThrow("killed");
      first = await revision();
      expect(await kept.there("id", "startsWith(id, 'k')")).toHaveLength(20);
      const [{ waiting }] = await prisma().$queryRaw<[{ waiting: number }]>`
      select count(*)::int as waiting from forward_batches where workspace_id = ${id}::uuid`;
      expect(waiting).toBe(1);
    });
    await copyToStore();
    expect(await revision()).toBeGreaterThan(first); // a second copy was written
    expect(await kept.there("id", "startsWith(id, 'k')")).toHaveLength(20);
  });

  it("include events stored before ClickHouse was configured", async () => {
    await prisma().$executeRaw`update event_forwarding set copied_at = null, batches_from = 9223372036854775807`;
    await store?.run("alter table interactions delete where workspace_id = {id:UUID}", {
      id: kept.workspace.workspaceId,
    });
    expect(await kept.there("id")).toEqual([]);
    await copyToStore();
    expect(await kept.there("id")).toHaveLength(22);
  });
});
