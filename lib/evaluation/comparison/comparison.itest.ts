import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type WrittenCase, writeRun } from "@/lib/demo/write-run";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { Score } from "../scorers/types";
import { addCases, replaceCase } from "../suites/commands/change-cases";
import { createSuite } from "../suites/commands/suites";
import { countComparedCases, listComparedCases } from "./queries/cases";
import { getComparedCase } from "./queries/details";
import { getComparison } from "./queries/whole";
import type { CaseFilters } from "./schema";
import type { ComparedCase } from "./views";

const size = 40;
let workspace: TestWorkspace;
let suiteId = "";
let promptId = "";
let keys: { id: string; caseKey: string }[] = [];
let before = "";
let now = "";

const score = (dimension: Dimension, passed: boolean): Score => ({
  scorer: dimension,
  version: 1,
  dimension,
  explanation: passed ? "Right." : "Wrong.",
  costUsd: 0,
  state: "scored",
  value: passed ? 1 : 0,
  passed,
});

/** Whether case `index` passes a dimension in a run (null: not measured). The pattern differs from case to case. */
const passes = (salt: number, index: number, dimension: Dimension) => {
  const draw = ((index + 1) * 7919 * (salt + 3) * (dimensions.indexOf(dimension) + 5)) % 11;
  return draw === 0 ? null : draw > 3;
};

const casesOf = (salt: number, of = keys): WrittenCase[] =>
  of.map(({ id, caseKey }, index) => ({
    id,
    caseKey,
    consistency: ((index * (salt + 1)) % 10) / 10,
    answers: [
      {
        output: `answer ${index} of ${salt}`,
        scores: (["accuracy", "format", "safety"] as const).flatMap((one) => {
          const passed = passes(salt, index, one);
          return passed === null ? [] : [score(one, passed)];
        }),
      },
    ],
  }));

const write = (version: number, cases: WrittenCase[], baseline: { id: string; version: number } | null = null) =>
  writeRun({
    workspaceId: workspace.workspaceId,
    promptId,
    version,
    baseline,
    cases,
    suite: { id: suiteId, revision: 1 },
    by: { id: null, name: "Test" },
    at: new Date(),
  });

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner } = workspace;
  const messages = [{ role: "system" as const, content: "Hi {{ word }}" }];
  promptId = (await createPrompt(owner, { name: "reply", content: { messages } })).id;
  suiteId = (await createSuite(owner, { name: "Everyday" })).id;
  await addCases(owner, {
    id: suiteId,
    cases: Array.from({ length: size }, (_, index) => ({
      name: index === 9 ? "Wrong parcel" : "",
      variables: { word: index === 3 ? "100% wool" : `word ${index}` },
      tags: index % 2 === 0 ? ["even"] : ["odd"],
    })),
  });
  keys = await prisma().testCase.findMany({
    where: { suiteId },
    select: { id: true, caseKey: true },
    orderBy: { caseKey: "asc" },
  });
  before = await write(1, casesOf(1, keys.slice(0, size - 2)));
  now = await write(2, casesOf(2, keys.slice(1)), { id: before, version: 1 });
});

