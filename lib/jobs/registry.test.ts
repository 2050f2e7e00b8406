import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defineJob, type JobRun } from "./define-job";
import { jobs } from "./registry";

describe("the registry of jobs", () => {
  test("contains every file of definitions/, each named after its job", () => {
    const files = readdirSync(new URL("./definitions", import.meta.url))
      .filter((file) => !file.endsWith(".test.ts"))
      .map((file) => file.replace(/\.ts$/, ""));
    expect(Object.keys(jobs).sort()).toEqual(files.sort());
  });

  test("calls every job at least once a day, and the worker runs it at least as often", () => {
    for (const { name, cron, everySeconds } of Object.values(jobs)) {
      const called = /^(\* |\d+-\d+\/10 |\d+ )\* \* \* \*$/.exec(cron)?.[1];
      expect({ name, called }).toEqual({ name, called: expect.any(String) });
      const calledSeconds = called === "* " ? 60 : called?.includes("/") ? 600 : 3_600;
      expect(everySeconds ?? 0).toBeLessThanOrEqual(calledSeconds);
    }
  });
});

describe("a job in parts", () => {
  const job = (...parts: JobRun[]) =>
    defineJob({
      name: "test",
      description: "tests",
      everySeconds: 1,
      cron: "* * * * *",
      lock: null,
      needsDatabase: false,
      parts,
    });

  test("adds up the counts of its parts, except skipped ones", async () => {
    const one: JobRun = async (deadlineAt) => ({ one: deadlineAt });
    expect(
      await job(
        one,
        async () => null,
        async () => ({ two: 2 }),
      ).run(7),
    ).toEqual({ one: 7, two: 2 });
  });

  test("is skipped if every part is", async () => {
    expect(
      await job(
        async () => null,
        async () => null,
      ).run(7),
    ).toBeNull();
  });

  test("fails if a part fails", async () => {
    await expect(
      job(
        async () => ({}),
        () => Promise.reject(new Error("away")),
      ).run(7),
    ).rejects.toThrow("away");
  });
});
