import { LRUCache } from "lru-cache";
import { isOutdated, type Stamped } from "./epoch-ledger";

/**
 * A value read from PostgreSQL, with the epoch at which it is valid. After `expiresAt` it is used only as a stale
 * value.
 */
export type CachedEntry<V> = Stamped & { readonly expiresAt: number; readonly value: V };

type Box<V> = { entry: CachedEntry<V>; bytes: number };
const overheadBytes = 300;

/**
 * A cache of this process, bounded in bytes. The least recently used entries are evicted first. Expired entries remain
 * until then.
 */
export class MemoryCache<V> {
  readonly #boxes: LRUCache<string, Box<V>>;

  constructor(maxBytes: number) {
    this.#boxes = new LRUCache({ maxSize: maxBytes });
  }

  get(key: string): CachedEntry<V> | undefined {
    return this.#boxes.get(key)?.entry;
  }

  /** Stores the entry unless it is out of date or a newer one is cached. Returns whether it was stored. */
  set(key: string, entry: CachedEntry<V>, bytes: number): boolean {
    if (isOutdated(entry)) return false;
    const standing = this.#boxes.peek(key)?.entry;
    // An epoch that is unknown here is not trusted, so its entry may be replaced.
    if (standing?.state === entry.state && standing.epoch > entry.epoch && standing.epoch <= entry.state.epoch)
      return false;
    this.#put(key, entry, bytes + key.length * 2 + overheadBytes);
    return true;
  }

  /** Adds bytes by which an entry grew after it was stored. */
  grow(key: string, entry: CachedEntry<V>, bytes: number): void {
    const box = this.#boxes.peek(key);
    if (box?.entry === entry) this.#put(key, entry, box.bytes + bytes);
  }

  // A new object each time, because the cache keeps the old size for the same object.
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
