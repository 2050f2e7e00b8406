import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

/** A prompt in a bundle. `json` is its JSON text. */
export type BundleEntry = { promptId: string; name: string; json: string };

/** The bundle of a folder at a generation. `hash` is the SHA-256 of the bundle's JSON text, in hex. */
type BundleHash = { hash: string; generation: number; environment: string };

/** The version of the format. It is raised when clients could misread a newer bundle. */
const bundleFormat = 1;
const mostLogged = 256;
const mostHashes = 64;
const mostFolders = 1_000;
/** The empty string stands for the whole environment, because no folder has an empty name. */
const keyOf = (folder: string | null) => folder ?? "";

const isIn = (folder: string | null) => (entry: BundleEntry) => folder === null || entry.name.startsWith(`${folder}/`);

/**
 * All released prompts of one environment as JSON texts, with a log of recent changes. Bundles and changes since an
 * earlier bundle are written without further reads. No I/O.
 */
export class BundleBook {
  /** The environment's epoch at which the entries are current, or a later one. */
  epoch = -1;
  environment = "";
  bytes = 0;
  readonly #entries = new Map<string, BundleEntry>();
  #generation = 0;
  /** The prompts that each of the latest generations changed. */
  readonly #log: (readonly string[])[] = [];
  // A client may request folders with any name, so only the recently requested ones are cached.
  readonly #views = new LRUCache<string, BundleHash>({ max: mostFolders });
  /** The generation of each recently returned hash, by folder. */
  readonly #hashes = new LRUCache<string, Map<string, number>>({ max: mostFolders });

  get size(): number {
    return this.#entries.size;
  }

  /** The ids of its prompts. */
  ids(): IterableIterator<string> {
    return this.#entries.keys();
  }

  /** Applies loaded entries and the ids of removed prompts. Unchanged entries have no effect. */
  apply(epoch: number, environment: string, entries: readonly BundleEntry[], gone: Iterable<string>): void {
    const changed: string[] = [];
    for (const entry of entries) {
      const before = this.#entries.get(entry.promptId);
      if (before?.json === entry.json) continue;
      this.bytes += entry.json.length - (before?.json.length ?? 0);
      this.#entries.set(entry.promptId, entry);
      changed.push(entry.promptId);
    }
    for (const id of gone) {
      const before = this.#entries.get(id);
      if (!before) continue;
      this.bytes -= before.json.length;
      this.#entries.delete(id);
      changed.push(id);
    }
    this.epoch = epoch;
    if (changed.length > 0 || environment !== this.environment) this.#next(changed, environment);
  }

  #next(changed: readonly string[], environment: string): void {
    // Answers contain the name of the environment, so a new name makes a new bundle.
    if (environment !== this.environment) this.#hashes.clear();
    this.environment = environment;
    this.#generation++;
    this.#log.push(changed);
    if (this.#log.length > mostLogged) this.#log.shift();
  }

  /** Returns the hash of a folder's bundle. Null stands for the whole environment. */
  hashOf(folder: string | null): string {
    const cached = this.#views.get(keyOf(folder));
    if (cached?.generation === this.#generation) return cached.hash;
    const hash = createHash("sha256").update(this.textOf(folder)).digest("hex");
    this.#views.set(keyOf(folder), { hash, generation: this.#generation, environment: this.environment });
    const hashes = this.#hashes.get(keyOf(folder)) ?? new Map<string, number>();
    this.#hashes.set(keyOf(folder), hashes);
    hashes.delete(hash);
    hashes.set(hash, this.#generation);
    const [oldest] = hashes.size > mostHashes ? hashes.keys() : [];
    if (oldest !== undefined) hashes.delete(oldest);
    return hash;
  }

  /** Returns the bundle's JSON text. */
  textOf(folder: string | null): string {
    const entries = [...this.#entries.values()].filter(isIn(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const { environment } = this;
    const head = JSON.stringify({ format: bundleFormat, environment, folder });
    return `${head.slice(0, -1)},"prompts":[${entries.map(({ json }) => json).join(",")}]}`;
  }

  /**
   * Returns the changes in a folder since the bundle with the hash `from`, as JSON text `{from, to, prompts, removed}`.
   * Null if that bundle is no longer known; the client then needs the whole bundle.
   */
  changeSince(folder: string | null, from: string): string | null {
    const to = this.hashOf(folder);
    const since = this.#hashes.get(keyOf(folder))?.get(from);
    if (since === undefined || this.#generation - since > this.#log.length) return null;
    const ids = new Set(this.#log.slice(this.#log.length - (this.#generation - since)).flat());
    const prompts: string[] = [];
    const removed: string[] = [];
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry && isIn(folder)(entry)) prompts.push(entry.json);
      else removed.push(id);
    }
    return `{"from":"${from}","to":"${to}","prompts":[${prompts.join(",")}],"removed":${JSON.stringify(removed)}}`;
  }
}
