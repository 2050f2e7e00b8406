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

/** `isHeavy`: filling takes so long that it is done in a thread. It has many tags, or one filling was too much work. */
export type Load = { isHeavy: boolean };

// Parsing 1,000 tags, once, takes about 20 ms, and 5,000 steps of work 5 ms: more would hold up other answers. A filling
// that comes to its limit is begun again in a thread. What is below stays here, where calls cost no copying and no queue.
const lightTags = 1_000;
const lightSteps = 5_000;

/** One version as it is served: what does not depend on values is written once and kept. */
export class Served {
  readonly #fresh: Bodies = {};
  readonly #stale: Bodies = {};
  readonly #envelopes: { [format in Format]?: Envelope } = {};
  #compiled: CompiledContent | undefined;

  /** `onGrowth` is told of the bytes that keeping an answer takes. `load` is shared by the versions of one entry. */
  constructor(
    readonly record: VersionRecord,
    readonly onGrowth: (served: Served, bytes: number) => void,
    readonly load: Load = { isHeavy: false },
  ) {
    if (countTags(record.content) > lightTags) load.isHeavy = true;
  }

  /**
   * The answer without values; null where a thread has to fill it. Throws what is missing where the format is a complete
   * request.
   */
  answer(format: Format, assignment: Assignment, isStale: boolean): Body | null {
    const bodies = isStale ? this.#stale : this.#fresh;
    const kept = bodies[format];
    if (kept) return kept;
    const messages = this.#fillHere(() => writeUnfilled(this.record, format, () => this.#compile()));
    if (messages === null) return null;
    const { before, after } = writeEnvelope(this.record, format, { assignment, isStale });
    const answer = toBody(before + messages + after);
    bodies[format] = answer;
    this.onGrowth(this, answer.body.length * 2 + 200);
    return answer;
  }

  /** The answer with the messages filled, as JSON text; null where a thread has to do it. Throws the template's errors. */
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

  /** The same in a thread, within the workspace's budget; throws `rate_limited` or `overloaded` when that is used up. */
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
    const kept = this.#envelopes[format];
    if (kept) return kept;
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
