import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { connectionsOfInstance, connectionsOfProcess, runtimePoolMax } from "./pool-sizes";

const usual = 10;
const runtime = connectionsOfProcess("runtime", runtimePoolMax(usual));

test("an instance may open what its processes may open, event threads included", () => {
  expect(runtime).toBe(12);
  expect(connectionsOfProcess("studio", usual)).toBe(16);
  expect(connectionsOfInstance(2, usual)).toBe(2 * 12 + 2 * 16);
  expect(connectionsOfInstance(3, 1)).toBe(3 * 4 + 2 * 3);
});

test("docs/operations.md names these numbers", () => {
  const page = readFileSync("docs/operations.md", "utf8");
  expect(page).toContain(`| runtime, each | ${runtime} |`);
  expect(page).toContain(`| studio | ${connectionsOfProcess("studio", usual)} |`);
  expect(page).toContain(`| worker | ${connectionsOfProcess("worker", usual)} |`);
  expect(page).toContain(`instances × (${runtime} × runtime processes + ${connectionsOfInstance(0, usual)}) + 10`);
  expect(page).toContain(`${connectionsOfInstance(2, usual) + 10} for one instance on two processors`);
});
