import papa from "papaparse";
import { beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { writeRun } from "@/lib/demo/write-run";
import { comparedCaseDetail } from "@/lib/evaluation/comparison/views";
import type { Score } from "@/lib/evaluation/scorers/types";
import { addCases } from "@/lib/evaluation/suites/commands/change-cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { type Client, createClient, describeOnMounts, mountBeforeAll } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { answerResults } from "../run-results";
import { comparedCasePage } from "./evaluation-cases-schema";

const score = (passed: boolean): Score => ({
  scorer: "same",
  version: 1,
  dimension: "accuracy",
  explanation: passed ? "Right." : "Wrong.",
  costUsd: 0,
  state: "scored",
  value: passed ? 1 : 0,
  passed,
});
const spoilt: Score = {
  scorer: "judge",
  version: 1,
  dimension: "accuracy",
  explanation: "No answer.",
  costUsd: null,
  state: "invalid",
  code: "judge_invalid_output",
  raw: "<script>alert(1)</script>",
};

describeOnMounts("an evaluation's cases", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let mine: Client;
  let before = "";
  let now = "";

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    mine = createClient(mount.send, workspace.manageKey);
    const { owner, workspaceId } = workspace;
    const { id: promptId } = await createPrompt(owner, {
      name: "reply",
      content: { messages: [{ role: "system", content: "Hi" }] },
    });
    const { id: suiteId } = await createSuite(owner, { name: "Everyday" });
    const words = ["=cmd|' /C calc'!A0", "two", "three"];
    await addCases(owner, { id: suiteId, cases: words.map((word) => ({ variables: { word }, expected: word })) });
    const rows = await prisma().testCase.findMany({ where: { suiteId }, orderBy: { caseKey: "asc" } });
    const write = (version: number, marks: boolean[], baseline: { id: string; version: number } | null) =>
      writeRun({
        workspaceId,
        promptId,
        version,
        baseline,
        suite: { id: suiteId, revision: 1 },
        at: new Date(),
        by: { id: null, name: "Test" },
        cases: rows.map(({ id, caseKey }, index) => ({
          id,
          caseKey,
          answers:
            version === 2 && index === 2
              ? [{ output: null, error: { code: "provider_timeout", message: "No answer in 60 s." } }]
              : [{ output: `${words[index]} of v${version}`, scores: [score(marks[index] ?? true), spoilt] }],
        })),
      });
    before = await write(1, [true, false, true], null);
    now = await write(2, [false, true, true], { id: before, version: 1 });
  });

  it("are listed with their results, as documented", async () => {
    const { status, body } = await mine.get(`/evaluations/${now}/cases`);
    expect(status).toBe(200);
    comparedCasePage.parse(body);
    expect(body.counts).toEqual({ all: 3, broken: 1, fixed: 1, same: 0, new: 1, failed: 2 });
    expect(body.items[0]).toMatchObject({ verdict: "broken", position: 1, changes: { accuracy: "broken" } });
    expect((await mine.get(`/evaluations/${now}/cases?verdict=fixed`)).body.items).toHaveLength(1);
    expect((await mine.get(`/evaluations/${now}/cases?baseline=none`)).body.counts).toMatchObject({ broken: 0 });
    const page = (await mine.get(`/evaluations/${now}/cases?limit=2`)).body;
    const rest = (await mine.get(`/evaluations/${now}/cases?limit=2&cursor=${page.nextCursor}`)).body;
    expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null]);
  });

  it("contain the answers, the failures and invalid judgements", async () => {
    const { items } = (await mine.get(`/evaluations/${now}/cases?order=position`)).body;
    const [first, , third] = items as { key: string }[];
    const one = (await mine.get(`/evaluations/${now}/cases/${first?.key}`)).body;
    comparedCaseDetail.parse(one);
    expect(one.now.answers[0].scores.map((each: Score) => each.state)).toEqual(["scored", "invalid"]);
    const failed = (await mine.get(`/evaluations/${now}/cases/${third?.key}`)).body;
    expect(failed.now.answers[0].error).toEqual({ code: "provider_timeout", message: "No answer in 60 s." });
  });

  it.each([
    ["/cases?verdict=worse", 422],
    ["/cases?cursor=nonsense", 400],
    ["/cases?limit=0", 422],
    ["/cases?colour=red", 422],
    ["/cases?baseline=yes", 422],
    ["/cases/no-id", 422],
    ["/export?format=xlsx", 422],
    ["/export", 422],
  ])("refuse %s with %i", async (path, status) => {
    expect((await mine.get(`/evaluations/${now}${path}`)).status).toBe(status);
  });

  it("are exported as CSV that is safe to open, and as JSON", async () => {
    const csv = await mine.get(`/evaluations/${now}/export?format=csv`);
    const { data } = papa.parse<Record<string, string>>(csv.text, { header: true, skipEmptyLines: true });
    expect(data).toHaveLength(3);
    expect(data[0]).toMatchObject({ expected: "'=cmd|' /C calc'!A0", verdict: "broken", accuracy: "0" });
    expect(data[2]).toMatchObject({ answer: "", error: "provider_timeout: No answer in 60 s." });
    for (const row of data) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    const json = JSON.parse((await mine.get(`/evaluations/${now}/export?format=json`)).text);
    expect(json).toHaveLength(3);
    for (const one of json) comparedCaseDetail.parse(one);
  });

  it("are shown by a shared link with its own baseline only", async () => {
    const access = async () => ({ actor: workspace.owner, runId: now, baseline: "none" });
    const ask = (path: string[], query = "") =>
      answerResults(new Request(`http://x/${path.join("/")}${query}`), path, access);
    const page = await (await ask(["cases"], `?baseline=${before}`)).json();
    expect(page.counts).toMatchObject({ all: 3, broken: 0 });
    expect((await ask(["runs"])).status).toBe(404);
    expect((await ask(["cases"], "?limit=1000")).status).toBe(422);
  });
});
