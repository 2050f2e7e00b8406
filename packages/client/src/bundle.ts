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

/** What a stream says of a change. */
export type BundleChange = { from: string; to: string; prompts: BundlePrompt[]; removed: string[] };

const format = 1;
const frame = /^\{"hash":"([0-9a-f]{64})","bundle":/;

/** The SHA-256 of a text, hex: by the platform where it can, which also keeps it off this thread. */
async function hashText(text: string): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  const bytes = subtle
    ? new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)))
    : new Uint8Array(
        Array.from(new Sha256().add(text).end(), (word) => [24, 16, 8, 0].map((by) => (word >>> by) & 255)).flat(),
      );
  return hex(bytes);
}

/** Reads a bundle and proves it whole. Throws `bundle_invalid`. */
export async function readBundle(text: string): Promise<{ hash: string; document: BundleDocument }> {
  const hash = frame.exec(text)?.[1];
  if (!hash) throw invalid("This is not a bundle.");
  const own = text.trimEnd().slice(frame.exec(text)?.[0].length, -1);
  if ((await hashText(own)) !== hash) throw invalid("The bundle is cut off or changed.");
  const document = JSON.parse(own) as BundleDocument;
  if (document.format !== format) throw invalid(`The bundle has format ${document.format}. Update @understudy/client.`);
  return { hash, document };
}

const invalid = (message: string) => new UnderstudyError("bundle_invalid", message);

/** One prompt, ready to choose by. */
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

  /** The versions it holds, the released one first. */
  *versions(): Iterable<ServedVersion> {
    yield this.served;
    for (const arm of this.experiment?.arms ?? []) yield arm.served;
    if (this.control) yield this.control.choice.served;
  }
}

/** The contents of the versions of a prompt, for a look at what filling them needs. */
export const contentsOf = ({ content, experiment, control }: BundlePrompt): Content[] => [
  content,
  ...(experiment?.versions ?? []).map((version) => version.content),
  ...(control ? [control.content] : []),
];

/** Everything an environment serves, as a bundle said, changed in place by what the stream says. */
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

  // A prompt's own name wins over a former name of another.
  #index(): void {
    const byName = new Map<string, Entry>();
    for (const entry of this.#byId.values()) for (const alias of entry.record.aliases ?? []) byName.set(alias, entry);
    for (const entry of this.#byId.values()) byName.set(entry.record.name, entry);
    this.#byName = byName;
  }

  /** Who gets which version; null when the prompt is not here. `now` by the server's clock, in milliseconds. */
  choose(name: string, userId: string | undefined, now: () => number): Choice<ServedVersion> | null {
    const entry = this.#byName.get(name);
    if (!entry) return null;
    return choose(entry, { userId }, entry.control ? now() : 0);
  }

  /** A version by its number, when it is among those served; null when the server must be asked. */
  pinned(name: string, version: number): ServedVersion | null {
    for (const served of this.#byName.get(name)?.versions() ?? []) if (served.record.version === version) return served;
    return null;
  }

  /** The contents it holds. */
  contents(): Content[] {
    return [...this.#byId.values()].flatMap(({ record }) => contentsOf(record));
  }

  /** Takes a change; returns the names of what changed. */
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

  /** The names whose prompts are not the same in the other book. */
  differences(other: Book): string[] {
    const names = new Set<string>();
    for (const [id, { record }] of this.#byId) {
      const theirs = other.#byId.get(id)?.record;
      if (!theirs || JSON.stringify(theirs) !== JSON.stringify(record)) names.add(record.name);
    }
    for (const [id, { record }] of other.#byId) if (!this.#byId.has(id)) names.add(record.name);
    return [...names];
  }

  /** The bundle's text as the server would write it, with its hash; `isTrue`: the hash is the one the server named. */
  async write(): Promise<{ text: string; isTrue: boolean }> {
    const prompts = [...this.#byId.values()].map(({ record }) => record).sort((a, b) => (a.name < b.name ? -1 : 1));
    const own = JSON.stringify({ ...this.document, prompts });
    const hash = await hashText(own);
    return { text: `{"hash":"${hash}","bundle":${own}}`, isTrue: hash === this.hash };
  }
}
