import { expect, test } from "vitest";
import { readArguments } from "./arguments";

test.each([
  [["unit", "lib/registry"], { args: ["unit", "lib/registry"] }],
  [["e2e", "e2e/pages.spec.ts", "-t", "usage is"], { args: ["e2e", "e2e/pages.spec.ts"], testName: "usage is" }],
  [["-t", "a merge", "unit"], { args: ["unit"], testName: "a merge" }],
  [["unit", "-t"], { args: ["unit"], unknownOption: "-t without a name" }],
  [["e2e", "-g", "usage"], { args: ["e2e", "-g", "usage"], unknownOption: "-g" }],
])("%j", (argv, read) => {
  expect(readArguments(argv)).toEqual(read);
});
