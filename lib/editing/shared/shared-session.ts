import {
  applyUpdate,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
  Doc,
  encodeStateAsUpdate,
  mergeUpdates,
  relativePositionToJSON,
  UndoManager,
  type Text as YText,
} from "yjs";
import { changeDoc, readDoc, textAt } from "@/lib/registry/shared-draft/draft-doc";
import type { SharedDraftNews, SharedDraftPerson } from "@/lib/registry/shared-draft/queries";
import type { SharedCaret } from "@/lib/registry/shared-draft/schema";
import type { Draft } from "../draft/draft";
import { type DraftAction, editDraft } from "../draft/draft-reducer";
import { settleShared } from "../draft/settle-shared";
import { openStream, type Stream } from "./shared-stream";
import { fromBase64, sendAct, toBase64 } from "./shared-transport";
import type { CaretAt, TextSession } from "./text-session";

type SharedStatus = "kept" | "saving" | "away";

export type SharedOptions = {
  workspace: string;
  id: string;
  tab: string;
  /** Returns the draft on the screen. Local edits are applied to it. */
  shown: () => Draft;
  onDraft: (draft: Draft) => void;
  onStatus: (status: SharedStatus) => void;
  onPeople: (people: readonly SharedDraftPerson[]) => void;
  onBase: (version: number) => void;
  /** Called when the server rejects all further changes of this tab. The text continues as the person's own draft. */
  onEnd: (sentence: string | null) => void;
};

/** The way to the server: requests, and its events. */
export type SharedServer = { sendAct: typeof sendAct; openStream: typeof openStream };

/** "second": another person merged the version first. */
type Merged = { how: "merged"; draft: Draft } | { how: "second" } | { how: "away"; sentence: string | null };

const local = { from: "here" };
const remote = { from: "the server" };
const restMs = 100;
const caretMs = 300;
const retryMs = 2_000;
const lifeMs = 8_000;
/** How often changes are fetched while the stream brings none. */
const pollMs = 1_000;

