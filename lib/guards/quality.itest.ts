import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { SystemActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { addInteractions } from "@/lib/evaluation/suites/commands/add-interactions";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt } from "@/lib/testing/experiment";
import { metricFinding } from "@/lib/testing/metric-finding";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { createGuard } from "./commands/save-guard";
import type { MetricFinding } from "./findings";
import { freshMemory, type GuardMemory } from "./memory";
import { listQuality } from "./queries/quality";
import { getAnswerOrThrow } from "./queries/quality-answer";
import { getPromptQuality } from "./queries/quality-prompt";

const metric = "scorer:good";
const metrics = [
  { name: metric, worse: "lower" as const, floor: 0.8 },
  { name: "completion", worse: "lower" as const },
];
const finding = (reading: MetricFinding["reading"], version: number) =>
  metricFinding({
    reading,
    current: { version, value: 0.74, n: 300, users: 300 },
    baseline: { version: version - 1, value: 0.88, n: 1_000, users: 900 },
    floor: 0.8,
    crossed: "floor",
  });

describe("live quality", () => {
  let w: TestWorkspace;
  const idOf = async (name: string) =>
    (await prisma().prompt.findFirstOrThrow({ where: { workspaceId: w.workspaceId, name } })).id;

  async function watch(prompt: string, memory: Partial<GuardMemory>): Promise<string> {
    const { id } = await createGuard(w.owner, { prompt, environment: "production", metrics });
    const state = { ...freshMemory(1), statusSince: new Date().toISOString(), ...memory };
    await prisma().guardState.upsert({
      where: { guardId: id },
      create: { guardId: id, workspaceId: w.workspaceId, state },
      update: { state },
    });
    return id;
  }

  async function score(prompt: string, version: number, hoursAgo: number, passed: number, n = 100, series = "v1") {
    await prisma().$executeRaw`insert into online_hours values (${w.workspaceId}::uuid, ${await idOf(prompt)}::uuid,
      ${w.environments.production}::uuid, ${metric}, ${series}, ${version}::int,
      date_trunc('hour', now()) - make_interval(hours => ${hoursAgo}::int), ${n}::int, ${passed}::int, 0, ${passed}, ${passed})`;
  }

  async function name(prompt: string, series: string, label: string, hoursAgo: number) {
    await prisma().$executeRaw`insert into online_series values (${w.workspaceId}::uuid, ${await idOf(prompt)}::uuid,
      ${w.environments.production}::uuid, ${metric}, ${series}, ${label}, '{"id":"good","name":"Good answers"}',
      now() - make_interval(hours => ${hoursAgo}::int))`;
  }

  /** Writes an automatic rollback as a guard does: v2 was live, v1 is live again. */
  async function goBack(prompt: string): Promise<void> {
    await promoteVersion(w.owner, { name: prompt, version: 2, environment: "production" });
    const promptId = await idOf(prompt);
    const environmentId = w.environments.production;
    const at = new Date();
    const checkedAt = new Date().toISOString();
    const seen = { firstHitAt: checkedAt, checkedAt, baselineVersion: 1 };
    const evidence = { guard: { findings: [finding("critical", 2)], ...seen } };
    await prisma().release.create({
      data: {
        workspaceId: w.workspaceId,
        promptId,
        environmentId,
        kind: "auto_rollback",
        fromVersion: 2,
        toVersion: 1,
        revision: 3,
        actorKind: "system",
        actorName: "Guard",
        at,
        evidence,
      },
    });
    const { id: versionId } = await prisma().version.findFirstOrThrow({
      where: { workspaceId: w.workspaceId, promptId, number: 1 },
    });
    await prisma().deployment.update({
      where: { promptId_environmentId: { promptId, environmentId }, workspaceId: w.workspaceId },
      data: { versionId, revision: 3, since: at },
    });
  }

  beforeAll(async () => {
    w = await createTestWorkspace();
    for (const prompt of ["a/fine", "b/worse", "c/back", "d/asked", "e/ahead", "f/plain", "g/archived", "h/next"])
      await createLivePrompt(w.owner, prompt, 2);
    await watch("a/fine", { status: "watching", findings: [{ ...finding("same", 1), crossed: null }] });
    for (const watched of ["d/asked", "h/next"])
      await watch(watched, { status: "watching", findings: [{ ...finding("same", 1), crossed: null }] });
    await watch("b/worse", { status: "worse", findings: [finding("worse", 1)] });
    await watch("c/back", {});
    await goBack("c/back");
    await openChangeRequest(w.owner, { name: "d/asked", version: 2, environment: "production", title: "Kinder" });
    for (const ahead of ["e/ahead", "h/next"])
      await promoteVersion(w.owner, { name: ahead, version: 2, environment: "staging" });
    await name("c/back", "v1", "Good answers v1", 400);
    await name("c/back", "v2 judge", "Good answers v2, judged by another", 3);
    for (const [version, hours, passed] of [
      [1, 9, 88],
      [1, 8, 90],
      [2, 6, 74],
      [1, 1, 89],
    ] as const)
      await score("c/back", version, hours, passed);
    await score("c/back", 1, 0, 60, 100, "v2 judge");
    await score("f/plain", 1, 2, 77);
    await prisma().prompt.updateMany({
      where: { workspaceId: w.workspaceId, name: "g/archived" },
      data: { archivedAt: new Date() },
    });
  });

  it("is ordered by urgency, with words and numbers", async () => {
    const { items, counts } = await listQuality(w.owner, { limit: 50 });
    expect(items.map(({ prompt, group }) => `${prompt} ${group}`)).toEqual([
      "b/worse worse",
      "c/back back",
      "d/asked waiting",
      "h/next waiting",
      "a/fine watched",
      "e/ahead not_watched",
      "f/plain not_watched",
    ]);
    expect(items[0]).toMatchObject({
      status: "worse",
      live: { version: 1 },
      change: "worse",
      value: 0.74,
      words: "Worse: 74.0\u00a0% good answers, v0 had 88.0\u00a0%",
    });
    expect(items[1]?.words).toBe("Went back from v2: 74.0\u00a0% good answers, v1 had 88.0\u00a0%");
    expect(items[2]?.waits).toMatchObject({ kind: "change_request", version: 2, title: "Kinder", more: 0 });
    expect(items[5]?.waits).toEqual({ kind: "ahead", version: 2, environment: "staging" });
    expect(items[6]).toMatchObject({ words: "Not watched", metric: { name: metric }, value: 0.77, scores: 100 });
    expect(counts).toMatchObject({ worse: 1, back: 1, waiting: 2, watched: 1 });
  });

  it("shows the trend of the newest series only; another judge is another series", async () => {
    const { items } = await listQuality(w.owner, { limit: 50 });
    const back = items.find(({ prompt }) => prompt === "c/back");
    expect(back?.trend).toHaveLength(14);
    expect(back?.scores).toBe(100);
    expect(back?.value).toBe(0.6);
  });

  it("is paged without duplicates or gaps, and counts all pages", async () => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listQuality(w.owner, { limit: 2, cursor });
      names.push(...page.items.map(({ prompt }) => prompt));
      expect(page.counts.worse).toBe(1);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    const { items } = await listQuality(w.owner, { limit: 50 });
    expect(names).toEqual(items.map(({ prompt }) => prompt));
    await expect(listQuality(w.owner, { limit: 2, cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
  });

  it("can be filtered by folder and environment; unknown ones are 404", async () => {
    const inFolder = await listQuality(w.owner, { limit: 50, folder: "c" });
    expect(inFolder.items.map(({ prompt }) => prompt)).toEqual(["c/back"]);
    const staging = await listQuality(w.owner, { limit: 50, environment: "staging" });
    expect(staging.items[0]).toMatchObject({ prompt: "e/ahead", environment: "staging", live: { version: 2 } });
    expect(staging.items.every(({ environment }) => environment === "staging")).toBe(true);
    await expect(listQuality(w.owner, { limit: 5, environment: "moon" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("shows one prompt: verdict, evidence, a line per version and judge, marks and history", async () => {
    const quality = await getPromptQuality(w.owner, { name: "c/back", environment: "production", range: "24h" });
    expect(quality.verdict).toMatchObject({
      state: "rolled_back",
      sentence: "v1 is live again. v2 gave fewer good answers.",
      about: 2,
      change: { from: 1, to: 2 },
    });
    expect(quality.findings).toHaveLength(1);
    expect(quality.lines.map(({ version, series, n }) => [version, series, n])).toEqual([
      [1, "v1", 300],
      [2, "v1", 100],
      [1, "v2 judge", 100],
    ]);
    expect(quality.lines[0]?.points).toHaveLength(3);
    expect(quality.limits).toContainEqual({
      kind: "floor",
      value: 0.8,
      label: "Roll back, 80\u00a0%",
      isRelative: false,
    });
    expect(quality.marks.map(({ title }) => title)).toEqual([
      "A new series",
      "v1 released",
      "v2 released",
      "Back to v1",
    ]);
    expect(quality.happened.at(-1)).toMatchObject({ text: "v1 live again, automatically", tone: "live" });
    const other = { name: "c/back", environment: "production", range: "24h", metric: "completion" } as const;
    expect((await getPromptQuality(w.owner, other)).metric?.name).toBe("completion");
  });

  it("says if there is no guard, and if no version is live", async () => {
    const plain = await getPromptQuality(w.owner, { name: "f/plain", environment: "production", range: "7d" });
    expect(plain.verdict).toMatchObject({ state: "not_watched", sentence: "No guard watches v1." });
    expect(plain.verdict.detail).toContain("77.0\u00a0% of 100");
    const none = await getPromptQuality(w.owner, { name: "f/plain", environment: "staging", range: "30d" });
    expect(none.verdict.sentence).toBe("Nothing is live in staging.");
  });

  it("is readable by viewers, by keys in their environments, and by no other workspace", async () => {
    const viewer = await createTestMember(w.workspaceId, "viewer");
    expect((await listQuality(viewer, { limit: 50 })).items.length).toBeGreaterThan(5);
    const key = keyActorFor(w, [w.environments.staging]);
    const seen = await listQuality(key, { limit: 50 });
    expect(new Set(seen.items.map(({ environment }) => environment))).toEqual(new Set(["staging"]));
    const there = { name: "c/back", environment: "production", range: "24h" } as const;
    await expect(getPromptQuality(key, there)).rejects.toMatchObject({ code: "environment_not_allowed" });
    const { owner: stranger } = await createTestWorkspace();
    expect((await listQuality(stranger, { limit: 50 })).items).toEqual([]);
    await expect(getPromptQuality(stranger, there)).rejects.toMatchObject({ code: "not_found" });
  });

  describe("an answer", () => {
    const application = (): SystemActor => ({ kind: "system", workspaceId: w.workspaceId, name: "application" });
    const fields = { interactionId: randomUUID(), userId: "u_1", at: new Date().toISOString() };

    beforeAll(async () => {
      const content = {
        messages: [{ role: "user" as const, content: "{{ question }}" }],
        variables: [{ name: "question", type: "string" as const, required: true }],
      };
      await createPrompt(w.owner, { name: "h/asked", content });
      await promoteVersion(w.owner, { name: "h/asked", version: 1, environment: "production" });
      const event = { type: "interaction" as const, id: randomUUID(), prompt: "h/asked", version: 1, ...fields };
      const sent = { ...event, environment: "production", input: { question: "Where?" }, output: "There." };
      const { rejected } = await recordEvents(application(), [sent]);
      expect(rejected).toEqual([]);
      await name("h/asked", "v1", "Good answers v1, judged by x", 5);
      await prisma().$executeRaw`insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id,
        metric, series, version, user_id, at, value, passed, explanation) values (${w.workspaceId}::uuid,
        ${await idOf("h/asked")}::uuid, ${w.environments.production}::uuid, ${fields.interactionId}, ${metric}, 'v1', 1,
        'u_1', now(), 0.1, false, 'Says nothing.')`;
    });

    it("shows its texts, scores and feedback to those who may read them", async () => {
      const { interaction, scores } = await getAnswerOrThrow(w.owner, fields.interactionId);
      expect(interaction).toMatchObject({ input: { question: "Where?" }, output: "There.", version: 1 });
      expect(scores).toEqual([
        {
          metric,
          label: "Good answers",
          series: "Good answers v1, judged by x",
          value: 0.1,
          passed: false,
          explanation: "Says nothing.",
        },
      ]);
      const viewer = await createTestMember(w.workspaceId, "viewer");
      await expect(getAnswerOrThrow(viewer, fields.interactionId)).rejects.toMatchObject({ code: "forbidden" });
      const { owner: stranger } = await createTestWorkspace();
      await expect(getAnswerOrThrow(stranger, fields.interactionId)).rejects.toMatchObject({ code: "not_found" });
    });

    it("becomes a case with its source, and is refused without an input", async () => {
      const { id } = await createSuite(w.owner, { name: "Live", prompt: "h/asked" });
      const { cases } = await addInteractions(w.owner, { id, interactionIds: [fields.interactionId] });
      expect(cases).toMatchObject([
        {
          variables: { question: "Where?" },
          tags: ["live"],
          source: { kind: "interaction", prompt: "h/asked", version: 1 },
        },
      ]);
      const event = { type: "interaction" as const, id: randomUUID(), interactionId: randomUUID(), at: fields.at };
      await recordEvents(application(), [{ ...event, prompt: "h/asked", version: 1, environment: "production" }]);
      const bare = addInteractions(w.owner, { id, interactionIds: [event.interactionId] });
      await expect(bare).rejects.toMatchObject({ code: "invalid_request", message: /did not send its input/ });
      const interactionIds = [event.interactionId, fields.interactionId];
      const { cases: more, skipped } = await addInteractions(w.owner, { id, interactionIds });
      expect(more).toMatchObject([{ source: { interactionId: fields.interactionId } }]);
      expect(skipped).toMatchObject([{ interactionId: event.interactionId }]);
    });
  });
});
