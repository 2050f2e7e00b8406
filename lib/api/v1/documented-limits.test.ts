import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runLimits } from "@/lib/evaluation/playground/limits";
import { endpoints } from "./endpoints";

const sizeOf = (bytes: number) => (bytes < 1024 ** 2 ? `${bytes / 1024} KiB` : `${bytes / 1024 ** 2} MiB`);

test("the pages name every size of a body that differs from 1 MiB", () => {
  const sizes = [
    ...new Set(endpoints.flatMap(({ bodyLimitBytes }) => (bodyLimitBytes ? [sizeOf(bodyLimitBytes)] : []))),
  ];
  expect(sizes.length).toBeGreaterThan(3);
  for (const page of ["docs/api.md", "docs/operations.md"]) {
    const text = readFileSync(page, "utf8");
    const [line = ""] = /^.*at most 1 MiB \(.*$|^\| request body \|.*$/m.exec(text) ?? [];
    for (const size of sizes) expect(line, page).toContain(size);
  }
});

test("the table of limits names those of runs by hand", () => {
  const text = readFileSync("docs/operations.md", "utf8");
  expect(text).toContain(`${runLimits.perMinute} a minute and ${runLimits.atOnce} at a time`);
});
