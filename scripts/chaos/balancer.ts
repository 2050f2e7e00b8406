/** HAProxy in front of the instances, as operators configure it: polls `/readyz` and routes to ready instances. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onPath } from "@/e2e/support/packages";
import { freePort } from "../embedded-postgres";

export type Balancer = {
  url: string;
  /** Resolves when it sends requests to the instance at this address. */
  untilUp: (instance: string) => Promise<void>;
  stop: () => Promise<void>;
};

const statusPath = "/haproxy-status";
const upWithinMs = 20_000;

const configuration = (port: number, urls: readonly string[]) => `
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  option redispatch
  retries 3
frontend understudy
  bind 127.0.0.1:${port}
  default_backend instances
  stats enable
  stats uri ${statusPath}
backend instances
  option httpchk GET /readyz
  timeout check 5s
  default-server check inter 200ms fall 1 rise 1
${urls.map((url, index) => `  server instance${index + 1} 127.0.0.1:${new URL(url).port}`).join("\n")}
`;

/** Starts HAProxy. Null if it is not installed. */
export async function startBalancer(urls: readonly string[]): Promise<Balancer | null> {
  const path = onPath("haproxy");
  if (!path) return null;
  const folder = mkdtempSync(join(tmpdir(), "understudy-haproxy-"));
  const file = join(folder, "haproxy.cfg");
  const port = await freePort();
  writeFileSync(file, configuration(port, urls));
  const server = spawn(path, ["-db", "-f", file], { stdio: "ignore" });
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const killAtExit = () => void server.kill("SIGKILL");
  process.once("exit", killAtExit);
  const stop = async () => {
    process.off("exit", killAtExit);
    server.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const untilUp = async (instance: string) => {
    const row = `instances,instance${urls.indexOf(instance) + 1},`;
    for (const began = performance.now(); performance.now() - began < upWithinMs; await sleep(50)) {
      const lines = (await (await fetch(`${url}${statusPath};csv`)).text()).split("\n");
      const status = lines[0]?.split(",").indexOf("status") ?? -1;
      if (lines.find((line) => line.startsWith(row))?.split(",")[status] === "UP") return;
    }
    throw new Error(`HAProxy does not send requests to ${instance}.`);
  };
  for (let tries = 0; tries < 100 && server.exitCode === null; tries++) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return { url, untilUp, stop };
    await sleep(50);
  }
  await stop();
  throw new Error("HAProxy does not pass requests on.");
}
