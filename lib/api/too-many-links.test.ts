import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { noteAddressAdded } from "@/lib/auth/client-address";
import { mayTryLink } from "@/lib/auth/try-limit";
import { markTooManyLinks } from "./too-many-links";

vi.stubEnv("TRUSTED_PROXIES", "0");

const server = createServer((request, response) => {
  markTooManyLinks(request, response);
  response.statusCode = request.url?.endsWith("/gone") ? 404 : 200; // as Next does
  response.end("a page");
});
let url = "";
beforeAll(async () => {
  noteAddressAdded();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const ask = async (path: string, address: string, method = "GET") => {
  const { status, headers } = await fetch(url + path, { method, headers: { "x-forwarded-for": address } });
  return { status, wait: Number(headers.get("retry-after")) };
};

test("the page of a link has 429 once its address tried too many", async () => {
  for (let n = 0; n < 20; n++) {
    expect(await ask("/shared/abc", "10.9.0.1")).toEqual({ status: 200, wait: 0 });
    mayTryLink("10.9.0.1");
  }
  for (const path of ["/shared/abc/health", "/invitation/abc", "/sign-in/reset/abc", "/sign-in/confirm/abc?x=1"]) {
    const { status, wait } = await ask(path, "10.9.0.1");
    expect([path, status]).toEqual([path, 429]);
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
  }
  expect((await ask("/shared/abc", "10.9.0.1", "HEAD")).status).toBe(429);
  expect((await ask("/shared/gone", "10.9.0.1")).status).toBe(404);
  for (const path of ["/sign-in", "/shared", "/fernway/prompts"])
    expect((await ask(path, "10.9.0.1")).status).toBe(200);
  expect((await ask("/shared/abc", "10.9.0.2")).status).toBe(200);
  expect((await ask("/shared/abc", "10.9.0.1", "POST")).status).toBe(200);
});
