import { expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

test("whoever opens a page by code takes the router that shows the progress line", () => {
  const silent = readSources("app", "components").filter(
    ({ path, text }) =>
      path !== "components/layout/use-router.ts" &&
      /\brouter\.push\(/.test(text) &&
      /useRouter[^;]*from "next\/navigation"/.test(text),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});
