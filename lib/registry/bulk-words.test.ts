import { expect, test } from "vitest";
import { stopWords } from "@/lib/registry/bulk-words";

test("names the experiments that an archived prompt ends", () => {
  expect(stopWords(["Kinder"])).toBe(
    "The experiment “Kinder” stops. Restoring the prompt does not start it again; its results are kept.",
  );
  expect(stopWords(["A", "B", "C", "D", "E"])).toBe(
    "5 running experiments stop: “A”, “B”, “C” and 2 more. Restoring does not start them again; their results are kept.",
  );
});
