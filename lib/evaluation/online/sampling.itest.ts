import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createOnlineStage } from "@/lib/testing/online";
import { readLiveHours } from "./queries/hours";
import { mostPerHour, sampleHash, sampleHashSql } from "./sampling";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

it("PostgreSQL and the application compute the same hash", async () => {
  const ids = ["", "i_1", "ä€😀", "a'b\\c", ...many(200, () => randomUUID())];
  const rows = await prisma().$queryRawUnsafe<{ id: string; hash: number }[]>(
    `select id, ${sampleHashSql("id")} as hash from unnest($1::text[]) id`,
    ids,
  );
  expect(rows.map(({ id, hash }) => [id, hash])).toEqual(ids.map((id) => [id, sampleHash(id)]));
});

it("scores the configured share, chosen by the id only", async () => {
  const stage = await createOnlineStage({ sampleRate: 0.1 });
  const sent = many(3_000, () => stage.interaction());
  expect(await stage.take(...sent)).toMatchObject({ samples: expect.any(Number) });
  const expected = sent.map(({ interactionId }) => interactionId).filter((id) => sampleHash(id) < 0.1);
  expect((await stage.samples()).map(({ interactionId }) => interactionId)).toEqual(expected.sort());
  // Five standard deviations of a binomial distribution: the hashes of ids are uniformly distributed.
  expect(Math.abs(expected.length - 300)).toBeLessThan(5 * Math.sqrt(3_000 * 0.1 * 0.9));
  expect((await stage.scores("refusal_rate")).length).toBe(expected.length);
  expect(await stage.wrongHours()).toEqual([]);
  // The same answers sent again are not sampled twice.
  await stage.take(...sent.slice(0, 1_000));
  expect(await stage.samples()).toHaveLength(expected.length);
});

it("scores at least the minimum per version and day, by the lowest hashes, and no more", async () => {
  const stage = await createOnlineStage({ sampleRate: 0, minimumPerVersion: 30 });
  const old = { version: 1, at: new Date(Date.now() - 3 * 86_400_000).toISOString() };
  const lowest = (sent: { interactionId: string }[], count: number) =>
    sent
      .map(({ interactionId }) => interactionId)
      .toSorted((a, b) => sampleHash(a) - sampleHash(b))
      .slice(0, count);
  const [first, second, other, before] = [
    many(20, () => stage.interaction()),
    many(50, () => stage.interaction()),
    many(40, () => stage.interaction({ version: 2 })),
    many(40, () => stage.interaction(old)),
  ] as const;
  await stage.take(...first);
  expect(await stage.samples()).toHaveLength(20);
  await stage.take(...second, ...other, ...before);
  const expected = [...lowest(first, 20), ...lowest(second, 10), ...lowest(other, 30), ...lowest(before, 30)];
  expect((await stage.samples()).map(({ interactionId }) => interactionId)).toEqual(expected.sort());
  await stage.take(...many(10, () => stage.interaction()));
  expect(await stage.samples()).toHaveLength(90);
});

it("scores answers, and neither tools nor retrievals", async () => {
  const stage = await createOnlineStage();
  const answers = [stage.interaction(), stage.interaction({ kind: "llm" }), stage.interaction({ kind: "span" })];
  await stage.take(...answers, stage.interaction({ kind: "tool" }), stage.interaction({ kind: "retrieval" }));
  const expected = answers.map(({ interactionId }) => interactionId).toSorted();
  expect((await stage.samples()).map(({ interactionId }) => interactionId).toSorted()).toEqual(expected);
});

it("scores no more than the hourly maximum of a version", async () => {
  const stage = await createOnlineStage();
  const at = new Date(Date.now() - 3_600_000).toISOString();
  await stage.take(...many(900, () => stage.interaction({ at })));
  await stage.take(
    ...many(900, () => stage.interaction({ at })),
    ...many(5, () => stage.interaction({ at, version: 2 })),
  );
  const samples = await stage.samples();
  expect(samples.filter(({ version }) => version === 1)).toHaveLength(mostPerHour);
  expect(samples.filter(({ version }) => version === 2)).toHaveLength(5);
});

it("stores the reported data of a sample, and counts two reports once: the later one", async () => {
  const stage = await createOnlineStage();
  const report = { interactionId: randomUUID(), userId: "u_1" };
  const times = { latencyMs: 800, ttftMs: 120, costUsd: 0.002 };
  const [early, late] = [20_000, 10_000].map((age) => new Date(Date.now() - age).toISOString());
  await stage.take(stage.interaction({ ...report, at: early, refused: true }));
  expect(await stage.scores()).toHaveLength(4);
  await stage.take(stage.interaction({ ...report, at: late, ...times, completed: true, version: 2 }));
  const scores = await stage.scores();
  expect(Object.fromEntries(scores.map(({ metric, value, passed }) => [metric, [value, passed]]))).toEqual({
    completion: [1, true],
    edit_rate: [0, true],
    regeneration_rate: [0, true],
    refusal_rate: [0, true],
    violation_rate: [0, true],
    cost: [0.002, null],
    latency: [800, null],
    ttft: [120, null],
  });
  expect(new Set(scores.map(({ version }) => version))).toEqual(new Set([1]));
  expect(await stage.samples()).toHaveLength(1);
  expect(await stage.wrongHours()).toEqual([]);
  const hours = await readLiveHours(stage.place, {
    from: new Date(0),
    to: new Date(Date.now() + 1),
    metrics: ["latency"],
  });
  expect(hours).toMatchObject([{ metric: "latency", label: "Total time", version: 1, n: 1, mean: 800, sd: null }]);
});

it("a failure between any two steps leaves nothing incomplete, and the next round does it once", async () => {
  const stage = await createOnlineStage();
  const { workspaceId } = stage;
  await stage.send(...many(40, (index) => stage.interaction({ latencyMs: index })));
  await stage.roll();
  for (const table of ["online_samples", "online_scores", "online_hours"]) {
    await breakTable(table, workspaceId, true);
    expect(await stage.evaluate()).toMatchObject({ samples: 0 });
    await breakTable(table, workspaceId, false);
    expect([await stage.samples(), await stage.scores(), await stage.wrongHours()]).toEqual([[], [], []]);
  }
  expect(await stage.evaluate()).toMatchObject({ samples: 40 });
  expect(await stage.evaluate()).toMatchObject({ samples: 0 });
  expect(await stage.scores("latency")).toHaveLength(40);
  expect(await stage.wrongHours()).toEqual([]);
});

/** Makes all inserts of one workspace into a table fail, or removes the fault. */
async function breakTable(table: string, workspaceId: string, isBroken: boolean): Promise<void> {
  const name = `broken_${workspaceId.replaceAll("-", "")}`;
  if (!isBroken) {
    await prisma().$executeRawUnsafe(`drop trigger ${name} on ${table}`);
    await prisma().$executeRawUnsafe(`drop function ${name}()`);
    return;
  }
  await prisma().$executeRawUnsafe(
    `create function ${name}() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`,
  );
  await prisma().$executeRawUnsafe(`create trigger ${name} after insert on ${table} for each row
    when (new.workspace_id = '${workspaceId}') execute function ${name}()`);
}
