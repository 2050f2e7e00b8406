import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Call, type Problem, Unreachable } from "./api";
import { askModel, type Resolved } from "./model";
import { Outbox } from "./outbox";
import { isFinished, opinionsOf } from "./people";
import type { Random, Scene, Visit } from "./scenes";

/** An answer to a person. `fault`: why the shop could not use it. */
export type SimulatedAnswer = { at: Date; prompt: string; version: number; fault: string | null };

type Settings = {
  scenes: readonly Scene[];
  /** Answers per second. */
  rate: number;
  random: Random;
  onAnswer?: (answer: SimulatedAnswer) => void;
};

const tickMs = 50;
/** The maximum number of concurrent requests. A slow server gets less traffic instead of a queue. */
const mostAtOnce = 64;
const people = 4_000;

/** The shop: people arrive at a steady rate, get answers from the live prompts, and give feedback. */
export class Application {
  readonly outbox: Outbox;
  answers = 0;
  /** Prompts that are not live in this environment. */
  readonly absent = new Set<string>();
  failures = 0;
  lastFailure = "";
  /** The last served version of each prompt. */
  readonly live = new Map<string, number>();
  /** For prompts in an experiment: the number of answers by version. */
  readonly arms = new Map<string, Map<number, number>>();
  readonly #resolveMs: number[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** An error of the simulator itself. Ends the run. */
  #broken: unknown = null;

  constructor(
    readonly call: Call,
    readonly settings: Settings,
  ) {
    this.outbox = new Outbox(call);
  }

  /** Runs until the signal. Then sends all remaining feedback and events. */
  async run(signal: AbortSignal): Promise<void> {
    const { rate } = this.settings;
    let due = 0;
    let last = performance.now();
    while (!signal.aborted) {
      const now = performance.now();
      due += ((now - last) / 1_000) * rate;
      last = now;
      for (; due >= 1; due--) if (this.#underWay.size < mostAtOnce) this.#start();
      if (this.#broken) throw this.#broken;
      this.outbox.work();
      await sleep(tickMs, undefined, { signal }).catch(() => {});
    }
    await Promise.all(this.#underWay);
    await this.outbox.close();
  }

  /** Returns the median time of resolve since the last call, in ms. Null: none. */
  takeResolveMs(): number | null {
    const times = this.#resolveMs.splice(0).toSorted((one, other) => one - other);
    return times[Math.floor(times.length / 2)] ?? null;
  }

  #start(): void {
    const visit = this.#visit().catch((error: unknown) => {
      this.failures++;
      if (error instanceof Unreachable) this.lastFailure = "the server did not answer";
      else this.#broken ??= error;
    });
    this.#underWay.add(visit);
    void visit.finally(() => this.#underWay.delete(visit));
  }

  #choose(): Scene | null {
    const open = this.settings.scenes.filter(({ prompt }) => !this.absent.has(prompt));
    let left = this.settings.random() * open.reduce((sum, { weight }) => sum + weight, 0);
    for (const scene of open) {
      left -= scene.weight;
      if (left < 0) return scene;
    }
    return open.at(-1) ?? null;
  }

  async #visit(): Promise<void> {
    const { random, onAnswer } = this.settings;
    const scene = this.#choose();
    if (!scene) return;
    const userId = `visitor_${String(Math.floor(random() * people)).padStart(5, "0")}`;
    const visit = scene.visit(random);
    const began = performance.now();
    const request = { name: scene.prompt, environment: "production", userId, ...visit };
    const { status, body, headers } = await this.call<Resolved & Problem>("POST", "/prompts/resolve", request);
    this.#resolveMs.push(performance.now() - began);
    if (status === 404) return void this.absent.add(scene.prompt);
    if (status >= 300) {
      this.failures++;
      this.lastFailure = `${scene.prompt}: ${body.detail ?? body.code ?? `HTTP ${status}`}`;
      return;
    }
    const interactionId = headers.get("x-interaction-id") ?? randomUUID();
    const fault = this.#answer(scene, body, { userId, interactionId, visit });
    onAnswer?.({ at: new Date(), prompt: scene.prompt, version: body.version, fault });
  }

  /** Calls the model, uses the answer, and reports both. Returns why it could not be used, or null. */
  #answer(
    scene: Scene,
    resolved: Resolved,
    who: { userId: string; interactionId: string; visit: Visit },
  ): string | null {
    const { random } = this.settings;
    const { version } = resolved;
    const { text, measures } = askModel(resolved, random);
    const fault = scene.fault(text);
    const { userId, interactionId, visit } = who;
    this.outbox.add({
      type: "interaction",
      interactionId,
      prompt: scene.prompt,
      version,
      environment: "production",
      userId,
      ...measures,
      refused: false,
      violation: false,
      input: visit.variables,
      output: text,
      completed: isFinished(scene, version, fault === null, random),
    });
    for (const { afterMs, event } of opinionsOf(fault === null, random))
      this.outbox.addLater(afterMs, { type: "feedback", interactionId, ...event });
    this.answers++;
    if (resolved.assignment.reason === "experiment") {
      const versions = this.arms.get(scene.prompt) ?? new Map<number, number>();
      this.arms.set(scene.prompt, versions.set(version, (versions.get(version) ?? 0) + 1));
    } else this.live.set(scene.prompt, version);
    return fault;
  }
}
