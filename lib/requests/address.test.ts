import { describe, expect, test } from "vitest";
import { contradictionWords, readFields } from "./address";

const experiment = "0197f9a1-0000-7000-8000-000000000000";

describe("readFields", () => {
  test("reads valid filters", () => {
    const fields = { experiment, variant: "candidate", minLatencyMs: "900" };
    expect(readFields({ ...fields, request: "i_1", range: "7d" })).toEqual({ fields, leftOut: [] });
  });

  test("leaves out what cannot be applied, and says so", () => {
    const { fields, leftOut } = readFields({
      variant: "candidate",
      segment: "language:de",
      minLatencyMs: "fast",
      model: ["a", "b"],
      userId: "u_1",
    });
    expect(fields).toEqual({ userId: "u_1" });
    expect(leftOut.map(({ words }) => words).toSorted()).toEqual([
      "The filter “Latency over” cannot be “fast”. It is left out.",
      "The filter “Model” is in the address several times. It is left out.",
      "The filter “Segment of the user” needs an experiment. It is left out.",
      "The filter “Variant” needs an experiment. It is left out.",
    ]);
  });
});

test("contradictionWords names the filters that exclude each other", () => {
  expect(contradictionWords({ minLatencyMs: "900", maxLatencyMs: "90" })).toEqual([
    "No request matches both “Latency over” and “Latency under”.",
  ]);
  expect(contradictionWords({ missing: "userId", userId: "u_1" })).toEqual([
    "No request matches both “User” and “Not reported”.",
  ]);
  expect(contradictionWords({ minLatencyMs: "90", maxLatencyMs: "900" })).toEqual([]);
});
