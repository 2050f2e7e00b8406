import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { findDirectIntake } from "../queries/direct-intake";
import { switchDirect } from "./commands/switch-direct";

let kept: KeptEvents;
let id: string;

/** Changes the newest batch of the log, as only SQL or a damaged disk can. */
const damage = (set: string) =>
  prisma().$executeRawUnsafe(
    `update direct_batches set ${set} where id = (select max(id) from direct_batches where workspace_id = $1::uuid)`,
    id,
  );
const aside = async () => {
  const rows = await prisma().$queryRaw<{ queue: string; n: number }[]>`
    select queue, count(*)::int as n from set_aside_batches where workspace_id = ${id}::uuid group by 1 order by 1`;
  return Object.fromEntries(rows.map(({ queue, n }) => [queue, n]));
};

describe.skipIf(!clickHouse())("rows of the log that cannot be read (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    kept = await createKeptEvents("aside/prompt");
    id = kept.workspace.workspaceId;
    await kept.startDirect();
  });
  afterAll(async () => void (await switchDirect(false)));

  it("are set aside, and those before and behind them reach ClickHouse", async () => {
    await kept.send([kept.interaction("a1"), kept.interaction("a2")]);
    await kept.send([kept.interaction("cut off")]);
    await damage("answers = left(answers, 20)");
    await kept.send([kept.interaction("no number")]);
    await damage(`answers = replace(answers, '"version":1', '"version":"one"')`);
    await kept.send([kept.interaction("no list", { input: "?" })]);
    await damage("contents = '{}'");
    await kept.send([kept.interaction("z1")]);
    await copyToStore();
    expect((await kept.there("id")).map((row) => row.id)).toEqual(["a1", "a2", "z1"]);
    expect(await aside()).toEqual({ store: 3, uses: 2 });
    expect(await kept.logged()).toBe(3); // kept
    expect(await kept.used()).toBe(4); // the sums read no texts
  });

  it("may be spans", async () => {
    for (const spans of ["[", "{}", '[{"at": "never"}]'])
      await prisma().$executeRaw`insert into direct_spans (workspace_id, spans, traces, from_at, count, bytes)
        values (${id}::uuid, ${spans}, '{}', now(), 1, 1)`;
    await kept.send([kept.interaction("beside spans")]);
    await copyToStore();
    expect(await kept.there("id", "id = 'beside spans'")).toHaveLength(1);
    expect(await aside()).toMatchObject({ spans: 3 });
    expect(await findDirectIntake(id)).not.toBeNull(); // they do not count as waiting
  });
});
