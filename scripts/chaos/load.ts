/** A steady load over HTTP that records all responses, acknowledged moves and acknowledged events. */

import { setTimeout as sleep } from "node:timers/promises";
import { startBareServer } from "./bare-server";
import type { Answer, Move } from "./history";
import type { ResolveTarget, Stage } from "./stage";

/** The requested prompt. */
export const steadyPrompt = "chaos/steady";
const timeoutMs = 10_000;

type Call = { status: number; body: unknown };

async function call(url: string, key: string, body?: object, headers: Record<string, string> = {}): Promise<Call> {
  try {
    const response = await fetch(url, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}

export type Load = {
  answers: Answer[];
  /** Responses of a bare `node:http` server at the same rate, to measure how slow the machine was. */
  bare: { startedAt: number; endedAt: number }[];
  moves: Move[];
  /** The ids of acknowledged events. */
  acked: Set<string>;
  /** Batches and moves that got a 503 and were retried. Any other failure is in `surprises`. */
  retried: number;
  surprises: Map<string, number>;
  /** Stops the load after all pending batches and moves were acknowledged. */
  stop: () => Promise<void>;
};

const promptPath = `prompts/${encodeURIComponent(steadyPrompt)}`;
const content = (number: number) => ({
  type: "chat",
  messages: [{ role: "system", content: `This is ${number}.` }],
  variables: [],
});

/** Creates the requested prompt, without a release. */
export async function preparePrompt({ management }: Stage): Promise<void> {
  const body = { name: steadyPrompt, content: content(0) };
  const made = await call(`${management.url}/api/v1/prompts`, management.manageKey, body);
  if (made.status !== 201) throw new Error(`The prompt could not be made: ${JSON.stringify(made.body)}`);
}

/**
 * Starts the load: two readers and a sender of events per place, one mover, and the same number of readers of a bare
 * server, so that the slowest responses are comparable. Resolves after the first acknowledged move.
 */
export async function startLoad({ places, management }: Stage): Promise<Load> {
  const { manageKey, runtimeKey } = management;
  const load: Omit<Load, "stop"> = {
    answers: [],
    bare: [],
    moves: [],
    acked: new Set(),
    retried: 0,
    surprises: new Map(),
  };
  let isOver = false;
  let lastBatch = 0;
  const noteFailure = (what: string, { status, body }: Call) => {
    load.retried++;
    const code = (body as { code?: string } | null)?.code;
    if (status === 503 || status === 0) return;
    const name = `${what}: ${status} ${code ?? ""}`.trim();
    load.surprises.set(name, (load.surprises.get(name) ?? 0) + 1);
  };

  async function ask({ name, url }: ResolveTarget): Promise<void> {
    while (!isOver) {
      const startedAt = performance.now();
      const { status, body } = await call(
        `${url}/api/v1/prompts/resolve?name=${encodeURIComponent(steadyPrompt)}`,
        runtimeKey,
      );
      const found = body as { version?: number; stale?: boolean } | null;
      load.answers.push({
        instance: name,
        startedAt,
        endedAt: performance.now(),
        status,
        version: status === 200 ? (found?.version ?? null) : null,
        isStale: found?.stale === true,
      });
      await sleep(15);
    }
  }

  async function askBare(url: string): Promise<void> {
    while (!isOver) {
      const startedAt = performance.now();
      await call(url, runtimeKey);
      load.bare.push({ startedAt, endedAt: performance.now() });
      await sleep(15);
    }
  }

  async function send({ name, url }: ResolveTarget): Promise<void> {
    while (!isOver) {
      const batch = ++lastBatch;
      const ids = Array.from({ length: 5 }, (_, index) => `chaos-${name}-${batch}-${index}`);
      const events = ids.map((id) => ({ type: "feedback", id, interactionId: id, thumbs: "up" }));
      // Retries with the same ids until they are acknowledged, as a client does.
      for (;;) {
        const answer = await call(`${url}/api/v1/events`, runtimeKey, { events });
        if (answer.status === 202) break;
        noteFailure("events", answer);
        await sleep(100);
      }
      for (const id of ids) load.acked.add(id);
      await sleep(30);
    }
  }

  /** Performs a write exactly once: all retries have the same Idempotency-Key. */
  async function write(path: string, body: object, id: string): Promise<void> {
    for (;;) {
      const headers = { "idempotency-key": id };
      const answer = await call(`${management.url}/api/v1/${promptPath}/${path}`, manageKey, body, headers);
      if (answer.status === 200 || answer.status === 201) return;
      const { code } = (answer.body ?? {}) as { code?: string };
      if (code === "idempotency_result_lost") return; // it succeeded, but the response was lost with the process
      if (code === "idempotency_in_progress") load.retried++;
      else noteFailure(path, answer);
      await sleep(200);
    }
  }

  async function move(): Promise<void> {
    // The prompt was created with version 1, which is never released.
    for (let version = 2; !isOver; version++) {
      await write("versions", { content: content(version) }, `chaos-version-${version}`);
      const own: Move = { version, startedAt: performance.now(), ackedAt: null };
      load.moves.push(own);
      await write("promote", { version, environment: "production", reason: "chaos" }, `chaos-move-${version}`);
      own.ackedAt = performance.now();
      await sleep(400);
    }
  }

  const bare = await startBareServer();
  const moving = move();
  while (!load.moves[0]?.ackedAt) await sleep(50);
  const askers = places.flatMap((one) => [ask(one), ask(one), askBare(bare.url), askBare(bare.url), send(one)]);
  const running = [moving, ...askers];
  return Object.assign(load, {
    async stop() {
      isOver = true;
      await Promise.all(running);
      bare.stop();
    },
  });
}
