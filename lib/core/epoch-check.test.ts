import { expect, test } from "vitest";
import { EpochCheck, type EpochQuestion, type EpochRow } from "./epoch-check";
import { EpochLedger } from "./epoch-ledger";

function setUp() {
  let now = 0;
  const ledger = new EpochLedger(() => ++now);
  const questions: {
    ids: string[];
    batch: EpochQuestion[];
    answer: (rows: EpochRow[]) => void;
    fail: (error: Error) => void;
  }[] = [];
  const check = new EpochCheck(
    ledger,
    (batch) =>
      new Promise<EpochRow[]>((answer, fail) =>
        questions.push({ ids: batch.map(({ id }) => id).sort(), batch, answer, fail }),
      ),
  );
  const epochs = (values: Record<string, number>) =>
    Object.entries(values).map(([id, epoch]) => ({ id, epoch, changes: [] }));
  return { ledger, questions, check, epochs };
}

test("several callers during a query share the next one", async () => {
  const { ledger, questions, check, epochs } = setUp();
  const first = check.check(["a"]);
  const others = ["a", "b", "b", "c"].map((id) => check.check([id]));
  expect(questions.map(({ ids }) => ids)).toEqual([["a"]]);
  questions[0]?.answer(epochs({ a: 1 }));
  await first;
  await new Promise(setImmediate);
  expect(questions.map(({ ids }) => ids)).toEqual([["a"], ["a", "b", "c"]]);
  questions[1]?.answer(epochs({ a: 2, b: 5, c: 7 }));
  await Promise.all(others);
  expect(["a", "b", "c"].map((id) => ledger.of(id).epoch)).toEqual([2, 5, 7]);
  expect(check.queryCount).toBe(2);
});

test("a later caller is not answered by an earlier query", async () => {
  const { questions, check, epochs } = setUp();
  void check.check(["a"]);
  let isDone = false;
  const later = check.check(["a"]).then(() => {
    isDone = true;
  });
  questions[0]?.answer(epochs({ a: 1 }));
  await new Promise(setImmediate);
  expect(isDone).toBe(false);
  questions[1]?.answer(epochs({ a: 1 }));
  await later;
});

test("a failed query is reported to its callers, and the next one is still made", async () => {
  const { ledger, questions, check, epochs } = setUp();
  const first = check.check(["a"]);
  const second = check.check(["b"]);
  questions[0]?.fail(new Error("away"));
  await expect(first).rejects.toThrow("away");
  questions[1]?.answer(epochs({ b: 3 }));
  await second;
  expect(ledger.of("b").epoch).toBe(3);
  const third = check.check(["a"]);
  questions[2]?.answer(epochs({ a: 1 }));
  await third;
});

test("an environment that PostgreSQL does not have is removed; nothing is queried without environments", async () => {
  const { ledger, questions, check } = setUp();
  const state = ledger.confirm("gone", 4, 0);
  const asking = check.check(["gone"]);
  questions[0]?.answer([]);
  await asking;
  expect(state.epoch).toBe(-1);
  await check.check([]);
  expect(questions).toHaveLength(1);
});

test("the first query of an environment reads its history, the next one what followed", async () => {
  const { ledger, questions, check } = setUp();
  ledger.confirm("a", 7, 0);
  const first = check.check(["a"]);
  expect(questions[0]?.batch).toEqual([{ id: "a", since: 0 }]);
  questions[0]?.answer([{ id: "a", epoch: 7, changes: [{ epoch: 7, subjects: ["p"] }] }]);
  await first;
  ledger.note("a", 8, ["q"]);
  const second = check.check(["a"]);
  expect(questions[1]?.batch).toEqual([{ id: "a", since: 8 }]);
  // Noted during the query. The later answer does not lower it.
  ledger.note("a", 9, ["r"]);
  questions[1]?.answer([{ id: "a", epoch: 8, changes: [] }]);
  await second;
  expect(ledger.of("a").changes).toMatchObject({ floor: 6, coveredTo: 9 });
});
