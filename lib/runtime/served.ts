import type { Format } from "@/lib/template/formats";
import type { PlaceholderMessages } from "@/lib/template/placeholders";
import { type CompiledContent, compileContent } from "@/lib/template/render";
import { type Body, type Envelope, writeEnvelope, writeMessages, writeTemplates } from "./body";
import type { Assignment } from "./choose";
import type { VersionRecord } from "./record";

type Bodies = { [format in Format]?: Body };

/** What an application fills a prompt with. */
export type Filling = {
  variables?: Readonly<Record<string, unknown>> | undefined;
  placeholders?: PlaceholderMessages | undefined;
};

/** One version as it is served: what does not depend on values is written once and kept. */
export class Served {
  readonly #fresh: Bodies = {};
  readonly #stale: Bodies = {};
  #envelope: Envelope | undefined;
  #compiled: CompiledContent | undefined;

  /** `onGrowth` is told of the bytes that keeping an answer takes. */
  constructor(
    readonly record: VersionRecord,
    readonly onGrowth: (served: Served, bytes: number) => void,
  ) {}

  /** The answer with the messages as templates. */
  answer(format: Format, assignment: Assignment, isStale: boolean): Body {
    const bodies = isStale ? this.#stale : this.#fresh;
    const kept = bodies[format];
    if (kept) return kept;
    const answer = writeTemplates(this.record, format, writeEnvelope(this.record, assignment, isStale));
    bodies[format] = answer;
    this.onGrowth(this, answer.body.length * 2 + 200);
    return answer;
  }

  /** The answer with the messages filled, as JSON text. Throws the template's errors. */
  fill(format: Format, assignment: Assignment, isStale: boolean, { variables, placeholders }: Filling): string {
    const compiled = this.#compile();
    const { before, after } = isStale ? writeEnvelope(this.record, assignment, true) : this.#keepEnvelope(assignment);
    const messages =
      format === "messages"
        ? `"messages":${compiled.renderJson(variables, placeholders)}`
        : writeMessages(this.record, format, compiled.render(variables, placeholders));
    return before + messages + after;
  }

  #keepEnvelope(assignment: Assignment): Envelope {
    if (!this.#envelope) {
      this.#envelope = writeEnvelope(this.record, assignment, false);
      this.onGrowth(this, (this.#envelope.before.length + this.#envelope.after.length) * 2);
    }
    return this.#envelope;
  }

  #compile(): CompiledContent {
    if (!this.#compiled) {
      this.#compiled = compileContent(this.record.content);
      this.onGrowth(this, JSON.stringify(this.record.content.messages).length * 2);
    }
    return this.#compiled;
  }
}
