import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { addCases, changeCases, removeCases, replaceCase, restoreCases } from "./commands/change-cases";
import { restoreRevision } from "./commands/restore-revision";
import { createSuite, updateSuite } from "./commands/suites";
import {
  countCases,
  countCaseTags,
  getSuiteOrThrow,
  listCases,
  listCasesByKey,
  listCaseVariables,
  listSuites,
} from "./queries";
import { listRevisions } from "./revisions/queries";
import { caseInput } from "./schema";

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
  it("each contain an exact set of cases, independent of later changes", async () => {
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

  it("are consecutive with concurrent additions: none is lost or shared", async () => {
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => add(`case ${index}`)));
    expect(results.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const { items } = await listCases(workspace.owner, id, { limit: 100 });
    expect(new Set(items.map(({ addedIn }) => addedIn)).size).toBe(12);
  });

  it("give one of two people who replace a case a conflict", async () => {
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

  it("contain several changes together, or none of them", async () => {
    const [one, two, three] = (await add("one", "two", "three")).cases.map(({ key }) => key);
    await replaceCase(workspace.owner, { id, caseKey: two ?? "", changes: { variables: { word: "TWO" } } });
    const change = (expectedRevision: number) =>
      changeCases(workspace.owner, {
        id,
        replace: [
          { caseKey: one ?? "", variables: { word: "ONE" }, expectedRevision },
          { caseKey: two ?? "", variables: { word: "zwei" }, expectedRevision },
        ],
        add: [{ variables: { word: "four" } }],
        remove: [three ?? ""],
      });
    await expect(change(1)).rejects.toMatchObject({
      code: "revision_conflict",
      errors: [{ pointer: "/replace/1", code: "revision_conflict" }],
    });
    expect(await words()).toEqual(["one", "TWO", "three"]);
    const changed = await change(2);
    expect(changed).toMatchObject({ revision: 3, removed: [{ key: three }] });
    expect(changed.cases.map(({ variables }) => variables.word)).toEqual(["ONE", "zwei", "four"]);
    expect(await words()).toEqual(["ONE", "zwei", "four"]);
    expect(await words(2)).toEqual(["one", "TWO", "three"]);
    await expect(
      changeCases(workspace.owner, { id, add: [{ variables: {} }], remove: [three ?? ""] }),
    ).rejects.toThrow();
    await changeCases(workspace.owner, { id, restore: [three ?? ""], remove: [one ?? ""] });
    expect(await words()).toEqual(["zwei", "three", "four"]);
    expect(await getSuiteOrThrow(workspace.owner, id)).toMatchObject({ revision: 4, cases: 3 });
  });

  it("are not created by an edit without changes", async () => {
    const [one] = (await add("one")).cases;
    const { revision } = await replaceCase(workspace.owner, { id, caseKey: one?.key ?? "", changes: { tags: ["t"] } });
    expect(revision).toBe(1);
    expect(await prisma().testCase.count({ where: { suiteId: id } })).toBe(1);
  });
});

describe("an earlier revision", () => {
  it("is restored as a new revision, and the history shows who did what", async () => {
    const [one] = (await add("one", "two")).cases;
    await replaceCase(workspace.owner, { id, caseKey: one?.key ?? "", changes: { variables: { word: "ONE" } } });
    await add("three");
    expect(await restoreRevision(workspace.owner, { id, revision: 1 })).toEqual({ revision: 4, added: 1, removed: 2 });
    expect(await words()).toEqual(["one", "two"]);
    expect(await words(3)).toEqual(["ONE", "two", "three"]);
    expect(await countCases(workspace.owner, id, { revision: 3 })).toBe(3);
    expect((await listCases(workspace.owner, id, { limit: 5 })).items[0]?.key).toBe(one?.key);
    expect(await restoreRevision(workspace.owner, { id, revision: 4 })).toEqual({ revision: 4, added: 0, removed: 0 });
    await expect(restoreRevision(workspace.owner, { id, revision: 9 })).rejects.toMatchObject({ code: "not_found" });
    const first = await listRevisions(workspace.owner, id, { limit: 3 });
    expect(first.items).toMatchObject([
      { revision: 4, by: "Test Owner", action: "suite.restore-revision", added: 0, removed: 1, replaced: 1 },
      { revision: 3, added: 1, removed: 0, replaced: 0 },
      { revision: 2, action: "suite.replace-case", added: 0, removed: 0, replaced: 1 },
    ]);
    const rest = await listRevisions(workspace.owner, id, { limit: 3, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ revision: 1, added: 2 }], nextCursor: null });
  });
});

describe("cases", () => {
  it("are in the order of the input, paged, and found by tag and text", async () => {
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
    expect(await countCases(workspace.owner, id, { tag: "late" })).toBe(3);
    expect(await countCases(workspace.owner, id, {})).toBe(30);
    expect(await listCaseVariables(workspace.owner, id)).toEqual(["message"]);
    expect(await listCasesByKey(workspace.owner, id, [first.items[7]?.key ?? ""])).toEqual([first.items[7]]);
    expect(await countCaseTags(workspace.owner, id)).toEqual([
      { tag: "de", count: 30 },
      { tag: "late", count: 3 },
    ]);
  });

  it("keep history, checks and source; an expected answer can be removed", async () => {
    const [one] = (
      await addCases(workspace.owner, {
        id,
        cases: [
          {
            name: "Greeting",
            variables: {},
            placeholders: { history: [{ role: "user", content: "Hi" }] },
            expected: "Hello",
            checks: caseInput.parse({ variables: {}, checks: [{ type: "contains", texts: ["Hello"] }] }).checks,
            source: { kind: "playground", prompt: "support/reply", version: 5 },
          },
        ],
      })
    ).cases;
    const key = one?.key ?? "";
    expect(one).toMatchObject({ name: "Greeting" });
    const { cases } = await replaceCase(workspace.owner, { id, caseKey: key, changes: { expected: null } });
    expect(cases[0]).toMatchObject({ ...one, expected: null, addedIn: 2, createdAt: expect.any(String) });
  });

  it("cannot be added to an archived suite", async () => {
    await updateSuite(workspace.owner, { id, isArchived: true });
    await expect(add("late")).rejects.toMatchObject({ code: "invalid_state" });
    expect((await listSuites(workspace.owner, { limit: 10 })).items).toEqual([]);
    expect((await listSuites(workspace.owner, { limit: 10, isArchived: true })).items).toHaveLength(1);
  });
});

describe("permissions", () => {
  it("a viewer can read and not write", async () => {
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
      () => restoreRevision(viewer, { id, revision: 0 }),
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
      () => listRevisions(stranger, id, { limit: 10 }),
      () => restoreRevision(stranger, { id, revision: 0 }),
      () => changeCases(stranger, { id, remove: caseKeys }),
      () => updateSuite(stranger, { id, name: "mine" }),
      () => addCases(stranger, { id, cases: [{ variables: {} }] }),
      () => replaceCase(stranger, { id, caseKey: caseKeys[0] ?? "", changes: { tags: [] } }),
      () => removeCases(stranger, { id, caseKeys }),
      () => restoreCases(stranger, { id, caseKeys }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect(await listCasesByKey(stranger, id, caseKeys)).toEqual([]);
    expect(await countCases(stranger, id, {})).toBe(0);
    expect(await listCaseVariables(stranger, id)).toEqual([]);
    expect(await getSuiteOrThrow(workspace.owner, id)).toMatchObject({ revision: 1, cases: 1, name: "Everyday" });
  });
});
