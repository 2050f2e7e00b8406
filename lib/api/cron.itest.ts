import { beforeAll, describe, expect, it, vi } from "vitest";
import * as route from "@/app/api/cron/[job]/route";
import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { createChannel } from "@/lib/alerts/commands/channels";
import { prisma, transaction } from "@/lib/core/db";
import { createRun } from "@/lib/evaluation/runs/commands/create-run";
import { holdLease } from "@/lib/evaluation/runs/commands/lease";
import { getRunOrThrow } from "@/lib/evaluation/runs/queries";
import { onceInFleet } from "@/lib/jobs/commands/once-in-fleet";
import { evaluationsOf } from "@/lib/jobs/definitions/evaluations";
import { outboxOf } from "@/lib/jobs/definitions/outbox";
import { jobs } from "@/lib/jobs/registry";
import { createSuiteExpecting, wordOf } from "@/lib/testing/evaluation";
import { startFakeProvider } from "@/lib/testing/fake-provider";
import { startReceiver } from "@/lib/testing/receiver";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { cronFor } from "./cron";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

const secret = "0123456789abcdef";
let only = "";
let own: TestWorkspace;
beforeAll(async () => {
  own = await createTestWorkspace();
});
// Excludes the alerts and evaluations of other tests.
const cron = cronFor(() => ({
  secret,
  jobs: { ...jobs, evaluations: evaluationsOf(only), outbox: outboxOf(own.workspaceId) },
}));
const call = (job: string, { method = "GET", token = secret }: { method?: string; token?: string | null } = {}) =>
  cron(
    new Request(`http://localhost/api/cron/${job}`, {
      method,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    }),
    job,
  );

describe("the endpoint of scheduled jobs", () => {
  it("is closed without a secret", async () => {
    const context = { params: Promise.resolve({ job: "outbox" }) };
    const answer = await route.POST(new Request("http://localhost/api/cron/outbox", { method: "POST" }), context);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "cron_not_configured", instance: "/api/cron/outbox" });
  });

  it("requires the secret as the bearer token", async () => {
    for (const token of [null, "", "wrong", `${secret}x`]) {
      const answer = await call("outbox", { token });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: "unauthenticated" });
    }
    expect((await call("nothing", { token: null })).status).toBe(401);
  });

  it("runs the existing jobs, by GET and POST", async () => {
    const unknown = await call("constructor");
    expect([unknown.status, (await unknown.json()).code]).toEqual([404, "not_found"]);
    const wrong = await call("outbox", { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST"]);
    for (const method of ["GET", "POST"]) {
      const answer = await call("outbox", { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(await answer.json()).toEqual({
        job: "outbox",
        // Other tests may have left deliveries.
        delivered: expect.any(Number),
        alertsDelivered: expect.any(Number),
        alertsRetried: expect.any(Number),
        alertsFailed: expect.any(Number),
        mailsSent: expect.any(Number),
        slackSent: expect.any(Number),
      });
    }
  });
});

it("a job that another process runs is skipped", async () => {
  await onceInFleet("retention", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => call("retention")));
    for (const answer of answers) expect(await answer.json()).toEqual({ job: "retention", skipped: true });
  });
  const free = await (await call("retention")).json();
  expect(free).toMatchObject({ job: "retention", outboxMessages: expect.any(Number), partitions: expect.any(Number) });
});

it("alerts are delivered by calls, each once for any number of calls", async () => {
  const receiver = await startReceiver();
  await createChannel(own.owner, { kind: "webhook", name: "Ours", url: receiver.url });
  for (const dedupeKey of ["one", "two"])
    await transaction((tx) =>
      raiseAlert(tx, {
        workspaceId: own.workspaceId,
        kind: "guard.worse",
        severity: "warning",
        title: "Worse",
        dedupeKey,
      }),
    );
  const answers = await Promise.all(Array.from({ length: 5 }, () => call("outbox")));
  const bodies = await Promise.all(answers.map((answer) => answer.json()));
  expect(bodies.reduce((sum, { alertsDelivered }) => sum + alertsDelivered, 0)).toBe(2);
  expect(receiver.received).toHaveLength(2);
  await receiver.stop();
});

it("evaluations are finished by calls, each case once for any number of calls", async () => {
  const provider = await startFakeProvider();
  provider.reply = (body) => ({ text: wordOf(body) });
  const workspace = await createTestWorkspace();
  only = workspace.workspaceId;
  await createSuiteExpecting(workspace, { provider, cases: 12 });
  const scorers = [{ id: "exact", type: "exact" as const, name: "Exact" }];
  const { id } = await createRun(workspace.owner, {
    prompt: "say",
    version: 1,
    suite: "Words",
    scorers,
    trigger: "api",
  });
  const holder = "01890000-0000-7000-8000-000000000001";
  await holdLease(workspace.workspaceId, holder);
  expect(await (await call("evaluations")).json()).toEqual({ job: "evaluations", skipped: true });
  expect(provider.requests).toHaveLength(0);
  await prisma().evaluationLease.deleteMany({ where: { holder } });
  await Promise.all(Array.from({ length: 5 }, () => call("evaluations")));
  expect((await getRunOrThrow(workspace.owner, id)).status).toBe("finished");
  expect(provider.requests).toHaveLength(12);
  await provider.stop();
});
