import { describe, expect, it } from "vitest";
import type { ModelOption } from "../models/types";
import { scorersInput } from "../scorers/schema";
import { judgingAt } from "./budget";
import { misfits } from "./fit";
import { misfitError } from "./fit-words";
import { agreementOf } from "./kappa";
import { toAnswer, toCase } from "./live-case";
import { liveJudge } from "./live-judge";
import { isOfHalf, sampleHash } from "./sampling";
import { seriesLabel, seriesOf } from "./series";

describe("the sample", () => {
  it("depends on the id only, uniform between 0 and 1, and independent of the half", () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `interaction-${index}`);
    const hashes = ids.map(sampleHash);
    expect(hashes.every((hash) => hash >= 0 && hash < 1)).toBe(true);
    for (const rate of [0.05, 0.1, 0.5]) {
      const taken = hashes.filter((hash) => hash < rate).length;
      // Five standard deviations.
      expect(Math.abs(taken - 20_000 * rate)).toBeLessThan(5 * Math.sqrt(20_000 * rate * (1 - rate)));
    }
    const low = ids.filter((id) => sampleHash(id) < 0.1);
    expect(Math.abs(low.filter(isOfHalf).length - low.length / 2)).toBeLessThan(5 * Math.sqrt(low.length / 4));
  });
});

describe("the budget", () => {
  it("is halved from 90 % and ends at 100 %; without one there is no limit", () => {
    expect([0, 0.899, 0.9, 0.999, 1, 2].map((spent) => judgingAt(spent, 1))).toEqual([
      "all",
      "all",
      "half",
      "half",
      "none",
      "none",
    ]);
    expect(judgingAt(1_000, null)).toBe("all");
  });
});

describe("scorers of live answers", () => {
  it("need no expected answer; those that do are listed", () => {
    const scorers = scorersInput.parse([
      { id: "a", name: "Says sorry", type: "contains", texts: ["sorry"] },
      { id: "b", name: "As expected", type: "contains" },
      { id: "c", name: "Same", type: "exact" },
      { id: "d", name: "Kind", type: "judge", criteria: ["It is kind."] },
    ]);
    expect(misfits(scorers)).toEqual([
      { index: 1, name: "As expected", why: "needs_texts" },
      { index: 2, name: "Same", why: "needs_expected" },
    ]);
    expect(misfits(scorers).map(misfitError)[1]).toEqual({
      pointer: "/scorers/2/type",
      code: "invalid_request",
      message: "Same compares an answer with an expected one, which live answers do not have.",
    });
  });

  it("read a record as values, anything else as input, and answers as text", () => {
    expect(toCase({ message: "Hi" }).variables).toEqual({ message: "Hi" });
    expect(toCase("Hi").variables).toEqual({ input: "Hi" });
    expect(toCase([1]).variables).toEqual({ input: [1] });
    expect(toCase(null).variables).toEqual({});
    expect(toAnswer("Hi").output).toBe("Hi");
    expect(toAnswer({ a: 1 }).output).toBe('{"a":1}');
  });

  it("are one series while version and judge are the same", () => {
    const judge = { provider: "openai", name: "gpt-4.1" };
    expect(seriesOf({ version: 2 }, null)).toBe("v2");
    expect(seriesOf({ version: 2 }, judge)).toBe("v2 openai/gpt-4.1");
    expect(seriesLabel({ name: "Tone", version: 2 }, judge)).toBe("Tone v2, judged by gpt-4.1");
  });
});

describe("the judge", () => {
  const option = (provider: string, name: string): ModelOption => ({
    provider,
    name,
    label: name,
    isOffline: provider === "offline",
    isConnected: true,
    price: null,
  });
  const offline = option("offline", "understudy-offline");
  const gpt = option("openai", "gpt-4.1");
  const claude = option("anthropic", "claude-sonnet-4-5");
  const gemini = option("google", "gemini-2.5-pro");
  const named = ({ provider, name }: ModelOption) => ({ provider, name });
  const judge = (options: ModelOption[], under: ModelOption | null, known: ModelOption[] = []) =>
    liveJudge({ model: null }, { options, modelUnderTest: under && named(under), known: known.map(named) });

  it("is the configured one, else one of another family", () => {
    const model = { provider: "openai", name: "gpt-4o" };
    expect(liveJudge({ model }, { options: [claude], modelUnderTest: named(gpt), known: [named(claude)] })).toEqual(
      model,
    );
    expect(judge([offline, gpt, claude], gpt)).toEqual(named(claude));
    expect(judge([offline], gpt)).toEqual(named(offline));
  });

  it("is kept while it is available, even if other models change", () => {
    expect(judge([offline, gpt, claude, gemini], gemini, [claude])).toEqual(named(claude));
    expect(judge([offline, gpt, option("anthropic", "claude-opus-4-5")], gpt, [claude])).toEqual(named(claude));
    // A known judge is not kept if it is of the same family, no longer connected, or the offline model.
    expect(judge([offline, gpt, claude, gemini], claude, [claude])).toEqual(named(gpt));
    expect(judge([offline, gpt, gemini], gemini, [claude])).toEqual(named(gpt));
    expect(judge([offline, gpt], gpt, [offline])).toEqual(named(gpt));
  });
});

describe("agreement", () => {
  it("is Cohen's kappa, and null if one side never varies", () => {
    // A 2×2 table as in Cohen (1960): 20 + 15 of 50 agree; 25 and 30 passed.
    expect(agreementOf({ n: 50, agree: 35, passedA: 25, passedB: 30 }).kappa).toBeCloseTo(0.4);
    expect(agreementOf({ n: 10, agree: 10, passedA: 10, passedB: 10 }).kappa).toBeNull();
    expect(agreementOf({ n: 10, agree: 10, passedA: 5, passedB: 5 }).kappa).toBe(1);
  });
});
