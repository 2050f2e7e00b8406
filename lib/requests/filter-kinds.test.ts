import { describe, expect, test } from "vitest";
import { chipsOf } from "./filter-kinds";
import { requestFilterFields } from "./schema";

describe("chipsOf", () => {
  test("has a chip for every filter of a URL", () => {
    const fields = Object.fromEntries(Object.keys(requestFilterFields).map((key) => [key, "1"]));
    expect(
      chipsOf(fields)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(Object.keys(requestFilterFields).toSorted());
  });

  test("uses phrases", () => {
    const chips = chipsOf(
      {
        prompt: "a/b,c/d",
        environment: "production",
        weakBelow: "0.5",
        minLatencyMs: "9000",
        failed: "false",
        experiment: "7",
      },
      { "7": "Cite the page" },
    );
    expect(chips.map(({ phrase, value }) => `${phrase} ${value}`)).toEqual([
      "Prompt is one of a/b, c/d",
      "Environment is production",
      "Experiment is Cite the page",
      "Thumb is down or score under 0.50",
      "Failed: no",
      "Latency over 9\u00a0s",
    ]);
  });
});
