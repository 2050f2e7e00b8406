import { beforeEach, describe, expect, it, vi } from "vitest";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { type AlertStage, createAlertStage, testKeys } from "@/lib/testing/alerts";
import { type Client, chatContent, createClient, mountBeforeAll } from "@/lib/testing/api";
import { createTestMember } from "@/lib/testing/workspace";
import { markAlertsSeen, sweepAlerts } from "./commands/alerts";
import { countUnread, listAlerts } from "./queries/alerts";

vi.stubEnv("ENCRYPTION_KEYS", testKeys);

const mount = mountBeforeAll();
let stage: AlertStage;
let api: Client;
beforeEach(async () => {
  stage = await createAlertStage();
  api = createClient(mount.send, stage.manageKey);
});
const age = (id: string | null, interval: string) =>
  prisma().$executeRaw`update alerts set at = now() - ${interval}::interval where id = ${id}::uuid`;

describe("unread alerts", () => {
  it("are separate per person", async () => {
    const other = await createTestMember(stage.workspaceId, "viewer");
    const [first, second] = [await stage.raise(), await stage.raise({ severity: "critical" })];
    await stage.raise({ severity: "info" });
    expect([await countUnread(stage.owner), await countUnread(other)]).toEqual([2, 2]);
    expect(await markAlertsSeen(stage.owner, { ids: [first ?? ""] })).toEqual({ seen: 1 });
    expect(await markAlertsSeen(stage.owner, { ids: [first ?? ""] })).toEqual({ seen: 0 });
    expect([await countUnread(stage.owner), await countUnread(other)]).toEqual([1, 2]);
    const open = await listAlerts(stage.owner, { limit: 10, isOpen: true });
    expect(open.items.map(({ severity }) => severity)).toEqual(["info", "critical"]);
    expect((await listAlerts(other, { limit: 10 })).items.every(({ isUnread }) => isUnread)).toBe(true);
    expect(await markAlertsSeen(other, { all: true })).toEqual({ seen: 3 });
    expect([await countUnread(stage.owner), await countUnread(other)]).toEqual([1, 0]);
    const seen = await listAlerts(stage.owner, { limit: 10, isOpen: false });
    expect(seen.items.map(({ id }) => id)).toEqual([first]);
    expect(second).not.toBeNull();
  });

  it("are read after 30 days, and deleted after a year", async () => {
    const [old, ancient] = [await stage.raise(), await stage.raise()];
    await age(old, "31 days");
    await age(ancient, "366 days");
    expect(await countUnread(stage.owner)).toBe(0);
    expect((await listAlerts(stage.owner, { limit: 10 })).items).toMatchObject([{ id: old, isUnread: false }, {}]);
    expect((await sweepAlerts()).alerts).toBeGreaterThanOrEqual(1);
    expect((await listAlerts(stage.owner, { limit: 10 })).items.map(({ id }) => id)).toEqual([old]);
  });

  it("are marked for every member by a key, in its workspace only", async () => {
    const other = await createAlertStage();
    const [own, foreign] = [await stage.raise(), await other.raise()];
    await createTestMember(stage.workspaceId, "editor");
    const marked = await api.post("/alerts/seen", { ids: [own, foreign] });
    expect(marked.body).toEqual({ seen: 1 });
    expect([await countUnread(stage.owner), await countUnread(other.owner)]).toEqual([0, 1]);
    expect(await markAlertsSeen(other.owner, { ids: [own ?? ""] })).toEqual({ seen: 0 });
    for (const body of [{}, { ids: [] }, { ids: ["x"] }, { ids: [own], all: true }, { all: false }])
      expect((await api.post("/alerts/seen", body)).status).toBe(422);
  });

  it("of environments a key cannot access stay unread", async () => {
    const { key } = await createApiKey(stage.owner, { name: "staging", scope: "manage", environments: ["staging"] });
    const { staging, production } = stage.environments;
    const [own, everywhere] = [await stage.raise({ environmentId: staging }), await stage.raise()];
    const foreign = await stage.raise({ environmentId: production, severity: "critical" });
    const bound = createClient(mount.send, key);
    expect((await bound.post("/alerts/seen", { all: true })).body).toEqual({ seen: 2 });
    expect((await bound.post("/alerts/seen", { ids: [own, everywhere, foreign] })).body).toEqual({ seen: 0 });
    const open = await listAlerts(stage.owner, { limit: 10, isOpen: true });
    expect(open.items.map(({ id }) => id)).toEqual([foreign]);
  });
});

describe("the list", () => {
  it("can be filtered by place, kind and severity, and paged", async () => {
    const prompt = await createPrompt(stage.owner, { name: "support/reply", content: chatContent("Hi.") as never });
    const environmentId = stage.environments.production;
    const here = { promptId: prompt.id, environmentId };
    await stage.raise({ ...here, kind: "guard.rolled_back", severity: "critical" });
    await stage.raise({ ...here });
    await stage.raise({ kind: "judge.budget", severity: "info" });
    const found = async (query: string) =>
      (await api.get(`/alerts?${query}`)).body.items.map((one: { kind: string }) => one.kind);
    expect(await found("")).toEqual(["judge.budget", "guard.worse", "guard.rolled_back"]);
    expect(await found("prompt=support%2Freply")).toEqual(["guard.worse", "guard.rolled_back"]);
    expect(await found("environment=production&severity=critical")).toEqual(["guard.rolled_back"]);
    expect(await found("kind=judge.budget&open=true")).toEqual(["judge.budget"]);
    expect(await found("open=false")).toEqual([]);
    const first = (await api.get("/alerts?limit=2")).body;
    const second = (await api.get(`/alerts?limit=2&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(second.items[0]).toMatchObject({ prompt: "support/reply", environment: "production" });
    expect((await api.get("/alerts?prompt=no%2Fsuch")).status).toBe(404);
    expect((await api.get("/alerts?environment=mars")).status).toBe(404);
    expect((await api.get("/alerts?kind=nonsense")).status).toBe(422);
    expect((await createClient(mount.send, (await createAlertStage()).manageKey).get("/alerts")).body.items).toEqual(
      [],
    );
  });
});
