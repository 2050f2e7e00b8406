import { expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

test("code that opens a page uses the router with the progress line", () => {
  const silent = readSources("app", "components").filter(
    ({ path, text }) =>
      path !== "components/layout/use-router.ts" &&
      /\brouter\.push\(/.test(text) &&
      /useRouter[^;]*from "next\/navigation"/.test(text),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});
