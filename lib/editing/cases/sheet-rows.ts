import type { CaseView } from "@/lib/evaluation/suites/views";

/** A page of cases. */
export type SheetPage = { items: readonly CaseView[]; nextCursor: string | null };

/**
 * The cases of a sheet by row: a contiguous loaded part that grows page by page, rows that are not loaded yet, and
 * unsaved new cases at the end.
 */
export class SheetRows {
  readonly #cases = new Map<string, CaseView>();
  #head: string[] = [];
  #tail: string[] = [];
  #cursor: string | null = null;
  total = 0;

  constructor(first: SheetPage, total: number) {
    this.reset(first, total);
  }

  /** Replaces the rows. `kept` are cases that remain known even if they have no row. */
  reset({ items, nextCursor }: SheetPage, total: number, kept: readonly CaseView[] = []): void {
    this.#cases.clear();
    for (const one of kept) this.#cases.set(one.key, one);
    this.#head = [];
    this.#tail = [];
    this.total = Math.max(total, items.length);
    this.append({ items, nextCursor });
  }

  get cursor(): string | null {
    return this.#cursor;
  }
  get loaded(): number {
    return this.#head.length;
  }
  get keys(): readonly string[] {
    return [...this.#head, ...this.#tail];
  }

  append({ items, nextCursor }: SheetPage): void {
    const known = new Set(this.#head);
    for (const one of items) {
      this.#cases.set(one.key, one);
      if (!known.has(one.key)) this.#head.push(one.key);
    }
    const arrived = new Set(items.map(({ key }) => key));
    this.#tail = this.#tail.filter((key) => !arrived.has(key));
    this.#cursor = nextCursor;
    this.#count();
  }

  /** The server's count may be older than the page. Then the number of loaded rows is used. */
  #count(): void {
    const there = this.#head.length + this.#tail.length;
    this.total = this.#cursor === null ? there : Math.max(this.total, there);
  }

  keyAt(row: number): string | null {
    if (row < this.#head.length) return this.#head[row] ?? null;
    return this.#tail[row - (this.total - this.#tail.length)] ?? null;
  }

  /** Returns the first loaded row whose key matches. −1: none. */
  rowOf(isMeant: (key: string) => boolean): number {
    const inHead = this.#head.findIndex(isMeant);
    const inTail = inHead === -1 ? this.#tail.findIndex(isMeant) : -1;
    return inTail === -1 ? inHead : this.total - this.#tail.length + inTail;
  }

  get(key: string): CaseView | undefined {
    return this.#cases.get(key);
  }

  set(one: CaseView): void {
    this.#cases.set(one.key, one);
  }

  /** Adds a new case as the last row. */
  push(one: CaseView): void {
    this.#cases.set(one.key, one);
    this.#tail.push(one.key);
    this.total += 1;
  }

  /** Replaces the temporary key of a case by the server's key, in the same row. */
  rename(from: string, one: CaseView): void {
    this.#cases.delete(from);
    this.#cases.set(one.key, one);
    this.#tail = this.#tail.map((key) => (key === from ? one.key : key));
  }

  remove(keys: readonly string[]): void {
    const gone = new Set(keys.filter((key) => this.#cases.delete(key)));
    this.#head = this.#head.filter((key) => !gone.has(key));
    this.#tail = this.#tail.filter((key) => !gone.has(key));
    this.total -= gone.size;
  }

  /** Inserts a restored case at its position among the loaded ones. Keys are ordered by creation. */
  insert(one: CaseView): void {
    const isKnown = this.#cases.has(one.key);
    this.#cases.set(one.key, one);
    if (isKnown) return;
    this.total += 1;
    const last = this.#head.at(-1);
    if (this.#cursor !== null && (last === undefined || one.key > last)) {
      this.#tail.push(one.key);
      return;
    }
    const at = this.#head.findIndex((key) => key > one.key);
    this.#head.splice(at === -1 ? this.#head.length : at, 0, one.key);
  }
}
