/** A real Redis for tests and benchmarks: an existing one, or one installed from Debian's packages, on its own port. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/scripts/embedded-postgres";
import { aptInstall, onPath } from "./packages";

export type Redis = { url: string; port: number; pid: number; stop: () => Promise<void> };

/** Returns the path of redis-server, or the sentence that says why there is none. */
export function findRedis(log: (line: string) => void = () => {}): { path: string } | { missing: string } {
  const found = onPath("redis-server");
  if (found) return { path: found };
  const refused = aptInstall("redis-server", log);
  const installed = onPath("redis-server");
  if (installed) return { path: installed };
  return { missing: `redis-server is not on the PATH and ${refused ?? "its package brought none"}` };
}

async function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const finish = (result: boolean) => {
      socket.destroy();
      done(result);
    };
    socket.on("data", (data) => finish(data.toString().startsWith("+PONG"))).on("error", () => finish(false));
  });
}

/** Starts a Redis without persistence. Throws if there is none: call `findRedis` first to skip the test. */
export async function startRedis({ port }: { port?: number } = {}): Promise<Redis> {
  const found = findRedis();
  if ("missing" in found) throw new Error(found.missing);
  const boundPort = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), "understudy-redis-"));
  const flags = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", folder];
  const server = spawn(found.path, ["--port", String(boundPort), ...flags], { detached: true, stdio: "ignore" });
  const ended = new Promise<void>((done) => server.once("exit", () => done()).once("error", () => done()));
  const killAtExit = () => void server.kill("SIGKILL");
  process.once("exit", killAtExit);
  const stop = async () => {
    process.off("exit", killAtExit);
    server.kill("SIGKILL"); // there is nothing to save
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) break;
    if (await answers(boundPort))
      return { url: `redis://127.0.0.1:${boundPort}`, port: boundPort, pid: server.pid ?? 0, stop };
    await sleep(25);
  }
  await stop();
  throw new Error(`${found.path} does not answer on port ${boundPort}.`);
}
