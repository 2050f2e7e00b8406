import { Sha256 } from "@/lib/experiments/sha256";
import {
  type Choice,
  choose,
  type ExperimentRecord,
  type HoldbackRecord,
  toHoldback,
  toRunning,
} from "@/lib/runtime/choose";
import type { Content } from "@/lib/template/content";
import { UnderstudyError } from "./api";
import { hex } from "./ids";
import { ServedVersion, type VersionOfPrompt } from "./served";

type BundlePrompt = VersionOfPrompt & {
  promptId: string;
  name: string;
  aliases?: string[];
  experiment?: ExperimentRecord & { versions: VersionOfPrompt[] };
  control?: HoldbackRecord & VersionOfPrompt;
};
type BundleDocument = { format: number; environment: string; folder: string | null; prompts: BundlePrompt[] };

/** A change event of a stream. */
export type BundleChange = { from: string; to: string; prompts: BundlePrompt[]; removed: string[] };

const format = 1;
const frame = /^\{"hash":"([0-9a-f]{64})","bundle":/;

/**
 * Returns the SHA-256 of a text in hex. Uses the platform's asynchronous implementation if there is one, so that this
 * thread is not blocked.
 */
async function hashText(text: string): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  const bytes = subtle
    ? new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)))
    : new Uint8Array(
        Array.from(new Sha256().add(text).end(), (word) => [24, 16, 8, 0].map((by) => (word >>> by) & 255)).flat(),
      );
  return hex(bytes);
}

/** Parses a bundle and verifies its hash. Throws `bundle_invalid`. */
export async function readBundle(text: string): Promise<{ hash: string; document: BundleDocument }> {
  const hash = frame.exec(text)?.[1];
  if (!hash) throw invalid("This is not a bundle.");
  const own = text.trimEnd().slice(frame.exec(text)?.[0].length, -1);
  if ((await hashText(own)) !== hash) throw invalid("The bundle is incomplete or changed.");
  const document = JSON.parse(own) as BundleDocument;
  if (document.format !== format) throw invalid(`The bundle has format ${document.format}. Update @understudy/client.`);
  return { hash, document };
}

const invalid = (message: string) => new UnderstudyError("bundle_invalid", message);

/** One prompt, prepared for `choose`. */
class Entry {
  readonly served: ServedVersion;
  readonly isPinned = false;
  readonly experiment;
  readonly control;

  constructor(
    readonly record: BundlePrompt,
    environment: string,
  ) {
    const { name, experiment, control } = record;
    const serve = (version: VersionOfPrompt) => new ServedVersion(name, environment, version);
    this.served = serve(record);
    this.experiment = experiment
      ? toRunning("", experiment, (number) =>
          serve(experiment.versions.find(({ version }) => version === number) ?? record),
        )
      : null;
    this.control = control ? toHoldback(control, serve(control), control.until) : null;
  }

  /** Its versions, the released one first. */
  *versions(): Iterable<ServedVersion> {
    yield this.served;
    for (const arm of this.experiment?.arms ?? []) yield arm.served;
    if (this.control) yield this.control.choice.served;
  }
}

/** Returns the contents of all versions of a prompt, to find which code filling them needs. */
export const contentsOf = ({ content, experiment, control }: BundlePrompt): Content[] => [
  content,
  ...(experiment?.versions ?? []).map((version) => version.content),
  ...(control ? [control.content] : []),
];

/** The prompts of an environment from a bundle. Changes of the stream are applied in place. */
export class Book {
  readonly #byId = new Map<string, Entry>();
  #byName = new Map<string, Entry>();

  constructor(
    public hash: string,
    readonly document: Omit<BundleDocument, "prompts">,
    prompts: readonly BundlePrompt[],
  ) {
    for (const record of prompts) this.#byId.set(record.promptId, new Entry(record, document.environment));
    this.#index();
  }

  get size(): number {
    return this.#byId.size;
  }

  // A prompt's current name takes precedence over a former name of another prompt.
  #index(): void {
    const byName = new Map<string, Entry>();
    for (const entry of this.#byId.values()) for (const alias of entry.record.aliases ?? []) byName.set(alias, entry);
    for (const entry of this.#byId.values()) byName.set(entry.record.name, entry);
    this.#byName = byName;
  }

  /** Returns the version for a user. Null if the prompt is unknown. `now` is the server's time in ms. */
  choose(name: string, userId: string | undefined, now: () => number): Choice<ServedVersion> | null {
    const entry = this.#byName.get(name);
    if (!entry) return null;
    return choose(entry, { userId }, entry.control ? now() : 0);
  }

  /** Returns a version by its number if it is among those served. Null if it must be requested from the server. */
  pinned(name: string, version: number): ServedVersion | null {
    for (const served of this.#byName.get(name)?.versions() ?? []) if (served.record.version === version) return served;
    return null;
  }

  /** The contents of all its prompts. */
  contents(): Content[] {
    return [...this.#byId.values()].flatMap(({ record }) => contentsOf(record));
  }

  /** Applies a change. Returns the names of the changed prompts. */
  apply({ to, prompts, removed }: BundleChange): string[] {
    const names = new Set<string>();
    for (const id of removed) {
      const before = this.#byId.get(id);
      if (before) names.add(before.record.name);
      this.#byId.delete(id);
    }
    for (const record of prompts) {
      names.add(this.#byId.get(record.promptId)?.record.name ?? record.name).add(record.name);
      this.#byId.set(record.promptId, new Entry(record, this.document.environment));
    }
    this.hash = to;
    this.#index();
    return [...names];
  }

  /** Returns the names whose prompts differ from the other book's. */
  differences(other: Book): string[] {
    const names = new Set<string>();
    for (const [id, { record }] of this.#byId) {
      const theirs = other.#byId.get(id)?.record;
      if (!theirs || JSON.stringify(theirs) !== JSON.stringify(record)) names.add(record.name);
    }
    for (const [id, { record }] of other.#byId) if (!this.#byId.has(id)) names.add(record.name);
    return [...names];
  }

  /**
   * Returns the bundle's text as the server writes it, with its hash. `isTrue` means that the hash equals the server's.
   */
  async write(): Promise<{ text: string; isTrue: boolean }> {
    const prompts = [...this.#byId.values()].map(({ record }) => record).sort((a, b) => (a.name < b.name ? -1 : 1));
    const own = JSON.stringify({ ...this.document, prompts });
    const hash = await hashText(own);
    return { text: `{"hash":"${hash}","bundle":${own}}`, isTrue: hash === this.hash };
  }
}
