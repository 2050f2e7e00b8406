import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { Api } from "../src/api";

test("an expired key is replaced once, and the call is repeated", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    const isFine = request.headers.authorization === "Bearer us_second";
    response.writeHead(isFine ? 200 : 401).end(JSON.stringify(isFine ? { done: true } : { code: "api_key_expired" }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = new Api({ url, key: "us_first", renew: async () => "us_second" });
  expect(await api.call("/prompts")).toEqual({ done: true });
  expect(await api.call("/prompts")).toEqual({ done: true });
  expect(seen).toEqual(["Bearer us_first", "Bearer us_second", "Bearer us_second"]);
  await expect(new Api({ url, key: "us_first" }).call("/prompts")).rejects.toMatchObject({ code: "api_key_expired" });
  server.closeAllConnections();
  server.close();
});