/** The participation of one tab in a shared draft: its document, and what it sends and receives. Does not use React. */
export class SharedSession implements TextSession {
  readonly doc = new Doc();
  readonly #undo = new UndoManager(this.doc, { trackedOrigins: new Set([local]), captureTimeout: 400 });
  #unsent: Uint8Array[] = [];
  #inFlight: { number: number; update: Uint8Array | null } | null = null;
  #number = 0;
  #caret: SharedCaret | null = null;
  #isCaretNew = false;
  #isOpen = true;
  #isShowing = false;
  #seq = -1;
  #baseVersion = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;
  #people: readonly SharedDraftPerson[] = [];
  #draft: Draft | null = null;
  #stream: Stream | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly options: SharedOptions,
    readonly server: SharedServer = { sendAct, openStream },
  ) {
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== remote) {
        this.#unsent.push(update);
        options.onStatus("saving");
        this.#later(restMs);
      }
      this.#draft = null;
      if (!this.#isShowing) queueMicrotask(() => this.#show());
      this.#isShowing = true;
    });
  }

  /** Applies the whole draft and then follows its changes. */
  begin(news: SharedDraftNews): void {
    this.#baseVersion = news.baseVersion;
    this.#receive(news);
    const { workspace, id, tab } = this.options;
    const since = () => this.#seq;
    const receive = (event: SharedDraftNews) => this.#receive(event);
    this.#stream = this.server.openStream(workspace, { id, tab, since }, receive, () => this.#later(0));
    this.#later(lifeMs);
  }

  get draft(): Draft {
    this.#draft ??= readDoc(this.doc);
    return this.#draft;
  }

  /** The place in the editor where the caret of this tab is. */
  get place(): string | null {
    return this.#caret?.place ?? null;
  }

  /** Applies a local edit. */
  edit(action: DraftAction): void {
    const shown = this.options.shown();
    this.change(shown, action.do === "settle" ? settleShared(shown, action) : editDraft(shown, action));
  }

  /** Applies the difference between two drafts to the document. */
  change(before: Draft, after: Draft): void {
    if (before !== after) changeDoc(this.doc, before, after, local);
    this.#show();
  }

  /** Returns the text at a place of the editor. Null if there is none. */
  textAt(place: string): YText | null {
    return textAt(this.doc, this.draft, place);
  }

  /** Runs `work` in one transaction, which the local undo can revert. */
  asEdit(work: () => void): void {
    this.doc.transact(work, local);
  }

  undo(): void {
    this.#undo.undo();
  }

  redo(): void {
    this.#undo.redo();
  }

  /** Sets the caret of this tab. `index` null: the caret is not in this text. */
  setCaret(place: string, index: number | null): void {
    const text = index === null ? null : this.textAt(place);
    if (!text && this.#caret?.place !== place) return;
    const head = text && relativePositionToJSON(createRelativePositionFromTypeIndex(text, index ?? 0));
    this.#caret = head ? { place, head: JSON.parse(JSON.stringify(head)) } : null;
    this.#isCaretNew = true;
    this.#later(caretMs);
  }

  caretsAt(place: string): CaretAt[] {
    return this.#people.flatMap(({ tab, name, caret }) => {
      if (caret?.place !== place) return [];
      try {
        const found = createAbsolutePositionFromRelativePosition(createRelativePositionFromJSON(caret.head), this.doc);
        return found && found.type === this.textAt(place)
          ? [{ tab, name, index: found.index, moved: JSON.stringify(caret.head) }]
          : [];
      } catch {
        return []; // an invalid position, which no editor sends
      }
    });
  }

  /** Calls `listener` when a text or a caret changes. Returns a function that unsubscribes. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes another version the start version for all participants. */
  async moveTo(version: number): Promise<void> {
    const { workspace, id } = this.options;
    const from = this.#baseVersion;
    this.#baseVersion = version;
    if (from !== version) await this.server.sendAct(workspace, { do: "move", id, from, to: version });
  }

  /**
   * Merges a newer version into the text, for all participants: `before` is the text without it. The server decides who
   * is first, because two people who insert the same words would have them twice.
   */
  async merge(version: number, before: Draft, after: Draft): Promise<Merged> {
    const { workspace, id, tab } = this.options;
    const from = this.#baseVersion;
    if (from >= version) return { how: "second" };
    const copy = new Doc();
    applyUpdate(copy, encodeStateAsUpdate(this.doc));
    changeDoc(copy, before, after);
    const update = encodeStateAsUpdate(copy);
    this.#baseVersion = version; // so that the news of it is not that of another person
    const merged = { tab, number: ++this.#number, update: toBase64(update) };
    const reply = await this.server.sendAct<boolean>(workspace, { do: "move", id, from, to: version, merged });
    if (reply.ok && reply.data) {
      applyUpdate(this.doc, update, remote);
      return { how: "merged", draft: this.draft };
    }
    this.#baseVersion = from;
    return reply.ok ? { how: "second" } : { how: "away", sentence: reply.sentence };
  }

  /**
   * Leaves the shared draft. If the page is closing, unsent changes are sent. Otherwise they stay in this tab's own
   * draft.
   */
  leave(isClosing: boolean): void {
    if (!this.#isOpen) return;
    this.#stop();
    const { workspace, id, tab } = this.options;
    const waiting = [this.#inFlight?.update, ...this.#unsent].filter((update) => update instanceof Uint8Array);
    const unsent = waiting.length > 0 ? mergeUpdates(waiting) : null;
    if (isClosing && unsent) void this.#post(unsent, ++this.#number, true);
    void this.server.sendAct(workspace, { do: "leave", id, tab, isClosing }, true);
  }

  #stop(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#stream?.close();
  }

  #show(): void {
    this.#isShowing = false;
    if (!this.#isOpen) return;
    this.options.onDraft(this.draft);
    if (this.#unsent.length === 0 && !this.#inFlight?.update) this.options.onStatus("kept");
    for (const listener of this.#listeners) listener();
  }

  #receive({ seq, state, updates, people, baseVersion }: SharedDraftNews): void {
    if (!this.#isOpen) return;
    const isLate = seq < this.#seq;
    for (const update of [state, ...updates.map((one) => one.update)])
      if (update) applyUpdate(this.doc, fromBase64(update), remote);
    this.#seq = Math.max(this.#seq, seq);
    if (!isLate) {
      this.#people = people;
      this.options.onPeople(people);
    }
    for (const listener of this.#listeners) listener();
    if (baseVersion > this.#baseVersion) {
      this.#baseVersion = baseVersion;
      this.options.onBase(baseVersion);
    }
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isOpen) this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    if (this.#isSending || !this.#isOpen) return;
    this.#isSending = true;
    if (!this.#inFlight) {
      const update = this.#unsent.length > 0 ? mergeUpdates(this.#unsent) : null;
      this.#unsent = [];
      this.#inFlight = { number: ++this.#number, update };
      this.#isCaretNew = false;
    }
    const { number, update } = this.#inFlight;
    const reply = await this.#post(update, number);
    this.#isSending = false;
    if (!this.#isOpen) return;
    if (reply.ok) {
      this.#inFlight = null;
      if (reply.data) this.#receive(reply.data);
    } else if (reply.code === "out_of_date")
      this.#inFlight = { number: ++this.#number, update: encodeStateAsUpdate(this.doc) };
    else if (reply.isFinal) {
      this.#stop();
      this.options.onEnd(reply.sentence);
      return;
    } else {
      this.options.onStatus("away");
      this.#later(retryMs);
      return;
    }
    const isMore = this.#unsent.length > 0 || this.#inFlight !== null;
    this.options.onStatus(isMore ? "saving" : "kept");
    this.#later(isMore ? restMs : this.#isCaretNew ? caretMs : this.#stream?.isSilent() ? pollMs : lifeMs);
  }

  #post(update: Uint8Array | null, number: number, isLast = false) {
    const { workspace, id, tab } = this.options;
    const sent = { number, update: update && toBase64(update), caret: this.#caret };
    const since = this.#stream?.isSilent() ? { since: this.#seq } : {};
    return this.server.sendAct<SharedDraftNews | null>(workspace, { do: "push", id, tab, ...sent, ...since }, isLast);
  }
}

/** Returns the state of a new document with this draft, in base64. */
export function stateOf(draft: Draft): string {
  const doc = new Doc();
  changeDoc(doc, null, draft);
  return toBase64(encodeStateAsUpdate(doc));
}
