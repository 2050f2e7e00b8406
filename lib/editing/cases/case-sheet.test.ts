import { expect, test } from "vitest";
import type { ActionResult } from "@/lib/api/action";
import type { ChangedSet } from "@/lib/evaluation/suites/commands/change-cases";
import type { CasesChange } from "@/lib/evaluation/suites/schema";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { CaseSheet } from "./case-sheet";

const made = (key: string, word: string, addedIn = 1): CaseView => ({
  key,
  name: "",
  variables: { word },
  placeholders: {},
  expected: null,
  tags: [],
  checks: [],
  source: null,
  addedIn,
  createdBy: "Mara",
  createdAt: "2026-11-22T00:00:00.000Z",
});

/** A fake suite that answers like the server's commands, when the test triggers it. */
function suiteOf(...words: string[]) {
  const cases = new Map(words.map((word, index) => [`k${index}`, made(`k${index}`, word)]));
  let revision = 1;
  const calls: CasesChange[] = [];
  let refuse: ActionResult<ChangedSet> | null = null;
  const change = async (input: CasesChange): Promise<ActionResult<ChangedSet>> => {
    calls.push(input);
    await Promise.resolve();
    if (refuse) {
      const answer = refuse;
      refuse = null;
      return answer;
    }
    const stale = (input.replace ?? []).flatMap(({ caseKey, expectedRevision = 0 }, index) =>
      (cases.get(caseKey)?.addedIn ?? 0) > expectedRevision ? [index] : [],
    );
    if (stale.length > 0) {
      const errors = stale.map((index) => {
        return { pointer: `/replace/${index}`, code: "revision_conflict", message: "Noor changed it." };
      });
      return { ok: false, error: { code: "revision_conflict", message: "Noor changed it.", errors } };
    }
    revision += 1;
    const done: CaseView[] = [];
    const put = (one: CaseView) => {
      cases.set(one.key, one);
      done.push(one);
    };
    for (const { caseKey, expectedRevision: _, ...fields } of input.replace ?? []) {
      const changes = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      put({ ...(cases.get(caseKey) ?? made(caseKey, "")), ...changes, addedIn: revision });
    }
    for (const one of input.add ?? [])
      put({ ...made(`k${cases.size}`, "", revision), ...one, expected: one.expected ?? null, source: null });
    const removed = (input.remove ?? []).flatMap((key) => cases.get(key) ?? []);
    for (const key of input.restore ?? []) put({ ...(cases.get(key) ?? made(key, "")), addedIn: revision });
    return { ok: true, data: { revision, cases: done, removed } };
  };
  const sheet = new CaseSheet(
    {
      change,
      read: async (keys) => ({ ok: true, data: keys.flatMap((key) => cases.get(key) ?? []) }),
      page: async () => ({ ok: true, data: { items: [], nextCursor: null } }),
    },
    { items: [...cases.values()], nextCursor: null, revision },
    cases.size,
  );
  const wordsNow = () => Array.from({ length: sheet.rows.total }, (_, row) => sheet.at(row)?.variables.word);
  return {
    sheet,
    calls,
    wordsNow,
    saved: () => expect.poll(() => sheet.state).toMatch(/saved|failed/),
    elsewhere: (key: string, fields: Partial<CaseView>) => {
      revision += 1;
      cases.set(key, { ...(cases.get(key) ?? made(key, "")), ...fields, addedIn: revision });
    },
    refuseNext: (answer: ActionResult<ChangedSet>) => {
      refuse = answer;
    },
  };
}

const word = (text: string) => ({ variables: { word: text } });

test("edits are shown immediately; edits during a save are sent as the next one", async () => {
  const { sheet, calls, wordsNow, saved } = suiteOf("one", "two");
  sheet.edit([{ key: "k0", patch: word("ONE") }]);
  sheet.edit([{ key: "k1", patch: word("TWO") }]);
  sheet.edit([{ key: "k1", patch: { tags: ["t"] } }]);
  expect(wordsNow()).toEqual(["ONE", "TWO"]);
  await saved();
  expect(calls).toHaveLength(2);
  expect(calls[1]).toMatchObject({ replace: [{ caseKey: "k1", variables: { word: "TWO" }, tags: ["t"] }] });
  expect(sheet.unsaved).toBe(0);
});

