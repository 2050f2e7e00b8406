import type { Client, Outcome, PromptReference } from "../api";

/** US dollars per million tokens. */
export type Price = { input: number; output: number };

export type WrapOptions = {
  /** Prices by the model's name or a prefix of it. Without a price no cost is reported. */
  prices?: Readonly<Record<string, Price>> | undefined;
  /** Whether input and output are also reported. The default is false. */
  content?: boolean | undefined;
};

/** The only method of the client that reporting needs. */
export type Recorder = Pick<Client, "record">;

/** The data of a provider's response, in one format. */
export type Reading = {
  model?: string | undefined;
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  refused?: boolean | undefined;
  output?: unknown;
};

const mostContentCharacters = 60_000;

function costOf({ model, inputTokens, outputTokens }: Reading, prices: WrapOptions["prices"]): number | undefined {
  if (!prices || !model || inputTokens === undefined || outputTokens === undefined) return undefined;
  const name = Object.keys(prices)
    .filter((one) => model.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
  const price = name === undefined ? undefined : prices[name];
  return price && (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

/** One call of a model. It measures the time from its creation and is reported once. */
export class Call {
  readonly #beganAt = performance.now();
  #ttftMs: number | undefined;
  #isReported = false;
  reading: Reading = {};

  constructor(
    readonly understudy: Recorder,
    readonly reference: PromptReference,
    readonly options: WrapOptions,
    readonly input: unknown,
  ) {}

  /** Notes the first token of a streamed response. */
  noteToken(): void {
    this.#ttftMs ??= Math.round(performance.now() - this.#beganAt);
  }

  /** Adds new data of the response. */
  read(reading: Reading): void {
    for (const [key, value] of Object.entries(reading))
      if (value !== undefined) Object.assign(this.reading, { [key]: value });
  }

  /** Reports the call. `isWhole` means that the response was complete. */
  report(isWhole: boolean): void {
    if (this.#isReported) return;
    this.#isReported = true;
    const { inputTokens, outputTokens, refused, output } = this.reading;
    const outcome: Outcome = {
      latencyMs: Math.round(performance.now() - this.#beganAt),
      ttftMs: this.#ttftMs,
      inputTokens,
      outputTokens,
      costUsd: costOf(this.reading, this.options.prices),
      refused: refused ?? (isWhole ? false : undefined),
      ...(!isWhole && { completed: false }),
      ...(this.options.content && { input: bounded(this.input), output: bounded(output) }),
    };
    this.understudy.record(this.reference, outcome);
  }
}

/** Returns content within the API's limits. Content that is too long is truncated as text. */
function bounded(value: unknown): unknown {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text !== undefined && text.length > mostContentCharacters ? text.slice(0, mostContentCharacters) : value;
}

/** Watches the response of a call, whole or streamed, without changing it for the application. */
function watchAnswer(call: Call, answer: unknown, readers: Readers): void {
  if (isIterable(answer)) watchPieces(call, answer, readers.piece);
  else {
    call.read(readers.whole(answer));
    call.report(true);
  }
}

export type Readers = {
  whole: (answer: unknown) => Reading;
  /** `isToken` means that the piece contains a part of the answer, not only metadata. */
  piece: (piece: unknown) => Reading & { isToken?: boolean };
};

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/** Watches a stream. The application gets the provider's own object; only its iteration is wrapped. */
function watchPieces(call: Call, stream: AsyncIterable<unknown>, read: Readers["piece"]): void {
  // OpenAI's and Anthropic's streams always use `iterator`, also when they tee.
  const { iterator } = stream as { iterator?: () => AsyncIterator<unknown> };
  const original = (iterator ?? stream[Symbol.asyncIterator]).bind(stream);
  const texts: string[] = [];
  async function* watched() {
    let isWhole = false;
    try {
      for await (const piece of { [Symbol.asyncIterator]: original }) {
        const { isToken, output, ...reading } = read(piece);
        if (isToken) call.noteToken();
        if (typeof output === "string" && call.options.content) texts.push(output);
        call.read(reading);
        yield piece;
      }
      isWhole = true;
    } finally {
      if (texts.length > 0) call.read({ output: texts.join("") });
      call.report(isWhole);
    }
  }
  const property = iterator ? "iterator" : Symbol.asyncIterator;
  Object.defineProperty(stream, property, { value: watched, configurable: true, writable: true });
}

type Method = (this: unknown, request: unknown, ...rest: unknown[]) => unknown;

/** Returns a client whose methods at these paths are watched. Everything else is passed through. */
export function wrapMethods<Target extends object>(
  target: Target,
  paths: readonly string[],
  watch: (request: unknown, send: () => unknown, path: string) => unknown,
  prefix = "",
): Target {
  const made = new Map<PropertyKey, unknown>();
  return new Proxy(target, {
    get(object, key) {
      const value = Reflect.get(object, key, object);
      if (typeof key !== "string") return value;
      const path = prefix === "" ? key : `${prefix}.${key}`;
      if (paths.includes(path) && typeof value === "function") {
        const method: Method = (request, ...rest) =>
          watch(request, () => (value as Method).call(object, request, ...rest), path);
        return method;
      }
      if (typeof value !== "object" || value === null || !paths.some((one) => one.startsWith(`${path}.`))) return value;
      if (!made.has(key)) made.set(key, wrapMethods(value, paths, watch, path));
      return made.get(key);
    },
  });
}

/** Sends a request and watches its response. The application gets the provider's own promise. */
export function watchCall(call: Call, send: () => unknown, readers: Readers): unknown {
  try {
    const sent = send();
    const watch = (work: unknown) =>
      void Promise.resolve(work).then(
        (answer) => watchAnswer(call, answer, readers),
        () => call.report(false),
      );
    if (isEmitter(sent)) watchEmitter(call, sent, readers.piece);
    else if (isLazy(sent)) watchParse(sent, watch);
    else watch(sent);
    return sent;
  } catch (error) {
    call.report(false);
    throw error;
  }
}

// The promises of OpenAI's and Anthropic's clients parse the response on demand. A caller that requests the raw
// response gets an unread body.
type Lazy = { parse: () => Promise<unknown> };
const isLazy = (value: unknown): value is Lazy =>
  value instanceof Promise && typeof (value as Partial<Lazy>).parse === "function";

function watchParse(lazy: Lazy, watch: (work: unknown) => void): void {
  const parse = lazy.parse.bind(lazy);
  let isWatched = false;
  lazy.parse = () => {
    const parsed = parse();
    if (!isWatched) watch(parsed);
    isWatched = true;
    return parsed;
  };
}

/** What the `stream()` helpers of OpenAI and Anthropic return. */
type Emitter = { on: (event: string, listener: (value: unknown) => void) => unknown };
const isEmitter = (value: unknown): value is Emitter =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Partial<Emitter>).on === "function" &&
  "done" in value;

function watchEmitter(call: Call, emitter: Emitter, read: Readers["piece"]): void {
  const texts: string[] = [];
  let isWhole = false;
  const take = (piece: unknown) => {
    const { isToken, output, ...reading } = read(piece);
    if (isToken) call.noteToken();
    if (typeof output === "string" && call.options.content) texts.push(output);
    call.read(reading);
  };
  emitter.on("chunk", take);
  emitter.on("streamEvent", take);
  for (const event of ["finalMessage", "finalChatCompletion"])
    emitter.on(event, () => {
      isWhole = true;
    });
  // This event follows a failure too.
  emitter.on("end", () => {
    if (texts.length > 0) call.read({ output: texts.join("") });
    call.report(isWhole);
  });
}
