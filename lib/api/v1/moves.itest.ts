import { beforeAll, beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { addHoldbackGuard } from "@/lib/testing/holdback";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

describeOnMounts("moves", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let manage: Client;
  let count = 0;
  let name = "";
  let at = "";

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    manage = createClient(mount.send, workspace.manageKey);
  });
  beforeEach(async () => {
    name = `moves/p${count++}`;
    at = `/prompts/${inPath(name)}`;
    await manage.post("/prompts", { name, content: chatContent("one") });
    for (const text of ["two", "three"]) await manage.post(`${at}/versions`, { content: chatContent(text) });
  });

  const promote = (version: number, more: object = {}, headers?: Record<string, string>) =>
    manage.post(`${at}/promote`, { version, environment: "production", ...more }, headers);
  const rollback = (more: object = {}, headers?: Record<string, string>) =>
    manage.post(`${at}/rollback`, { environment: "production", ...more }, headers);

  it("promotes, returns the new revision as ETag, and keeps the history", async () => {
    const first = await promote(1, { reason: "launch" });
    expect(first.body).toMatchObject({
      deployment: { environment: "production", version: 1, revision: 1 },
      release: { kind: "promote", fromVersion: null, toVersion: 1, reason: "launch", actor: { kind: "key" } },
    });
    expect(first.headers.get("etag")).toBe('"1"');
    await promote(2);
    const back = await rollback({ reason: "flop" });
    expect(back.body.deployment).toMatchObject({ version: 1, revision: 3 });
    const releases = (await manage.get(`${at}/releases`)).body.items;
    expect(releases.map(({ kind, toVersion }: Record<string, unknown>) => [kind, toVersion])).toEqual([
      ["rollback", 1],
      ["promote", 2],
      ["promote", 1],
    ]);
    const prompt = await manage.get(`${at}?environment=production`);
    expect(prompt.headers.get("etag")).toBe('"3"');
    expect(prompt.body.deployments).toMatchObject([{ environment: "production", version: 1, revision: 3 }]);
    expect((await manage.get(`${at}?environment=staging`)).headers.get("etag")).toBe('"0"');
  });

  it("shows the holdback, uses it in the time machine, and ends it once", async () => {
    await promote(1);
    await addHoldbackGuard(workspace, name, { share: 0.5 });
    await promote(2);
    const [live] = (await manage.get(at)).body.deployments;
    expect(live.control).toMatchObject({ version: 1, share: 0.5 });
    const then = new Date().toISOString();
    const ask = async (user: number) => {
      const query = new URLSearchParams({ prompt: name, environment: "production", at: then, userId: `u_${user}` });
      return (await manage.get(`/lookup?${query}`)).body;
    };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, user) => ask(user)));
    const served = answers.map(({ assignment, version }) => assignment?.version ?? version);
    expect(new Set(served)).toEqual(new Set([1, 2]));
    const kept = { reason: "release", experimentId: null, variant: "control", version: 1, propensity: 0.5 };
    expect(answers.find(({ assignment }) => assignment).assignment).toMatchObject(kept);
    expect(answers[0].control).toMatchObject({ version: 1, share: 0.5, endedBy: null });

    const end = (more: object, headers?: Record<string, string>) =>
      manage.post(`${at}/end-control`, { environment: "production", ...more }, headers);
    expect((await end({ expectedRevision: 1 })).body.code).toBe("revision_conflict");
    expect((await end({}, { "if-match": '"1"' })).body.code).toBe("precondition_failed");
    const ended = await end({ reason: "seen enough" }, { "if-match": '"2"' });
    expect(ended.body).toMatchObject({ deployment: { version: 2, revision: 2 }, release: { toVersion: 2 } });
    expect(ended.headers.get("etag")).toBe('"2"');
    expect((await manage.get(at)).body.deployments[0].control).toBeNull();
    expect(await end({})).toMatchObject({ status: 409, body: { code: "invalid_state" } });
  });

  it("checks expectedRevision (409) and If-Match (412)", async () => {
    expect((await promote(1, { expectedRevision: 1 })).body.code).toBe("revision_conflict");
    expect((await promote(1, {}, { "if-match": "*" })).body.code).toBe("precondition_failed");
    expect((await promote(1, { expectedRevision: 0 })).status).toBe(200);
    expect((await promote(2, { expectedRevision: 0 })).body.code).toBe("revision_conflict");
    for (const stale of ['"0"', '"7"', 'W/"1"', "1", '"abc"', '"0", "7"', ""])
      expect((await promote(2, {}, { "if-match": stale })).body.code, stale).toBe("precondition_failed");
    expect((await manage.get(at)).body.deployments[0].revision).toBe(1);
    expect((await promote(2, {}, { "if-match": '"1"' })).status).toBe(200);
    expect((await promote(3, {}, { "if-match": '"9", "2"' })).status).toBe(200);
    expect((await rollback({}, { "if-match": '"2"' })).body.code).toBe("precondition_failed");
    expect((await rollback({}, { "if-match": "*" })).body.deployment.revision).toBe(4);
    expect((await rollback({ expectedRevision: 3 })).body.code).toBe("revision_conflict");
    expect((await rollback({ expectedRevision: 3 }, { "if-match": '"4"' })).body.code).toBe("invalid_request");
  });

  it("applies exactly one of 50 concurrent releases", async () => {
    await promote(1);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        index % 5 === 0
          ? rollback({ version: 1, expectedRevision: 0 })
          : promote(2 + (index % 2), { expectedRevision: 1 }),
      ),
    );
    const codes = answers.map(({ status, body }) => (status === 200 ? "moved" : body.code));
    expect(codes.filter((code) => code === "moved")).toHaveLength(1);
    expect(codes.filter((code) => code === "revision_conflict")).toHaveLength(49);
    const { items } = (await manage.get(`${at}/releases`)).body;
    expect(items.map(({ revision }: { revision: number }) => revision)).toEqual([2, 1]);
    expect(items[0].fromVersion).toBe(1);
    expect((await manage.get(at)).body.deployments).toHaveLength(1);
  });

  it("keeps a linear history with concurrent releases", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => promote(1 + (index % 3))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { items } = (await manage.get(`${at}/releases?limit=100`)).body;
    const oldestFirst = items.toReversed();
    for (const [index, release] of oldestFirst.entries()) {
      expect(release.revision).toBe(index + 1);
      expect(release.fromVersion).toBe(index === 0 ? null : oldestFirst[index - 1].toVersion);
    }
  });

  it("refuses releases the state does not allow", async () => {
    expect((await rollback()).body.code).toBe("invalid_state");
    expect((await promote(9)).body.code).toBe("not_found");
    expect((await promote(1, { environment: "nowhere" })).body.code).toBe("not_found");
    await promote(1);
    expect((await rollback()).body.code).toBe("invalid_state");
    expect((await rollback({ version: 2 })).body.code).toBe("invalid_state");
    await manage.post(`${at}/archive`);
    expect((await promote(2)).body.code).toBe("invalid_state");
    expect((await manage.post(`${at}/versions`, { content: chatContent("four") })).body.code).toBe("invalid_state");
  });

  it("finds the version that was live at a given time", async () => {
    const before = new Date(Date.now() - 60_000).toISOString();
    const first = (await promote(1)).body.release.at;
    const second = (await promote(2)).body.release.at;
    const look = async (instant: string) =>
      (await manage.get(`/lookup?prompt=${inPath(name)}&environment=production&at=${instant}`)).body;
    expect(await look(before)).toMatchObject({ version: null, release: null });
    expect(await look(first)).toMatchObject({ version: 1, release: { toVersion: 1 }, replacedBy: { toVersion: 2 } });
    expect(await look(second)).toMatchObject({ version: 2, replacedBy: null });
    const local = `${second.slice(0, -1)}+00:00`;
    expect((await look(local)).version).toBe(2);
  });

  it("finds what a user got around a given time", async () => {
    const { at: moved } = (await promote(1)).body.release;
    const use = { type: "interaction", prompt: name, version: 1, environment: "production", userId: "ana" };
    const minutes = (count: number) => new Date(Date.parse(moved) + count * 60_000).toISOString();
    const events = [0, -20, -40].map((when) => {
      const id = `around-${count}${when}`;
      return { ...use, id, interactionId: id, at: minutes(when) };
    });
    const runtime = createClient(mount.send, workspace.runtimeKeys.production);
    expect((await runtime.post("/events", { events })).body.accepted).toBe(3);
    const look = async (instant: string, user: string) =>
      (await manage.get(`/lookup?prompt=${inPath(name)}&environment=production&at=${instant}${user}`)).body;
    const found = await look(moved, "&userId=ana");
    expect(found).toMatchObject({ version: 1, assignment: null });
    expect(found.interactions.map((one: { at: string }) => one.at)).toEqual([minutes(0), minutes(-20)]);
    expect((await look(moved, "&userId=bo")).interactions).toEqual([]);
    expect(await look(moved, "")).not.toHaveProperty("interactions");
  });

  it("records every release in the audit log, with its target", async () => {
    await promote(1);
    const { id } = (await manage.get(at)).body;
    const { items } = (await manage.get(`/audit?targetId=${id}`)).body;
    expect(items.map(({ action }: { action: string }) => action)).toContain("version.promote");
    const { items: releases } = (await manage.get("/releases?environment=production&limit=1")).body;
    expect(releases[0]).toMatchObject({ prompt: name, environment: "production" });
    const count = await prisma().auditEvent.count({ where: { workspaceId: workspace.workspaceId, targetId: id } });
    expect(items).toHaveLength(count);
  });

  it("changes the description of a prompt, and finds it by that", async () => {
    const changed = await manage.patch(at, { description: "Greets warmly", tags: ["hello", `only-${count}`] });
    expect(changed.body).toMatchObject({ description: "Greets warmly", tags: ["hello", `only-${count}`] });
    expect((await manage.get(at)).body.latestVersion).toBe(3);
    const names = async (query: string) =>
      (await manage.get(`/prompts?limit=100&${query}`)).body.items.map((prompt: { name: string }) => prompt.name);
    expect(await names(`tag=only-${count}`)).toEqual([name]);
    expect(await names("status=draft")).toContain(name);
    await promote(1);
    expect(await names("status=draft")).not.toContain(name);
    expect(await names("status=production")).toContain(name);
    expect(await names("isArchived=true")).not.toContain(name);
    await manage.post(`${at}/archive`);
    expect(await names("isArchived=true")).toContain(name);
    expect(await names("isArchived=false")).not.toContain(name);
    expect(await names("isArchived=false&search=%25")).toEqual([]);
    expect(await names("isArchived=false&search=_")).toEqual([]);
    expect(await names("isArchived=false&folder=mov_s")).toEqual([]);
    for (const bad of ["isArchived=yes", "status=live", "folder=%00"])
      expect((await manage.get(`/prompts?${bad}`)).status).toBe(422);
  });

  it("pages through versions and prompts without gaps or duplicates", async () => {
    const seen: number[] = [];
    let cursor: string | null = "";
    do {
      const page = await manage.get(`${at}/versions?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ version }: { version: number }) => version));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(seen).toEqual([3, 2, 1]);
    const { items } = (await manage.get(`/prompts?folder=moves&search=${inPath(name)}`)).body;
    expect(items.map((prompt: { name: string }) => prompt.name)).toEqual([name]);
    const diff = await manage.get(`${at}/diff?from=1&to=2`);
    expect(diff.body).toMatchObject({ from: 1, to: 2, isSame: false });
  });
});
