import type { Format } from "@/lib/template/formats";
import { type CompiledContent, compileContent } from "@/lib/template/render";
import { type Body, etagOf, writeAnswer } from "./body";
import type { Assignment } from "./choose";
import type { VersionRecord } from "./record";

type Bodies = { [format in Format]?: Body };

/** One version as it is served: its answers are written once and kept, its templates compiled at first use. */
export class Served {
  readonly #fresh: Bodies = {};
  readonly #stale: Bodies = {};
  #compiled: CompiledContent | undefined;

  /** `onGrowth` is told of the bytes that keeping an answer takes. */
  constructor(
    readonly record: VersionRecord,
    readonly onGrowth: (served: Served, bytes: number) => void,
  ) {}

  /** The answer without filled variables. */
  answer(format: Format, assignment: Assignment, isStale: boolean): Body {
    const bodies = isStale ? this.#stale : this.#fresh;
    return bodies[format] ?? this.#write(bodies, format, assignment, isStale);
  }

  #write(bodies: Bodies, format: Format, assignment: Assignment, isStale: boolean): Body {
    const body = writeAnswer(this.record, { assignment, format, isStale });
    const answer = { body, text: body.toString(), etag: etagOf(body) };
    bodies[format] = answer;
    this.onGrowth(this, body.length * 2 + 200);
    return answer;
  }

  /** The templates, ready to be filled. */
  compiled(): CompiledContent {
    if (!this.#compiled) {
      this.#compiled = compileContent(this.record.content);
      this.onGrowth(this, JSON.stringify(this.record.content.messages).length * 2);
    }
    return this.#compiled;
  }
}
