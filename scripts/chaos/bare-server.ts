/** A process with only `node:http`, to measure how slow the machine is. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(import.meta.url);
const isServer = "--bare-server";

export async function startBareServer(): Promise<{ url: string; stop: () => void }> {
  const child = fork(file, [isServer], { execArgv: ["--import", "tsx"] });
  const [port] = (await once(child, "message")) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.disconnect() };
}

if (process.argv[2] === isServer) {
  const body = JSON.stringify({ messages: [{ role: "system", content: "This is 1." }] });
  const server = createServer((_, response) => response.setHeader("content-type", "application/json").end(body));
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.once("disconnect", () => process.exit());
}
