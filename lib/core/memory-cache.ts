import { LRUCache } from "lru-cache";
import { isOutdated, type Stamped } from "./epoch-ledger";

/** A value read from Postgres, with the epoch it holds at. After `expiresAt` it is only good for stale serving. */
export type CachedEntry<V> = Stamped & { readonly expiresAt: number; readonly value: V };

type Box<V> = { entry: CachedEntry<V>; bytes: number };
const overheadBytes = 300;

/** Entries of this process, bounded in bytes; the least recently used leave first. Expired ones stay until then. */
export class MemoryCache<V> {
  readonly #boxes: LRUCache<string, Box<V>>;

  constructor(maxBytes: number) {
    this.#boxes = new LRUCache({ maxSize: maxBytes });
  }

  get(key: string): CachedEntry<V> | undefined {
    return this.#boxes.get(key)?.entry;
  }

  /** Stores the entry, unless it is known to be out of date or a newer one stands there; returns whether it did. */
  set(key: string, entry: CachedEntry<V>, bytes: number): boolean {
    if (isOutdated(entry)) return false;
    const standing = this.#boxes.peek(key)?.entry;
    // An epoch that is not known here was planted: it keeps nothing out.
    if (standing?.state === entry.state && standing.epoch > entry.epoch && standing.epoch <= entry.state.epoch)
      return false;
    this.#put(key, entry, bytes + key.length * 2 + overheadBytes);
    return true;
  }

  /** Counts bytes that an entry took on after it was stored. */
  grow(key: string, entry: CachedEntry<V>, bytes: number): void {
    const box = this.#boxes.peek(key);
    if (box?.entry === entry) this.#put(key, entry, box.bytes + bytes);
  }

  // A new box each time: the cache keeps the old size when it is handed the same value again.
  #put(key: string, entry: CachedEntry<V>, bytes: number): void {
    this.#boxes.set(key, { entry, bytes }, { size: bytes });
  }

  delete(key: string): void {
    this.#boxes.delete(key);
  }

  clear(): void {
    this.#boxes.clear();
  }

  /** The entries, the most recently used first. */
  *values(): Iterable<CachedEntry<V>> {
    for (const { entry } of this.#boxes.values()) yield entry;
  }

  get entries(): number {
    return this.#boxes.size;
  }

  get bytes(): number {
    return this.#boxes.calculatedSize;
  }
}
