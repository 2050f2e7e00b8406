import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tasks } from "./tasks";

test("the threads know every task that is defined", () => {
  const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("generated") && !/test\.ts$/.test(path))
    .map((path) => readFileSync(join("lib", path), "utf8"));
  const names = sources.flatMap((text) =>
    [...text.matchAll(/ = defineTask\(\{\s+name: "([^"]+)"/g)].map(([, name]) => name),
  );
  expect(tasks.map(({ name }) => name).sort()).toEqual(names.sort());
});
