import type { ActionResult } from "@/lib/api/action";
import type { ChangedSet } from "@/lib/evaluation/suites/commands/change-cases";
import type { CasesChange } from "@/lib/evaluation/suites/schema";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { type CasePatch, joined, patched } from "./cell-text";
import { ChangeHistory, type Step } from "./change-history";
import { conflictsOf, emptyCase, isNewKey, overNow, patchChange, type SheetChange, undoOf } from "./sheet-changes";
import { type Draft, SheetDrafts } from "./sheet-drafts";
import { type SheetPage, SheetRows } from "./sheet-rows";
import type { SheetServer } from "./sheet-server";

/** An edit that failed, with the reason. `theirs`: the case as another person changed it at the same time. */
export type Failed = { message: string; theirs: CaseView | null };
export type SheetState = "idle" | "saving" | "saved" | "failed";

const mostInOneCall = 1_000;

/**
 * The cases of a suite in an editor. Shows every edit at once, sends collected edits as one change at a time, keeps
 * edits that could not be saved, and can undo saved changes.
 */
export class CaseSheet {
  readonly rows: SheetRows;
  readonly drafts = new SheetDrafts();
  readonly failed = new Map<string, Failed>();
  state: SheetState = "idle";
  /** Why nothing could be saved. Empty if there is no failure, or if single cases are the cause. */
  trouble = "";
  isLoading = false;
  /** Why the next rows could not be loaded. */
  loadFailure = "";
  version = 0;
  /** The newest revision that this sheet knows. */
  revision: number;
  /** The number of saved changes. */
  savedCount = 0;
  readonly #server: SheetServer;
  readonly #patches = new Map<string, CasePatch>();
  readonly #history = new ChangeHistory();
  #flying = new Map<string, CasePatch>();
  #isSending = false;
  #newKeys = 0;
  #listeners = new Set<() => void>();

