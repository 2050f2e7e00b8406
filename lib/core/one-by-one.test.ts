import { expect, test } from "vitest";
import { databaseUnavailable } from "./database-errors";
import { oneByOne } from "./one-by-one";

const turns = {
  name: "a test",
  deadlineAt: Number.POSITIVE_INFINITY,
  idOf: (row: number) => ({ row }),
  failure: "failed",
};

test("a row that fails does not stop the others", async () => {
  const worked: number[] = [];
  const counts = await oneByOne([1, 2, 3], turns, async (row) => {
    if (row === 2) throw new Error("unreadable");
    worked.push(row);
  });
  expect([worked, counts]).toEqual([[1, 3], { done: 2, failed: 1 }]);
});

test("it ends at the deadline, and when the database is away", async () => {
  const never = async () => {
    throw new Error("not called");
  };
  expect(await oneByOne([1], { ...turns, deadlineAt: 0 }, never)).toEqual({ done: 0, failed: 0 });
  const away = oneByOne([1, 2], turns, () => Promise.reject(databaseUnavailable()));
  await expect(away).rejects.toMatchObject({ code: "database_unavailable" });
});

test("a row that is too slow does not stop the others, and is paused", async () => {
  const worked: number[] = [];
  const work = async (row: number) => {
    worked.push(row);
    if (row === 1) throw databaseUnavailable(Object.assign(new Error("statement timeout"), { code: "57014" }));
  };
  expect(await oneByOne([1, 2, 3], { ...turns, name: "a slow test" }, work)).toEqual({ done: 2, failed: 1 });
  expect(await oneByOne([1, 2, 3], { ...turns, name: "a slow test" }, work)).toEqual({ done: 2, failed: 1 });
  expect(worked).toEqual([1, 2, 3, 2, 3]);
});
