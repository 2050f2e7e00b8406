import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { archivePrompt, createPrompt, renamePrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { type Client, createClient, describeOnMounts, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createWithHoldback } from "@/lib/testing/holdback";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { codingFor } from "./bundle";

describeOnMounts("the bundle", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let app: Client;

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    app = createClient(mount.send, workspace.runtimeKeys.production);
    await createLivePrompt(workspace.owner, "support/a");
    await createLivePrompt(workspace.owner, "sales/b");
    await createPrompt(workspace.owner, {
      name: "support/draft",
      content: { messages: [{ role: "user", content: "x" }] },
    });
  });

  const bundle = async (path = "/bundle", headers?: Record<string, string>) => app.get(path, headers);
  const prompt = async (name: string) =>
    (await bundle()).body.bundle.prompts.find((one: { name: string }) => one.name === name);

  it("contains what is released, with a hash to verify it", async () => {
    const { status, body, text, headers } = await bundle();
    expect(status).toBe(200);
    expect(body.bundle.environment).toBe("production");
    const names = body.bundle.prompts.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["sales/b", "support/a"]));
    expect(names).not.toContain("support/draft");
    const own = text.slice('{"hash":"","bundle":'.length + 64, -1);
    expect(createHash("sha256").update(own).digest("hex")).toBe(body.hash);
    expect(Math.abs(Number(headers.get("x-server-time")) - Date.now())).toBeLessThan(60_000);
  });

  it("answers 304 to its own ETag in any encoding, and other bytes have another tag", async () => {
    const tags = new Set<string>();
    for (const coding of ["br", "gzip", "identity"]) {
      // Does not use the client, which decodes bodies: inside Next they are not decoded.
      const ask = (more: Record<string, string> = {}) =>
        mount.send("/api/v1/bundle", {
          headers: { authorization: `Bearer ${workspace.runtimeKeys.production}`, "accept-encoding": coding, ...more },
        });
      const first = await ask();
      const etag = first.headers.get("etag") ?? "";
      tags.add(etag);
      expect(first.headers.get("vary")).toBe("accept-encoding");
      expect(first.headers.get("content-encoding")).toBe(coding === "identity" ? null : coding);
      expect((await ask({ "if-none-match": etag })).status).toBe(304);
    }
    expect(tags.size).toBe(3);
  });

  it("changes with a release, but not with a draft", async () => {
    const name = await createLivePrompt(workspace.owner, "support/changing");
    const before = (await bundle()).headers.get("etag") ?? "";
    await saveVersion(workspace.owner, { name, content: { messages: [{ role: "system", content: "a draft" }] } });
    expect((await bundle("/bundle", { "if-none-match": before })).status).toBe(304);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const after = await bundle("/bundle", { "if-none-match": before });
    expect(after.status).toBe(200);
    expect(await prompt(name)).toMatchObject({ version: 2, content: { messages: [{ content: "text 2" }] } });
  });

  it("contains experiments with their weights, holdbacks with their users, and former names", async () => {
    const tried = await createLivePrompt(workspace.owner, "support/tried");
    const { id } = await startTestExperiment(workspace.owner, tried);
    expect(await prompt(tried)).toMatchObject({
      version: 1,
      experiment: {
        id,
        phase: 1,
        batch: 1,
        variants: [
          { key: "control", version: 1, weight: 0.5 },
          { key: "candidate", version: 2, weight: 0.5 },
        ],
        versions: [{ version: 2, content: { messages: [{ content: "text 2" }] } }],
      },
    });
    const held = await createWithHoldback(workspace, "support/held", { share: 0.25 });
    expect(await prompt(held)).toMatchObject({ version: 2, control: { version: 1, share: 0.25 } });
    await renamePrompt(workspace.owner, { name: held, to: "support/holding" });
    expect(await prompt("support/holding")).toMatchObject({ aliases: [held] });
    await archivePrompt(workspace.owner, { name: "support/holding" });
    expect(await prompt("support/holding")).toBeUndefined();
  });

  it("is limited to a folder if requested", async () => {
    const { body } = await bundle("/bundle?folder=sales");
    expect(body.bundle.folder).toBe("sales");
    expect(body.bundle.prompts.map(({ name }: { name: string }) => name)).toEqual(["sales/b"]);
    expect((await bundle("/bundle?folder=nothing%2Fhere")).body.bundle.prompts).toEqual([]);
    expect((await bundle("/bundle?folder=..")).body.code).toBe("invalid_name");
  });

  it("has the same errors as resolve", async () => {
    expect((await bundle("/bundle?environment=staging")).body.code).toBe("environment_not_allowed");
    expect((await bundle("/bundle?environment=nowhere")).body.code).toBe("not_found");
    const manage = createClient(mount.send, workspace.manageKey);
    expect((await manage.get("/bundle")).body.code).toBe("invalid_request");
    expect((await manage.get("/bundle?environment=production")).status).toBe(200);
    expect((await bundle("/bundle?what=1")).body.code).toBe("unrecognized_keys");
  });

  it("never contains another workspace's prompts", async () => {
    const stranger = await createTestWorkspace();
    const theirs = createClient(mount.send, stranger.runtimeKeys.production);
    expect((await theirs.get("/bundle")).body.bundle.prompts).toEqual([]);
    expect((await theirs.get("/bundle?folder=support")).body.bundle.prompts).toEqual([]);
  });
});

it("uses the best encoding that the client accepts", () => {
  expect(codingFor(null)).toBe("identity");
  expect(codingFor("gzip, deflate, br")).toBe("br");
  expect(codingFor("gzip;q=0.5, br;q=0")).toBe("gzip");
  expect(codingFor("GZIP")).toBe("gzip");
  expect(codingFor("deflate")).toBe("identity");
});
