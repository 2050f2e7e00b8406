import { beforeAll, describe, expect, it } from "vitest";
import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { prisma, transaction } from "@/lib/core/db";
import { saveOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import { createExperiment } from "@/lib/experiments/commands/draft-experiment";
import { type Client, createClient, inPath, mountBeforeAll } from "@/lib/testing/api";
import { experimentOf } from "@/lib/testing/experiment";
import { createGuardStage, type GuardStage } from "@/lib/testing/guard";

// What is measured in an environment is read only by keys of that environment. Everything here is in production.
const mount = mountBeforeAll();
let stage: GuardStage;
let paths: Record<string, string>;
const clients: Partial<Record<"staging" | "production", Client>> = {};

async function clientOf(environment: "staging" | "production"): Promise<Client> {
  const rights = ["prompt:read", "interaction:read"] as const;
  const input = { name: environment, scope: "manage" as const, environments: [environment], rights: [...rights] };
  return createClient(mount.send, (await createApiKey(stage.owner, input)).key);
}

beforeAll(async () => {
  stage = await createGuardStage();
  const { owner, workspaceId, promptId, environmentId, environment, name, guardId } = stage;
  const { id } = await createExperiment(owner, experimentOf(name));
  await saveOnlineEvaluation(owner, { name, environment, sampleRate: 0.5 });
  const at = new Date();
  await prisma().guardCheck.create({
    data: { workspaceId, guardId, at, revision: 2, version: 2, baselineVersion: 1, outcome: "worse", findings: [] },
  });
  const alert = { kind: "guard.worse", severity: "warning", title: "Completion fell", body: "from 81 %" } as const;
  const place = { workspaceId, promptId, environmentId, path: "", dedupeKey: "worse" };
  const budget = { kind: "budget.exceeded", title: "5 USD", environmentId: null, dedupeKey: "budget" } as const;
  await transaction((tx) => raiseAlert(tx, { ...alert, ...place }));
  await transaction((tx) => raiseAlert(tx, { ...alert, ...place, ...budget }));
  const trust = { day: at, version: 2, users: 50, answers: 50, splits: 10, alpha: 0.05, metrics: [] };
  await prisma().trustCheck.create({ data: { workspaceId, promptId, environmentId, ...trust } });
  const memo = { name: "Memo", question: "", metric: "completion", result: "", sentence: "Better", tradeOff: "" };
  await prisma().experimentMemo.create({
    data: {
      ...memo,
      workspaceId,
      promptId,
      environmentId,
      experimentId: id,
      phase: 1,
      variant: "candidate",
      version: 2,
      reason: "",
      users: 50,
      decidedByKind: "system",
      decidedByName: "Test",
      decidedAt: at,
    },
  });
  const prompt = inPath(name);
  const dayAgo = new Date(at.getTime() - 86_400_000).toISOString();
  paths = {
    experiments: "/experiments",
    experiment: `/experiments/${id}`,
    results: `/experiments/${id}/results`,
    "results as a file": `/experiments/${id}/results/export`,
    decisions: "/experiments/decisions",
    trust: "/experiments/trust",
    guards: "/guards",
    guard: `/guards/${guardId}`,
    "checks of a guard": `/guards/${guardId}/checks`,
    alerts: "/alerts",
    "online evaluations": `/prompts/${prompt}/online-evaluations`,
    "an online evaluation": `/prompts/${prompt}/online-evaluations/production`,
    "a user's version": `/lookup?prompt=${prompt}&environment=production&at=${at.toISOString()}&userId=u_1`,
    usage: `/usage?environment=production&by=prompt&from=${dayAgo}&to=${at.toISOString()}`,
    quality: `/prompts/${prompt}/quality?environment=production`,
  };
  for (const place of ["staging", "production"] as const) clients[place] = await clientOf(place);
});

const isNothing = ({ status, body }: Awaited<ReturnType<Client["get"]>>) =>
  status === 403 || status === 404 || [body?.items, body?.prompts].some((list) => Array.isArray(list) && !list.length);

describe("what is measured in an environment", () => {
  it("is read by a key of that environment, and by no other key", async () => {
    const read: Record<string, string[]> = {};
    for (const [what, path] of Object.entries(paths)) {
      const answers = { staging: await clients.staging?.get(path), production: await clients.production?.get(path) };
      read[what] = Object.entries(answers).flatMap(([key, answer]) => (answer && !isNothing(answer) ? [key] : []));
      expect(answers.production?.status, `${what}: ${answers.production?.text}`).toBe(200);
    }
    expect(read).toEqual(Object.fromEntries(Object.keys(paths).map((what) => [what, ["production"]])));
  });
});