  constructor(server: SheetServer, first: SheetPage & { revision: number }, total: number) {
    this.#server = server;
    this.revision = first.revision;
    this.rows = new SheetRows(first, total);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  getVersion = (): number => this.version;
  #notify(): void {
    this.version += 1;
    for (const listener of this.#listeners) listener();
  }

  /** Returns the case of a row with all edits. Null: not loaded. */
  at(row: number): CaseView | null {
    const key = this.rows.keyAt(row);
    return key === null ? null : this.byKey(key);
  }

  byKey(key: string): CaseView | null {
    const one = this.rows.get(key);
    if (!one) return null;
    const patches = [this.#flying.get(key), this.#patches.get(key)];
    return patches.reduce<CaseView>((now, patch) => (patch ? patched(now, patch) : now), one);
  }

  can(step: Step): boolean {
    return this.#history.has(step) && !this.#isSending && this.#patches.size === 0;
  }
  get unsaved(): number {
    return new Set([...this.#patches.keys(), ...this.#flying.keys(), ...this.drafts.keys]).size;
  }
  /** Returns the first row with a failed or unreadable edit (−1: hidden by a filter), and the number of such rows. */
  firstUnsaved(): { row: number; column: string; count: number } | null {
    const keys = new Set([...this.failed.keys(), ...this.drafts.keys]);
    const row = this.rows.rowOf((key) => keys.has(key));
    const column = this.drafts.columnOf(this.rows.keyAt(row) ?? "") ?? "name";
    return keys.size === 0 ? null : { row, column, count: keys.size };
  }
  isWaiting(key: string): boolean {
    return this.#patches.has(key) || this.#flying.has(key);
  }

  /** Replaces the rows, for example after a change of the filter. Unsaved edits stay with their cases. */
  reset(first: SheetPage, total: number): void {
    const keys = new Set([...this.#patches.keys(), ...this.#flying.keys(), ...this.drafts.keys]);
    const stillChosen = [...keys].flatMap((key) => this.rows.get(key) ?? []);
    this.rows.reset(first, total, stillChosen);
    for (const one of stillChosen) if (isNewKey(one.key)) this.rows.push(one);
    this.#notify();
  }

  /** Takes over the server's first page. Changes by others appear, unless they would discard unsaved edits. */
  refresh(first: SheetPage & { revision: number }, total: number): void {
    if (first.revision > this.revision && this.unsaved === 0) {
      this.revision = first.revision;
      this.reset(first, total);
    } else this.#takeNewer(first.items);
  }

  #takeNewer(cases: readonly CaseView[]): void {
    const newer = cases.filter((one) => (this.rows.get(one.key)?.addedIn ?? one.addedIn) < one.addedIn);
    for (const one of newer) if (!this.isWaiting(one.key)) this.rows.set(one);
    if (newer.length > 0) this.#notify();
  }

  /** Adds or updates cases that changed outside of the cells. */
  put(cases: readonly CaseView[]): void {
    for (const one of cases) this.rows.insert(one);
    this.revision = Math.max(this.revision, ...cases.map(({ addedIn }) => addedIn));
    this.#notify();
  }

  /** Loads pages until the row is available. */
  async load(row: number): Promise<void> {
    while (!this.isLoading && this.rows.cursor !== null && this.rows.loaded <= row) {
      this.isLoading = true;
      const limit = row - this.rows.loaded > 400 ? 500 : 100;
      const page = await this.#server.page(this.rows.cursor, limit);
      this.isLoading = false;
      if (page.ok) this.rows.append(page.data);
      this.loadFailure = page.ok ? "" : page.error.message;
      this.#notify();
      if (!page.ok) return;
    }
  }

  /** Keeps a text that is not a valid value of its cell. It is not sent. */
  keepDraft(key: string, column: string, draft: Draft | null): void {
    this.drafts.set(key, column, draft);
    this.#notify();
  }

  /** Edits cases and adds new ones at the end, as one change. Returns the keys of the new cases. */
  edit(edits: readonly { key: string; patch: CasePatch }[], added: readonly CasePatch[] = []): string[] {
    this.trouble = "";
    for (const { key, patch } of edits) {
      this.#patches.set(key, joined(this.#patches.get(key) ?? {}, patch));
      this.failed.delete(key);
    }
    const keys = added.map((patch) => {
      const key = `new ${++this.#newKeys}`;
      this.rows.push(emptyCase(key));
      this.#patches.set(key, patch);
      return key;
    });
    this.#notify();
    void this.#send();
    return keys;
  }

  /** Discards a failed edit. The case returns to the server's state. */
  giveUp(key: string): void {
    const theirs = this.failed.get(key)?.theirs;
    this.failed.delete(key);
    this.#patches.delete(key);
    if (theirs) this.rows.set(theirs);
    if (isNewKey(key)) this.rows.remove([key]);
    this.#settle();
  }

  /** Sends failed edits again. An edit that conflicted is now based on the other person's change. */
  retry(key?: string): void {
    for (const [each, { theirs }] of this.failed) {
      if (key !== undefined && each !== key) continue;
      if (theirs) this.rows.set(theirs);
      this.failed.delete(each);
    }
    this.trouble = "";
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (;;) {
      const ready = [...this.#patches].filter(([key]) => !this.failed.has(key)).slice(0, mostInOneCall);
      if (ready.length === 0) break;
      this.#flying = new Map(ready);
      for (const [key] of ready) this.#patches.delete(key);
      this.state = "saving";
      this.#notify();
      const sent = patchChange(ready, (key) => this.rows.get(key));
      const result = await this.#call(sent.change);
      if (result.ok) this.#take(sent, result.data);
      else await this.#refused(sent, result.error);
      if (!result.ok && this.trouble) break;
    }
    this.#isSending = false;
    this.#settle();
  }

  async #call(change: CasesChange): Promise<ActionResult<ChangedSet>> {
    try {
      return await this.#server.change(change);
    } catch {
      const message = "The server did not answer. Your text is kept here.";
      return { ok: false, error: { code: "internal_error", message } };
    }
  }

  #settle(): void {
    const isFailed = this.failed.size > 0 || this.trouble !== "";
    this.state = isFailed ? "failed" : this.state === "idle" ? "idle" : "saved";
    this.#notify();
  }

  #take({ change, newKeys }: SheetChange, done: ChangedSet, of: "change" | Step | "apart" = "change"): void {
    const undo = undoOf(change, done, (key) => this.rows.get(key));
    if (undo && of !== "apart") this.#history.note(undo, of);
    this.trouble = "";
    this.savedCount += 1;
    this.revision = done.revision;
    const fresh = done.cases.filter(({ key }) => !this.rows.get(key));
    newKeys.forEach((key, index) => {
      const one = fresh[index];
      const patch = this.#patches.get(key);
      if (one && patch) this.#patches.set(one.key, patch);
      this.#patches.delete(key);
      if (one) this.rows.rename(key, one);
      if (one) this.drafts.rename(key, one.key);
    });
    for (const one of done.cases) this.rows.insert(one);
    this.rows.remove(done.removed.map(({ key }) => key));
    this.#flying = new Map();
  }

  /** Returns the edits of a refused change to the unsaved ones. Marks faulty ones as failed, sends the rest again. */
  async #refused(
    sent: SheetChange,
    error: { code: string; message: string; errors?: { pointer: string; message: string }[] },
  ) {
    for (const [key, patch] of this.#flying) this.#patches.set(key, joined(patch, this.#patches.get(key) ?? {}));
    this.#flying = new Map();
    const faults = (error.errors ?? []).flatMap(({ pointer, message }) => {
      const key = sent.keyAt(pointer);
      return key === null ? [] : [{ key, message }];
    });
    if (faults.length === 0) this.trouble = error.message;
    else if (error.code === "revision_conflict") await this.#meet(faults);
    else for (const { key, message } of faults) this.failed.set(key, { message, theirs: null });
  }

  /** Handles a conflict. If the others changed different cells, both changes are kept; otherwise the user decides. */
  async #meet(faults: readonly { key: string; message: string }[]): Promise<void> {
    const found = await this.#server.read(faults.map(({ key }) => key));
    if (!found.ok) {
      this.trouble = found.error.message;
      return;
    }
    for (const { key, message } of faults) {
      const theirs = found.data.find((one) => one.key === key);
      const base = this.rows.get(key);
      if (theirs && base && !conflictsOf(base, theirs, this.#patches.get(key) ?? {})) this.rows.set(theirs);
      else this.failed.set(key, { message, theirs: theirs ?? null });
    }
  }

  /** Sends a change that was not typed into cells, such as removed or restored rows. `apart`: it cannot be undone. */
  async change(change: CasesChange, of: "change" | Step | "apart" = "change"): Promise<string | null> {
    while (this.#isSending) await new Promise((resolve) => setTimeout(resolve, 30));
    this.#isSending = true;
    this.state = "saving";
    this.#notify();
    const result = await this.#call(change);
    this.#isSending = false;
    if (result.ok) {
      for (const key of change.remove ?? []) this.#forget(key);
      this.#take({ change, newKeys: [], keyAt: () => null }, result.data, of);
    }
    this.#settle();
    void this.#send();
    return result.ok ? null : result.error.message;
  }

  #forget(key: string): void {
    this.#patches.delete(key);
    this.failed.delete(key);
    this.drafts.forget(key);
  }

  /** Undoes or redoes the last saved change, as a new revision. Returns null, or the reason of the failure. */
  async step(step: Step): Promise<string | null> {
    const change = this.can(step) ? this.#history.take(step) : undefined;
    return change
      ? this.change(
          overNow(change, (key) => this.rows.get(key)),
          step,
        )
      : null;
  }
}
