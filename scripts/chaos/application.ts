/** An application with `@understudy/client` that constantly resolves and reports. Bundle and reports are in files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Source } from "@/packages/client/src/api";
import { createClient } from "@/packages/client/src/index";
import { fileOutbox, fileStorage } from "@/packages/client/src/node";

const everyMs = 20;
const patienceMs = 60_000;

type Settings = { url: string; apiKey: string; prompt: string; run: string };

export type Application = {
  /** Waits for an answer from this source. */
  untilAnswered: (source: Source) => Promise<void>;
  /** Stops it with unsent reports, and starts it again with its files. */
  restart: () => Promise<void>;
  /** Waits until the server has all reports. Returns their ids and the errors. */
  stop: () => Promise<{ reported: string[]; broken: string[] }>;
};

export async function startApplication({ url, apiKey, prompt, run }: Settings): Promise<Application> {
  const folder = mkdtempSync(join(tmpdir(), "understudy-application-"));
  const start = () =>
    createClient({
      url,
      apiKey,
      deadlineMs: 2_000,
      flushMs: 100,
      storage: fileStorage(join(folder, "bundle.json")),
      outbox: fileOutbox(join(folder, "outbox")),
    });
  let client = start();
  await client.ready(patienceMs);
  const reported: string[] = [];
  const broken: string[] = [];
  let seen = new Set<Source>();
  let [isOver, isRestarting] = [false, false];
  const work = (async () => {
    for (; !isOver; await sleep(everyMs)) {
      if (isRestarting) continue;
      try {
        seen.add((await client.resolve(prompt)).source);
        const id = `application-${run}-${reported.length}`;
        client.feedback(id, { thumbs: "up" });
        reported.push(id);
      } catch (error) {
        broken.push(`the application got no answer: ${(error as Error).message}`);
      }
    }
  })();
  const until = async (check: () => boolean | Promise<boolean>, what: string) => {
    for (const end = performance.now() + patienceMs; !(await check()); await sleep(everyMs))
      if (performance.now() > end) return void broken.push(what);
  };
  return {
    untilAnswered: (source) => {
      seen = new Set();
      return until(() => seen.has(source), `the application did not answer from ${source}`);
    },
    async restart() {
      isRestarting = true;
      await client.close(100);
      client = start();
      isRestarting = false;
    },
    async stop() {
      isOver = true;
      await work;
      await until(() => client.state().isConnected, "the application's stream did not come back");
      await until(() => client.flush(), "the application's reports were not taken");
      await client.close();
      rmSync(folder, { recursive: true, force: true });
      return { reported, broken };
    },
  };
}
