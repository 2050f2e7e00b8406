import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { addCases, removeCases, replaceCase, restoreCases } from "./commands/cases";
import { createSuite, updateSuite } from "./commands/suites";
import { countCaseTags, getSuiteOrThrow, listCases, listSuites } from "./queries";

let workspace: TestWorkspace;
let id = "";

beforeEach(async () => {
  workspace = await createTestWorkspace();
  id = (await createSuite(workspace.owner, { name: "Everyday" })).id;
});

const add = (...words: string[]) =>
  addCases(workspace.owner, { id, cases: words.map((word) => ({ variables: { word }, tags: ["t"] })) });
const words = async (revision?: number) => {
  const { items } = await listCases(workspace.owner, id, { limit: 100, revision });
  return items.map(({ variables }) => variables.word);
};

describe("a suite's revisions", () => {
  it("each name the exact set of cases, whatever happens later", async () => {
    const [first, second] = (await add("one", "two", "three")).cases;
    await replaceCase(workspace.owner, {
      id,
      caseKey: second?.key ?? "",
      changes: { variables: { word: "TWO" }, expectedRevision: 1 },
    });
    await removeCases(workspace.owner, { id, caseKeys: [first?.key ?? ""] });
    await add("four");
    await restoreCases(workspace.owner, { id, caseKeys: [first?.key ?? ""] });
    expect(await words(0)).toEqual([]);
    expect(await words(1)).toEqual(["one", "two", "three"]);
    expect(await words(2)).toEqual(["one", "TWO", "three"]);
    expect(await words(3)).toEqual(["TWO", "three"]);
    expect(await words(4)).toEqual(["TWO", "three", "four"]);
    expect(await words()).toEqual(["one", "TWO", "three", "four"]);
    expect(await getSuiteOrThrow(workspace.owner, id)).toMatchObject({ revision: 5, cases: 4 });
    await expect(words(6)).rejects.toMatchObject({ code: "not_found" });
  });

  it("follow one another when many people add at once: none is lost, none is shared", async () => {
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => add(`case ${index}`)));
    expect(results.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const { items } = await listCases(workspace.owner, id, { limit: 100 });
    expect(new Set(items.map(({ addedIn }) => addedIn)).size).toBe(12);
  });

  it("of two people who replace one case, one is told", async () => {
    const [one] = (await add("one")).cases;
    const replace = (word: string) =>
      replaceCase(workspace.owner, {
        id,
        caseKey: one?.key ?? "",
        changes: { variables: { word }, expectedRevision: 1 },
      });
    const results = await Promise.allSettled([replace("mine"), replace("theirs")]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "revision_conflict" },
    });
    expect((await words()).length).toBe(1);
  });

  it("are not raised by a change of nothing", async () => {
    const [one] = (await add("one")).cases;
    const { revision } = await replaceCase(workspace.owner, { id, caseKey: one?.key ?? "", changes: { tags: ["t"] } });
    expect(revision).toBe(1);
    expect(await prisma().testCase.count({ where: { suiteId: id } })).toBe(1);
  });
});

describe("cases", () => {
  it("come in the order of the input, page by page, found by tag and by text", async () => {
    await addCases(workspace.owner, {
      id,
      cases: Array.from({ length: 30 }, (_, index) => ({
        variables: { message: index === 7 ? "Where is my 100% wool tent?" : `message ${index}` },
        expected: index === 9 ? { queue: "delivery" } : "fine",
        tags: index % 10 === 0 ? ["late", "de"] : ["de"],
      })),
    });
    const first = await listCases(workspace.owner, id, { limit: 20 });
    const rest = await listCases(workspace.owner, id, { limit: 20, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...rest.items].map(({ variables }) => variables.message)).toHaveLength(30);
    expect(first.items[7]?.variables.message).toBe("Where is my 100% wool tent?");
    const found = async (filter: object) =>
      (await listCases(workspace.owner, id, { limit: 100, ...filter })).items.length;
    expect(await found({ tag: "late" })).toBe(3);
    expect(await found({ search: "100% WOOL" })).toBe(1);
    expect(await found({ search: "100_ wool" })).toBe(0);
    expect(await found({ search: "delivery" })).toBe(1);
    expect(await countCaseTags(workspace.owner, id)).toEqual([
      { tag: "de", count: 30 },
      { tag: "late", count: 3 },
    ]);
  });

  it("keep history, checks and source; an expected answer can be taken away", async () => {
    const [one] = (
      await addCases(workspace.owner, {
        id,
        cases: [
          {
            variables: {},
            placeholders: { history: [{ role: "user", content: "Hi" }] },
            expected: "Hello",
            checks: [{ type: "contains", text: "Hello" }],
            source: { kind: "playground", prompt: "support/reply", version: 5 },
          },
        ],
      })
    ).cases;
    const key = one?.key ?? "";
    const { cases } = await replaceCase(workspace.owner, { id, caseKey: key, changes: { expected: null } });
    expect(cases[0]).toMatchObject({ ...one, expected: null, addedIn: 2, createdAt: expect.any(String) });
  });

  it("are not added to an archived suite", async () => {
    await updateSuite(workspace.owner, { id, isArchived: true });
    await expect(add("late")).rejects.toMatchObject({ code: "invalid_state" });
    expect((await listSuites(workspace.owner, { limit: 10 })).items).toEqual([]);
    expect((await listSuites(workspace.owner, { limit: 10, isArchived: true })).items).toHaveLength(1);
  });
});

describe("who may", () => {
  it("a viewer reads and does not write", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    const [one] = (await add("one")).cases;
    const caseKeys = [one?.key ?? ""];
    expect((await listCases(viewer, id, { limit: 10 })).items).toHaveLength(1);
    for (const attempt of [
      () => createSuite(viewer, { name: "mine" }),
      () => updateSuite(viewer, { id, name: "mine" }),
      () => addCases(viewer, { id, cases: [{ variables: {} }] }),
      () => replaceCase(viewer, { id, caseKey: caseKeys[0] ?? "", changes: { tags: [] } }),
      () => removeCases(viewer, { id, caseKeys }),
      () => restoreCases(viewer, { id, caseKeys }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  });

  it("another workspace finds nothing and changes nothing", async () => {
    const stranger = (await createTestWorkspace()).owner;
    const [one] = (await add("one")).cases;
    const caseKeys = [one?.key ?? ""];
    for (const attempt of [
      () => getSuiteOrThrow(stranger, id),
      () => listCases(stranger, id, { limit: 10 }),
      () => updateSuite(stranger, { id, name: "mine" }),
      () => addCases(stranger, { id, cases: [{ variables: {} }] }),
      () => replaceCase(stranger, { id, caseKey: caseKeys[0] ?? "", changes: { tags: [] } }),
      () => removeCases(stranger, { id, caseKeys }),
      () => restoreCases(stranger, { id, caseKeys }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect(await getSuiteOrThrow(workspace.owner, id)).toMatchObject({ revision: 1, cases: 1, name: "Everyday" });
  });
});
