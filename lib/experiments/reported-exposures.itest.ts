import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const mount = mountBeforeAll();
let workspace: TestWorkspace;
let app: Client;
let experimentId: string;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  app = createClient(mount.send, workspace.runtimeKeys.production);
  const name = await createLivePrompt(workspace.owner, "reported/a");
  const variants = [
    { key: "control", version: 1, weight: 0.7 },
    { key: "candidate", version: 2, weight: 0.3 },
  ];
  experimentId = (await startTestExperiment(workspace.owner, name, { variants })).id;
});

const exposure = (userId: string, more: object = {}) => ({
  experimentId,
  phase: 1,
  batch: 1,
  variant: "candidate",
  userId,
  at: new Date().toISOString(),
  ...more,
});
const report = (...exposures: object[]) => app.post("/exposures", { exposures });
const unit = (unitId: string) => prisma().experimentUnit.findFirst({ where: { experimentId, unitId } });

describe("reported exposures", () => {
  it("count once per user, with the share the server stored for their batch of weights", async () => {
    expect(await report(exposure("u1"), exposure("u2"))).toMatchObject({ status: 202, body: { accepted: 2 } });
    const again = await report(exposure("u1", { variant: "control" }), exposure("u3"));
    expect(again.body).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    expect(await unit("u1")).toMatchObject({ variant: "candidate", propensity: 0.3, batch: 1, phase: 1 });
    expect(await prisma().experimentUnit.count({ where: { experimentId } })).toBe(3);
  });

  it("are dated between the start of their weights and now, whatever the client's clock says", async () => {
    const at = (ms: number) => ({ at: new Date(Date.now() + ms).toISOString() });
    await report(exposure("early", at(-3_600_000)), exposure("late", at(3_600_000)));
    const [weights] = await prisma().experimentWeights.findMany({ where: { experimentId } });
    expect((await unit("early"))?.exposedAt).toEqual(weights?.at);
    const late = (await unit("late"))?.exposedAt.getTime() ?? 0;
    expect(Math.abs(late - Date.now())).toBeLessThan(30_000);
  });

  it("are rejected individually if they do not match what was served", async () => {
    const { body } = await report(
      exposure("u8", { variant: "nobody" }),
      exposure("u9"),
      exposure("u8", { batch: 7 }),
      exposure("u8", { phase: 7 }),
      exposure("u8", { experimentId: crypto.randomUUID() }),
    );
    expect(body.accepted).toBe(1);
    expect(body.rejected.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual(
      [0, 2, 3, 4].map((index) => [index, "unknown_reference"]),
    );
    expect(await unit("u8")).toBeNull();
  });

  it("of another workspace or environment change nothing", async () => {
    const stranger = await createTestWorkspace();
    for (const key of [stranger.runtimeKeys.production, stranger.manageKey, workspace.runtimeKeys.staging]) {
      const { body } = await createClient(mount.send, key).post("/exposures", { exposures: [exposure("foreign")] });
      expect(body).toMatchObject({ accepted: 0, rejected: [{ code: "unknown_reference" }] });
    }
    expect(await unit("foreign")).toBeNull();
  });

  it("are rejected as a whole if they cannot be parsed", async () => {
    expect((await report()).body.code).toBe("empty_batch");
    expect((await report(...Array.from({ length: 1_001 }, (_, n) => exposure(`u${n}`)))).body.code).toBe(
      "batch_too_large",
    );
    expect((await report(exposure("u", { at: "yesterday" }))).status).toBe(422);
    expect((await report(exposure("u", { propensity: 1 }))).body.code).toBe("unrecognized_keys");
    expect((await report(exposure("u", { experimentId: "x" }))).body.code).toBe("invalid_id");
  });
});
