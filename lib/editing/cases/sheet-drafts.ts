/** A text that cannot be parsed as its cell's type. It is kept as typed until it is valid. */
export type Draft = { text: string; message: string };

/** The texts that cannot be saved yet, by cell. */
export class SheetDrafts {
  readonly #drafts = new Map<string, Map<string, Draft>>();

  get size(): number {
    return [...this.#drafts.values()].reduce((sum, cells) => sum + cells.size, 0);
  }
  get keys(): string[] {
    return [...this.#drafts.keys()];
  }

  get(key: string, column: string): Draft | undefined {
    return this.#drafts.get(key)?.get(column);
  }

  /** The first column of a case with such a text. */
  columnOf(key: string): string | undefined {
    return this.#drafts.get(key)?.keys().next().value;
  }

  set(key: string, column: string, draft: Draft | null): void {
    const cells = this.#drafts.get(key) ?? new Map<string, Draft>();
    if (draft) cells.set(column, draft);
    else cells.delete(column);
    if (cells.size > 0) this.#drafts.set(key, cells);
    else this.#drafts.delete(key);
  }

  rename(from: string, to: string): void {
    const cells = this.#drafts.get(from);
    if (cells) this.#drafts.set(to, cells);
    this.#drafts.delete(from);
  }

  forget(key: string): void {
    this.#drafts.delete(key);
  }
}