async function all(filters: CaseFilters, limit = 100): Promise<ComparedCase[]> {
  const items: ComparedCase[] = [];
  let cursor: string | undefined;
  do {
    const page = await listComparedCases(workspace.owner, now, { ...filters, limit, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

describe("the cases of two runs", () => {
  it("are sorted, filtered and counted by PostgreSQL like the rule", async () => {
    const list = await all({});
    expect(list).toHaveLength(size - 1);
    const counts = await countComparedCases(workspace.owner, now, {});
    for (const verdict of ["broken", "fixed", "same", "new"] as const) {
      const shown = await all({ verdict });
      expect(shown.map(({ key }) => key).sort()).toEqual(
        list
          .filter((one) => one.verdict === verdict)
          .map(({ key }) => key)
          .sort(),
      );
      expect(counts[verdict]).toBe(shown.length);
      expect(shown.length).toBeGreaterThan(0);
    }
    const failed = list.filter(({ result }) => Object.values(result.passed).includes(false));
    expect(counts).toMatchObject({ all: size - 1, failed: failed.length });
    const rank = list.map(({ changes }) => Object.values(changes).filter((change) => change === "broken").length);
    expect(rank).toEqual(rank.toSorted((one, other) => other - one));
  });

  it("are as many as each number says, also within other filters", async () => {
    const filters: CaseFilters[] = [
      {},
      { dimension: "format" },
      { tag: "odd" },
      { search: "wool" },
      { baseline: "none" },
    ];
    for (const filter of filters) {
      const { all: every, ...counts } = await countComparedCases(workspace.owner, now, filter);
      expect([filter, (await all(filter)).length]).toEqual([filter, every]);
      for (const [verdict, count] of Object.entries(counts)) {
        const shown = await all({ ...filter, verdict: verdict as CaseFilters["verdict"] });
        expect([filter, verdict, shown.length]).toEqual([filter, verdict, count]);
      }
    }
  });

  it("are paged without gaps or duplicates", async () => {
    const whole = (await all({})).map(({ key }) => key);
    expect((await all({}, 7)).map(({ key }) => key)).toEqual(whole);
    expect((await all({ verdict: "fixed" }, 3)).map(({ key }) => key)).toEqual(
      (await all({ verdict: "fixed" })).map(({ key }) => key),
    );
  });

  it("can be filtered by dimension, tag and text", async () => {
    const broken = await all({ verdict: "broken", dimension: "format" });
    const { dimensions: found } = await getComparison(workspace.owner, now);
    expect(broken).toHaveLength(found.format.broken);
    expect(broken.every(({ changes }) => changes.format === "broken")).toBe(true);
    expect((await all({ tag: "even" })).every(({ tags }) => tags[0] === "even")).toBe(true);
    expect((await all({ search: "100% WOOL" })).map(({ title }) => title)).toEqual(["100% wool"]);
    expect(await all({ search: "100_ wool" })).toEqual([]);
    expect((await all({ search: "wrong PARCEL" })).map(({ title }) => title)).toEqual(["Wrong parcel"]);
  });

  it("include cases that are in one run only", async () => {
    const comparison = await getComparison(workspace.owner, now);
    expect(comparison).toMatchObject({ baseline: { id: before, version: 1 }, gone: 1 });
    expect(comparison.counts.new).toBeGreaterThanOrEqual(2);
    const alone = await getComparison(workspace.owner, now, "none");
    expect(alone).toMatchObject({ baseline: null, gone: 0, counts: { broken: 0, fixed: 0, new: size - 1 } });
  });

  it("are sorted worst first without a baseline", async () => {
    const list = await all({ baseline: "none" });
    const fails = list.map(({ result }) => Object.values(result.passed).filter((passed) => passed === false).length);
    expect(fails).toEqual(fails.toSorted((one, other) => other - one));
  });

  it("contain every score of a case", async () => {
    const key = keys[5]?.caseKey ?? "";
    const one = await getComparedCase(workspace.owner, now, key);
    expect(one).toMatchObject({
      position: 5,
      title: "word 5",
      isEdited: false,
      case: { variables: { word: "word 5" } },
    });
    expect(one.now.answers[0]?.output).toBe("answer 4 of 2");
    expect(one.baseline?.answers[0]?.output).toBe("answer 5 of 1");
    await expect(getComparedCase(workspace.owner, now, suiteId)).rejects.toMatchObject({ code: "not_found" });
    await expect(getComparedCase(workspace.owner, now, "no id")).rejects.toMatchObject({ code: "not_found" });
  });

  it("show if a case was edited between the runs", async () => {
    const [one] = keys;
    const { cases } = await replaceCase(workspace.owner, {
      id: suiteId,
      caseKey: one?.caseKey ?? "",
      changes: { variables: { word: "edited" } },
    });
    const row = await prisma().testCase.findFirstOrThrow({
      where: { suiteId, caseKey: one?.caseKey ?? "", removedIn: null },
    });
    expect(cases).toHaveLength(1);
    const later = await writeRun({
      workspaceId: workspace.workspaceId,
      promptId,
      version: 3,
      baseline: { id: before, version: 1 },
      suite: { id: suiteId, revision: 2 },
      by: { id: null, name: "Test" },
      at: new Date(),
      cases: casesOf(2, [{ id: row.id, caseKey: row.caseKey }]),
    });
    const { items } = await listComparedCases(workspace.owner, later, { limit: 10 });
    expect(items[0]).toMatchObject({ title: "edited", isEdited: true });
  });

  it("belong to one workspace, and are compared within one suite", async () => {
    const stranger = (await createTestWorkspace()).owner;
    for (const attempt of [
      () => listComparedCases(stranger, now, { limit: 10 }),
      () => countComparedCases(stranger, now, {}),
      () => getComparison(stranger, now),
      () => getComparedCase(stranger, now, keys[5]?.caseKey ?? ""),
      () => getComparison(workspace.owner, now, stranger.workspaceId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
