import { runTask } from "@/lib/core/work/run-task";
import { templateFields } from "@/lib/template/fields";
import type { CompiledContent } from "@/lib/template/fill";
import { compileContent } from "@/lib/template/render";
import type { Format } from "@/lib/template/requests/formats";
import { type Body, type Envelope, type Filling, fillMessages, toBody, writeEnvelope, writeUnfilled } from "./body";
import type { Assignment } from "./choose";
import { fillTask } from "./fill-task";
import type { VersionRecord } from "./record";

type Bodies = { [format in Format]?: Body };

/**
 * `isHeavy`: filling takes so long that it runs in a thread. The content has many tags, or one filling exceeded the
 * step limit.
 */
export type Load = { isHeavy: boolean };

// Parsing 1,000 tags, once, takes about 20 ms, and 5,000 steps take 5 ms. More would delay other answers. A filling
// that reaches the limit is repeated in a thread. Smaller ones run here, without copying or queueing.
const lightTags = 1_000;
const lightSteps = 5_000;

/** One version with its cached answers. The parts that do not depend on values are written once. */
export class Served {
  readonly #fresh: Bodies = {};
  readonly #stale: Bodies = {};
  readonly #envelopes: { [format in Format]?: Envelope } = {};
  #compiled: CompiledContent | undefined;

  /** `onGrowth` is called with the bytes of each cached answer. `load` is shared by the versions of one entry. */
  constructor(
    readonly record: VersionRecord,
    readonly onGrowth: (served: Served, bytes: number) => void,
    readonly load: Load = { isHeavy: false },
  ) {
    if (countTags(record.content) > lightTags) load.isHeavy = true;
  }

  /**
   * Returns the answer without values. Null if a thread must fill it. Throws if values are missing for a format that is
   * a complete request.
   */
  answer(format: Format, assignment: Assignment, isStale: boolean): Body | null {
    const bodies = isStale ? this.#stale : this.#fresh;
    const cached = bodies[format];
    if (cached) return cached;
    const messages = this.#fillHere(() => writeUnfilled(this.record, format, () => this.#compile()));
    if (messages === null) return null;
    const { before, after } = writeEnvelope(this.record, format, { assignment, isStale });
    const answer = toBody(before + messages + after);
    bodies[format] = answer;
    this.onGrowth(this, answer.body.length * 2 + 200);
    return answer;
  }

  /**
   * Returns the answer with filled messages as JSON text. Null if a thread must fill it. Throws the template's errors.
   */
  fill(format: Format, assignment: Assignment, isStale: boolean, filling: Filling): string | null {
    const messages = this.#fillHere(() => fillMessages(this.record, this.#compile(), format, filling));
    return messages === null ? null : this.#enclose(format, assignment, isStale, messages);
  }

  #fillHere(fill: () => string): string | null {
    try {
      return fill();
    } catch (error) {
      if (!this.#compiled?.isOverSteps()) throw error;
      this.load.isHeavy = true;
      return null;
    }
  }

  /**
   * Fills the answer in a thread, within the workspace's budget. Throws `rate_limited` or `overloaded` if it is used
   * up.
   */
  async fillInThread(
    format: Format,
    assignment: Assignment,
    isStale: boolean,
    filling: Filling & { workspaceId: string },
  ): Promise<string> {
    const { workspaceId, variables, placeholders } = filling;
    const input = { record: this.record, format, filling: { variables, placeholders } };
    return this.#enclose(format, assignment, isStale, await runTask(fillTask, input, { workspaceId }));
  }

  #enclose(format: Format, assignment: Assignment, isStale: boolean, messages: string): string {
    const { before, after } = isStale
      ? writeEnvelope(this.record, format, { assignment, isStale })
      : this.#keepEnvelope(format, assignment);
    return before + messages + after;
  }

  #keepEnvelope(format: Format, assignment: Assignment): Envelope {
    const cached = this.#envelopes[format];
    if (cached) return cached;
    const envelope = writeEnvelope(this.record, format, { assignment, isStale: false });
    this.#envelopes[format] = envelope;
    this.onGrowth(this, (envelope.before.length + envelope.after.length) * 2);
    return envelope;
  }

  #compile(): CompiledContent {
    if (!this.#compiled) {
      this.#compiled = compileContent(this.record.content, lightSteps);
      this.onGrowth(this, JSON.stringify(this.record.content.messages).length * 2);
    }
    return this.#compiled;
  }
}

function countTags(content: VersionRecord["content"]): number {
  return templateFields(content).reduce((sum, { text }) => sum + text.split("{%").length - 1, 0);
}
