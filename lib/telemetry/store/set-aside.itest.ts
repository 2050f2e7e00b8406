import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { tablesWith } from "@/lib/testing/tables-with";
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

  it("stay in the log while they are not counted, and are counted once", async () => {
    const before = { used: await kept.used(), logged: await kept.logged() };
    const trap = `trap_${id.replaceAll("-", "")}`;
    await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as $$ begin
      if new.workspace_id = '${id}' then raise exception 'too slow' using errcode = '57014'; end if; return new; end $$`);
    await prisma().$executeRawUnsafe(
      `create trigger ${trap} before insert or update on usage_hours for each row execute function ${trap}()`,
    );
    try {
      await kept.send([kept.interaction("late 1"), kept.interaction("late 2")]);
      await copyToStore();
    } finally {
      await prisma().$executeRawUnsafe(`drop function ${trap} cascade`);
    }
    expect(await kept.there("id", "startsWith(id, 'late')")).toHaveLength(2);
    expect([await kept.used(), await kept.logged()]).toEqual([before.used, before.logged + 1]);
    await prisma().$executeRaw`
      update set_aside_batches set retry_at = now() where workspace_id = ${id}::uuid and error like '%too slow%'`;
    await copyToStore();
    expect([await kept.used(), await kept.logged()]).toEqual([before.used + 2, before.logged]);
  });

  it("lose what they hold of a deleted user, and keep what they hold of others", async () => {
    const answer = (own: string, extra: object = {}) =>
      kept.interaction(own, {
        userId: "u_aside",
        traceId: "t_aside",
        sessionId: "s_secret",
        output: "secret",
        ...extra,
      });
    await kept.send([
      answer("theirs", { attributes: { mail: "secret" }, error: "secret" }),
      answer("of nobody", { userId: undefined }),
      answer("of others", { userId: "u_other", sessionId: undefined, output: "kept" }),
    ]);
    await damage(`answers = replace(answers, '"version":1', '"version":"one"')`);
    await kept.send([answer("in a batch that is cut off")]);
    await damage("answers = left(answers, -5)");
    await prisma().$executeRaw`insert into direct_spans (workspace_id, spans, traces, from_at, count, bytes)
      values (${id}::uuid, '[{"at":"never","trace_id":"t_aside","user_id":"u_aside","input":"secret"},{"trace_id":"t_aside","input":"secret"}]',
        '{t_aside}', now(), 2, 1)`;
    await copyToStore();
    expect(Object.keys(await tablesWith(id, "secret"))).toEqual(
      expect.arrayContaining(["direct_batches", "direct_spans"]),
    );

    await deleteUserData(kept.workspace.owner, { userId: "u_aside" });
    for (let pass = 0; pass < 3; pass++) {
      await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
      await copyToStore();
    }
    expect(await prisma().dataDeletion.findFirst({ where: { workspaceId: id } })).toMatchObject({
      doneAt: expect.any(Date),
      counts: { interactions: 2, contents: 2, spans: 2 },
    });
    expect([await tablesWith(id, "secret"), await tablesWith(id, "u_aside")]).toEqual([{}, {}]);
    const [row] = await prisma().$queryRaw<{ answers: string; contents: string }[]>`
      select answers, contents from direct_batches where workspace_id = ${id}::uuid and position('of others' in answers) > 0`;
    expect(JSON.parse(row?.answers ?? "")).toMatchObject([
      { interaction_id: "theirs", user_id: expect.stringMatching(/^deleted:/), error: "error" },
      { interaction_id: "of nobody" },
      { interaction_id: "of others", user_id: "u_other" },
    ]);
    expect(JSON.parse(row?.contents ?? "")).toMatchObject([{ output: "kept" }]);
  });
});
