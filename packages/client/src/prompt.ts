import { type RenderedEntry, type RenderedMessages, templateEntries } from "@/lib/template/fill";
import { type Format, isRequestFormat } from "@/lib/template/requests/formats";
import type {
  Assignment,
  GivenMessage,
  Message,
  Model,
  Placeholder,
  Prompt,
  PromptReference,
  ResponseFormat,
  Source,
  UnderstudyError,
  Variable,
} from "./api";
import { messageLists, noteOrigin } from "./origin";
import { requests } from "./request-loader";
import type { ServedVersion } from "./served";

/** The data of an answer besides the version. */
export type Circumstances = {
  assignment: Assignment;
  source: Source;
  stale: boolean;
  userId: string | undefined;
  newId: (reason: Assignment["reason"]) => string;
  error?: UnderstudyError;
};

type Filling = {
  format?: Format | undefined;
  variables?: Record<string, unknown> | undefined;
  placeholders?: Readonly<Record<string, readonly GivenMessage[]>> | undefined;
};

/** A resolved prompt. Messages, id and reference are created at the first access. */
export class ResolvedPrompt implements Prompt {
  declare readonly text?: string;
  declare readonly request?: Record<string, unknown>;
  declare readonly omitted?: string[];
  readonly format: Format;
  #messages: RenderedMessages | undefined;
  #interactionId: string | undefined;
  /** What the format has instead of messages. */
  #written: object | undefined;
  #isNoted = false;
  readonly #served: ServedVersion;
  readonly #from: Circumstances;

  /** Throws if a variable is missing or invalid. */
  constructor(served: ServedVersion, from: Circumstances, { format = "messages", variables, placeholders }: Filling) {
    this.#served = served;
    this.#from = from;
    this.format = format;
    const isFilled = variables !== undefined || placeholders !== undefined;
    if (format === "messages") {
      if (isFilled) this.#messages = served.compiled().render(variables, placeholders);
      return;
    }
    const { content } = served.record;
    const entries =
      isFilled || isRequestFormat(format)
        ? served.compiled().renderEntries(variables, placeholders)
        : templateEntries(content);
    this.#messages = entries.map(messageOf);
    this.#written = requests.now().writeAnswer(content, format, entries);
    Object.assign(this, this.#written);
    if (this.request) for (const list of messageLists(this.request)) noteOrigin(list, this);
  }

  get name(): string {
    return this.#served.name;
  }
  get environment(): string {
    return this.#served.environment;
  }
  get version(): number {
    return this.#served.record.version;
  }
  get versionId(): string {
    return this.#served.record.versionId;
  }
  get contentHash(): string {
    return this.#served.record.contentHash;
  }
  get type(): "chat" | "text" {
    return this.#served.record.content.type;
  }
  get variables(): readonly Variable[] {
    return this.#served.record.content.variables ?? [];
  }
  get model(): Model | null {
    return this.#served.record.content.model ?? null;
  }
  get responseSchema(): Record<string, unknown> | undefined {
    return this.#served.record.content.responseSchema;
  }
  get responseFormat(): ResponseFormat | undefined {
    return this.#served.record.content.responseFormat;
  }
  get tools(): Record<string, unknown>[] | undefined {
    return this.#served.record.content.tools;
  }
  get assignment(): Assignment {
    return this.#from.assignment;
  }
  get stale(): boolean {
    return this.#from.stale;
  }
  get source(): Source {
    return this.#from.source;
  }
  get error(): UnderstudyError | undefined {
    return this.#from.error;
  }

  get messages(): (Message | Placeholder | GivenMessage)[] {
    this.#messages ??= this.#served.templates();
    if (!this.#isNoted) noteOrigin(this.#messages, this);
    this.#isNoted = true;
    return this.#messages;
  }

  get interactionId(): string {
    this.#interactionId ??= this.#from.newId(this.assignment.reason);
    return this.#interactionId;
  }

  get reference(): PromptReference {
    const { interactionId, name: prompt, version, environment } = this;
    const { userId } = this.#from;
    return { interactionId, prompt, version, environment, ...(userId !== undefined && { userId }) };
  }

  render(
    variables: Record<string, unknown> = {},
    placeholders?: Readonly<Record<string, readonly GivenMessage[]>>,
  ): (Message | GivenMessage)[] {
    const messages = this.#served.compiled().render(variables, placeholders);
    noteOrigin(messages, this);
    return messages as (Message | GivenMessage)[];
  }

  /** Returns the server's answer, with its fields in the same order. */
  toJSON(): unknown {
    const { format, name, environment, version, versionId, contentHash, type } = this;
    const { variables, model, assignment, stale } = this;
    const head = { format, name, environment, version, versionId, contentHash, type };
    const written = this.#written ?? { messages: this.messages };
    const { responseSchema, responseFormat, tools } = this;
    const settings = isRequestFormat(format)
      ? requests.now().writeSettings(this.#served.record.content, format)
      : { responseSchema, responseFormat, tools };
    return { ...head, ...written, variables, model, ...settings, assignment, stale };
  }
}

const messageOf = (entry: RenderedEntry) => (entry.kind === "open" ? entry.placeholder : entry.message);
