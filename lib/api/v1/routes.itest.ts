import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import * as anyOther from "@/app/api/[[...path]]/route";
import { type Client, createClient, mountAheadOfNext, mountBeforeAll, mounts } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { endpoints } from "./endpoints";

describe.each(mounts)("routes, $name", ({ start }) => {
  const mount = mountBeforeAll(start);
  let manage: Client;

  beforeAll(async () => {
    manage = createClient(mount.send, (await createTestWorkspace()).manageKey);
  });

  const exampleOf = (path: string) =>
    path
      .replace("{name}", "a%2Fb")
      .replace("{version}", "1")
      .replace("{number}", "1")
      .replace("{id}", "01890000-0000-7000-8000-000000000000")
      .replace("{deliveryId}", "01890000-0000-7000-8000-000000000000")
      .replace("{noteId}", "01890000-0000-7000-8000-000000000000");

  it("answers 405 with Allow for every other method of every path", async () => {
    for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
      const known = endpoints.filter((endpoint) => endpoint.path === path).map(({ method }) => method.toUpperCase());
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        if (known.includes(method)) continue;
        const answer = await manage.call(method, exampleOf(path));
        expect(answer.body?.code, `${method} ${path}`).toBe("method_not_allowed");
        for (const each of known) expect(answer.headers.get("allow")).toContain(each);
      }
    }
  });

  it("answers OPTIONS with the methods and no permission for other origins", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    const answer = await manage.call("OPTIONS", "/prompts", undefined, headers);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
    const names = [
      ...answer.headers.keys(),
      ...(await manage.call("GET", "/prompts", undefined, headers)).headers.keys(),
    ];
    expect(names.filter((header) => header.startsWith("access-control"))).toEqual([]);
  });

  it("answers HEAD like GET, without a body", async () => {
    for (const [path, status] of [
      ["/prompts", 200],
      ["/openapi.json", 200],
      ["/nothing", 404],
    ] as const) {
      const answer = await manage.call("HEAD", path);
      expect([path, answer.status, answer.text]).toEqual([path, status, ""]);
    }
    expect((await createClient(mount.send, null).call("HEAD", "/prompts")).status).toBe(401);
  });

  it("answers 404 as a problem for unknown paths, with or without a key", async () => {
    for (const path of ["/nothing", "/prompts/a/b/c", "/prompts/a/nothing", "/keys/x/y/z", "/../../etc/passwd", "//"]) {
      expect((await manage.get(path)).status, path).toBe(404);
      expect((await createClient(mount.send, null).get(path)).status, path).toBe(404);
    }
    expect((await manage.get("/prompts/support/triage")).body.detail).toContain("support%2Ftriage");
  });

  it("accepts the id of a prompt instead of its name on every path", async () => {
    const content = { type: "text", messages: [{ role: "user", content: "Hi" }] };
    const { id, name } = (await manage.post("/prompts", { name: "routes/by-id", content })).body;
    for (const { method, path } of endpoints) {
      if (!path.startsWith("/prompts/{name}") || method !== "get") continue;
      const rest = exampleOf(path.replace("{name}", ""))
        .slice("/prompts/".length)
        .replace("{environment}", "production");
      const query = path.endsWith("/diff") ? "?from=1&to=1" : "";
      const ask = async (each: string) => (await manage.get(`/prompts/${each}${rest}${query}`)).body;
      const { requestId: _, instance: __, ...expected } = await ask(encodeURIComponent(name));
      expect(await ask(id), path).toMatchObject(expected);
    }
    const saved = await manage.post(`/prompts/${id}/versions`, { content: { ...content, type: "chat" } });
    expect(saved.body).toMatchObject({ prompt: name, version: 2 });
    const stranger = createClient(mount.send, (await createTestWorkspace()).manageKey);
    expect((await stranger.get(`/prompts/${id}`)).status).toBe(404);
  });

  it("answers with the headers of an API", async () => {
    const answer = await manage.get("/prompts");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-type")).toBe("application/json");
    const traced = await manage.get("/prompts", { "x-request-id": "trace:1" });
    expect(traced.headers.get("x-request-id")).toBe("trace:1");
  });

  it("serves its description and its page without a key", async () => {
    const description = await mount.send("/api/v1/openapi.json");
    expect((await description.json()).openapi).toBe("3.1.0");
    const page = await mount.send("/api/v1/docs");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain("<h1>Understudy API</h1>");
    const root = await mount.send("/api/v1");
    expect(await root.json()).toMatchObject({ docs: "/api/v1/docs" });
  });
});

describe("the Node listener", () => {
  it("answers invalid addresses and hosts with a problem, not a crash", async () => {
    const mount = await mountAheadOfNext();
    const { port } = new URL((await mount.send("/api/v1")).url);
    const raw = (lines: string[]) =>
      new Promise<string>((done) => {
        const socket = connect(Number(port), "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
        let text = "";
        socket.on("data", (chunk) => {
          text += chunk;
        });
        socket.on("close", () => done(text));
      });
    const badHost = await raw(["GET /api/v1/prompts HTTP/1.1", "Host: a b/c?d#e", "Connection: close"]);
    expect(badHost).toMatch(/^HTTP\/1\.1 422 [\s\S]*application\/problem\+json[\s\S]*"code":"invalid_request"/);
    const odd = await raw(["GET /api/v1/prompts/%00%ff%2F..%2f HTTP/1.1", "Host: x", "Connection: close"]);
    expect(odd).toMatch(/^HTTP\/1\.1 401/);
    const noHost = await raw(["GET /api/v1 HTTP/1.0"]);
    expect(noHost).toMatch(/^HTTP\/1\.1 200/);
    expect((await mount.send("/api/v1")).status).toBe(200);
    await mount.stop();
  });
});

describe("other paths under /api", () => {
  it("are 404 as a problem", async () => {
    const answer = anyOther.GET(new Request("http://localhost/api/nothing/here"));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "not_found", instance: "/api/nothing/here" });
  });
});