test("a new row can be edited before it is saved", async () => {
  const { sheet, calls, wordsNow, saved } = suiteOf("one");
  const [key] = sheet.edit([], [word("two")]);
  sheet.edit([{ key: key ?? "", patch: { name: "Second" } }]);
  expect(wordsNow()).toEqual(["one", "two"]);
  await saved();
  expect(calls.map(({ add, replace }) => [add?.length, replace?.length])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(sheet.at(1)).toMatchObject({ key: "k1", name: "Second", variables: { word: "two" } });
});

test("changes of two people in different cells of a case are both kept", async () => {
  const { sheet, elsewhere, saved } = suiteOf("one");
  elsewhere("k0", { name: "Theirs" });
  sheet.edit([{ key: "k0", patch: word("mine") }]);
  await saved();
  expect(sheet.state).toBe("saved");
  expect(sheet.at(0)).toMatchObject({ name: "Theirs", variables: { word: "mine" } });
});

test("a conflict in one cell is decided by the person, and other rows are saved", async () => {
  const { sheet, elsewhere, wordsNow, saved } = suiteOf("one", "two");
  elsewhere("k0", word("theirs"));
  sheet.edit([
    { key: "k0", patch: word("mine") },
    { key: "k1", patch: word("TWO") },
  ]);
  await saved();
  expect(sheet.state).toBe("failed");
  expect(sheet.failed.get("k0")).toMatchObject({
    message: "Noor changed it.",
    theirs: { variables: { word: "theirs" } },
  });
  expect(wordsNow()).toEqual(["mine", "TWO"]);
  expect(sheet.unsaved).toBe(1);
  sheet.giveUp("k0");
  expect(wordsNow()).toEqual(["theirs", "TWO"]);
  elsewhere("k0", word("theirs again"));
  sheet.edit([{ key: "k0", patch: word("mine after all") }]);
  await saved();
  sheet.retry("k0");
  await expect.poll(() => sheet.state).toBe("saved");
  expect(wordsNow()).toEqual(["mine after all", "TWO"]);
});

test("a refusal belongs to a case; otherwise everything waits for the next attempt", async () => {
  const { sheet, refuseNext, wordsNow, saved } = suiteOf("one", "two");
  const errors = [{ pointer: "/replace/1/tags", code: "invalid_request", message: "A case has at most 20 tags." }];
  refuseNext({ ok: false, error: { code: "invalid_request", message: "…", errors } });
  sheet.edit([
    { key: "k0", patch: word("ONE") },
    { key: "k1", patch: word("TWO") },
  ]);
  await saved();
  expect([...sheet.failed]).toEqual([["k1", { message: "A case has at most 20 tags.", theirs: null }]]);
  sheet.retry();
  await expect.poll(() => sheet.unsaved).toBe(0);
  refuseNext({ ok: false, error: { code: "database_unavailable", message: "The database is away." } });
  sheet.edit([{ key: "k0", patch: word("now") }]);
  await expect.poll(() => sheet.trouble).toBe("The database is away.");
  expect(wordsNow()).toEqual(["now", "TWO"]);
  sheet.retry();
  await expect.poll(() => sheet.unsaved).toBe(0);
});

test("undo reverts saved changes one by one", async () => {
  const { sheet, wordsNow, saved } = suiteOf("one", "two");
  sheet.edit([{ key: "k0", patch: word("ONE") }]);
  await saved();
  sheet.edit([], [word("three")]);
  await expect.poll(() => sheet.unsaved).toBe(0);
  expect(await sheet.change({ remove: ["k1"] })).toBeNull();
  expect(wordsNow()).toEqual(["ONE", "three"]);
  expect(await sheet.step("undo")).toBeNull();
  expect(wordsNow()).toEqual(["ONE", "two", "three"]);
  expect(await sheet.step("undo")).toBeNull();
  expect(await sheet.step("undo")).toBeNull();
  expect(wordsNow()).toEqual(["one", "two"]);
  expect(sheet.can("undo")).toBe(false);
});

test("redo repeats undone changes until something else is typed", async () => {
  const { sheet, wordsNow, saved } = suiteOf("one", "two");
  sheet.edit([{ key: "k0", patch: word("ONE") }], [word("three")]);
  await saved();
  expect(await sheet.step("undo")).toBeNull();
  expect(wordsNow()).toEqual(["one", "two"]);
  expect(await sheet.step("redo")).toBeNull();
  expect(wordsNow()).toEqual(["ONE", "two", "three"]);
  expect(await sheet.step("undo")).toBeNull();
  expect(wordsNow()).toEqual(["one", "two"]);
  sheet.edit([{ key: "k1", patch: word("TWO") }]);
  await expect.poll(() => sheet.unsaved).toBe(0);
  expect(sheet.can("redo")).toBe(false);
});

test("undo after another person's change reports it and changes nothing", async () => {
  const { sheet, elsewhere, wordsNow, saved } = suiteOf("one");
  sheet.edit([{ key: "k0", patch: word("ONE") }]);
  await saved();
  elsewhere("k0", word("theirs"));
  expect(await sheet.step("undo")).toBe("Noor changed it.");
  expect(wordsNow()).toEqual(["ONE"]);
});

test("a filter hides an unsaved case; its text is kept and sent", async () => {
  const { sheet, refuseNext, calls, saved } = suiteOf("one", "two");
  refuseNext({ ok: false, error: { code: "database_unavailable", message: "The database is away." } });
  sheet.edit([{ key: "k0", patch: word("kept") }]);
  await saved();
  sheet.reset({ items: [made("k1", "two")], nextCursor: null }, 1);
  expect(sheet.rows.total).toBe(1);
  expect(sheet.unsaved).toBe(1);
  sheet.retry();
  await expect.poll(() => sheet.unsaved).toBe(0);
  expect(calls.at(-1)).toMatchObject({ replace: [{ caseKey: "k0", variables: { word: "kept" } }] });
});

test("changes of others are shown on the next refresh, unless something is typed", async () => {
  const { sheet, wordsNow } = suiteOf("one", "two");
  sheet.refresh({ items: [made("k1", "TWO", 5)], nextCursor: null, revision: 5 }, 1);
  expect(wordsNow()).toEqual(["TWO"]);
  sheet.keepDraft("k1", "variable word", { text: "?", message: "…" });
  sheet.refresh({ items: [], nextCursor: null, revision: 6 }, 0);
  expect(wordsNow()).toEqual(["TWO"]);
});
