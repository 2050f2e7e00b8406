import type { EditorAnswer } from "@/lib/api/editor";
import type { DraftHead } from "@/lib/registry/working-draft";
import type { Draft } from "./draft";
import { draftKey, isPristine } from "./draft-form";
import { forgetDraft, keepDraft } from "./draft-store";
import type { Reply, Write } from "./exchange";
import { type KeeperOptions, type KeeperState, quiet } from "./keeper-state";
import type { OtherDraft } from "./reconcile";
import type { Origin } from "./setup";

/** `head`: the server's draft that it continues. `isHeld`: the server has exactly this text. */
export type Opening = { head: DraftHead | null; isHeld: boolean; other?: OtherDraft | null };

/** Keeps the draft of one tab: on the server if it answers, otherwise in the browser. Uses neither React nor timers. */
export class DraftKeeper {
  #state = quiet;
  #head: DraftHead | null = null;
  /** The last known draft on the server, as a text and as the object. */
  #held: { key: string; draft: Draft } | null = null;
  /** Texts that this tab had before. If another tab sends one of them, it is not a change. */
  #past: string[] = [];
  /**
   * Texts of another tab that were handed to the editor and are not rendered yet. It refuses a text that is too late.
   */
  #following: { draft: Draft; head: DraftHead }[] = [];
  /** A draft that the server refused or another tab discarded. It is not sent again without a change. */
  #refused: Draft | null = null;
  /** Drafts that were merged into this one or discarded. They are deleted once this text is stored. */
  #leftovers: DraftHead[] = [];
  #isBeside = false;
  #isHeldBack = false;
  #flight: Promise<void> | null = null;

  constructor(
    readonly options: KeeperOptions,
    private origin: Origin,
    private draft: Draft,
  ) {}

  get state(): KeeperState {
    return this.#state;
  }

  get head(): DraftHead | null {
    return this.#head;
  }

  /** Whether there are changes that the server does not have. */
  get isDirty(): boolean {
    if (this.#held) return this.#held.draft !== this.draft;
    return this.#head !== null || !isPristine(this.origin.base, this.draft);
  }

  /** Opens a text: an unchanged version, the server's draft, or a draft from this browser. */
  open(origin: Origin, draft: Draft, { head, isHeld, other = null }: Opening): void {
    this.origin = origin;
    this.draft = draft;
    this.#head = head;
    this.#held = isHeld ? { key: draftKey(draft), draft } : null;
    this.#past = [draftKey(draft)];
    this.#following = [];
    this.#refused = null;
    this.#isBeside = false;
    this.#set({
      ...quiet,
      isShared: this.#state.isShared,
      keeping: this.isDirty ? "saving" : isHeld ? "kept" : "nothing",
      other,
    });
  }

  /** Opens another text instead. `gone`: drafts to delete once its text is stored. */
  moveTo(origin: Origin, draft: Draft, how: Opening, gone: readonly (DraftHead | null)[]): void {
    const before = this.origin;
    this.open(origin, draft, how);
    this.#leftovers.push(...gone.filter((head) => head !== null));
    this.holdInBrowser();
    if (before.base.version !== origin.base.version) this.#forget(before);
  }

  /** A version was saved. The editor continues from it, and its draft was deleted with the save. */
  saved(origin: Origin): void {
    const before = this.origin;
    this.open(origin, this.draft, { head: null, isHeld: false });
    this.#forget(before);
  }

  /** Takes over the current text of the editor. */
  edit(draft: Draft): void {
    if (draft === this.draft) return;
    const followed = this.#following.find((one) => one.draft === draft);
    this.#following = [];
    this.draft = draft;
    if (followed) this.#hold(draft, followed.head);
    else if (!this.isDirty) {
      this.#forget();
      this.#set({ keeping: "nothing", reason: null, sentence: null, isGone: false });
    } else if (this.#state.keeping !== "browser" || this.#state.isGone) this.#set({ keeping: "saving", isGone: false });
  }

  /** Stores the latest text in the browser until the server has it. */
  holdInBrowser(): void {
    if (!this.isDirty || this.#state.isGone) return;
    if (isPristine(this.origin.base, this.draft)) {
      this.#forget();
      return;
    }
    const { place, tab, store, now } = this.options;
    const entry = { ...this.origin, draft: this.draft, tab, over: this.#head, at: now() };
    const isSafe = keepDraft(store(), place, entry);
    const { keeping } = this.#state;
    if (keeping === "browser" && !isSafe) this.#set({ keeping: "nowhere" });
    else if (keeping === "nowhere" && isSafe) this.#set({ keeping: "browser" });
  }

  #forget({ base }: Pick<Origin, "base"> = this.origin): void {
    const { place, tab, store } = this.options;
    forgetDraft(store(), place, { base, tab });
  }

  /** The version of this tab's draft, and the newest draft it knows. */
  get whereabouts(): { baseVersion: number; knows: DraftHead | null } {
    return { baseVersion: this.origin.base.version, knows: this.#state.other?.head ?? this.#head };
  }

  /** Sends new changes and receives those of others. One request at a time; the latest text wins. */
  async round(): Promise<void> {
    // Not `settled()`: if several calls waited, only one may continue at a time.
    while (this.#flight) await this.#flight;
    const { origin, draft } = this;
    const write = this.nextWrite();
    const flight = this.options
      .send({ ...this.whereabouts, write })
      .then((reply) => {
        // If another text was opened meanwhile, the answer is ignored.
        if (origin.base === this.origin.base) this.#take(reply, write, draft);
      })
      .finally(() => {
        this.#flight = null;
      });
    this.#flight = flight;
    await flight;
  }

  /** Resolves when no request is running. */
  async settled(): Promise<void> {
    while (this.#flight) await this.#flight;
  }

  /** Prevents writes of the draft while a version is being saved. */
  holdBack(isHeldBack: boolean): void {
    this.#isHeldBack = isHeldBack;
  }

  /** Returns the next write. Undefined while the user has to choose between two texts. */
  nextWrite(): Write | undefined {
    if (this.#isHeldBack || this.#state.other) return undefined;
    if (this.isDirty && !this.#state.isShared && this.#refused !== this.draft) {
      if (isPristine(this.origin.base, this.draft)) return this.#head ? { do: "drop", head: this.#head } : undefined;
      if (this.#held?.key !== draftKey(this.draft)) {
        const { seen } = this.origin;
        const setAside = this.#isBeside ? { setAside: true } : {};
        return { do: "keep", form: this.draft, seenVersion: seen, over: this.#head, ...setAside };
      }
      this.#hold(this.draft, this.#head); // the change was undone
    }
    const [leftover] = this.#leftovers;
    return leftover && { do: "drop", head: leftover };
  }

  /** Continues with the text in the editor instead of the other one. If requested, the other one is set aside. */
  goOn(isOtherSetAside: boolean): void {
    const { other } = this.#state;
    if (!other) return;
    if (other.head) {
      this.#head = other.head;
      this.#isBeside = isOtherSetAside;
    }
    this.#held = null;
    this.#past.push(draftKey(other.draft));
    this.#set({ other: null, keeping: "saving", reason: null });
    this.holdInBrowser();
  }

  /** Stores a text on the server beside the current draft. Returns whether it is stored. */
  async setAside(form: Draft, origin: Origin = this.origin): Promise<boolean> {
    await this.settled();
    const write: Write = { do: "set aside", form, seenVersion: origin.seen };
    const reply = await this.options.send({ ...this.whereabouts, baseVersion: origin.base.version, write });
    if (!reply.ok) this.#set({ reason: reply.reason, sentence: reply.sentence });
    else this.options.onAside();
    return reply.ok && reply.answer.done === true;
  }

  /** While a draft is shared, the personal draft is not written. Afterwards its whole text is. */
  share(isShared: boolean): void {
    if (!isShared) this.#held = null;
    this.#set({ isShared, keeping: this.isDirty ? "saving" : "nothing", reason: null });
    if (!isShared) this.holdInBrowser();
  }

  /** Records whether the shared draft on the server has the current text. */
  noteShared(status: "kept" | "saving" | "away", draft: Draft): void {
    if (status === "away") this.#fail({ ok: false, reason: "unreachable", sentence: null }, draft);
    else if (status === "saving") this.#set({ keeping: "saving", reason: null });
    else {
      this.draft = draft;
      this.#hold(draft, null);
      this.#forget();
    }
  }

  #take(reply: Reply, write: Write | undefined, sent: Draft): void {
    if (!reply.ok) {
      this.#fail(reply, sent);
      return;
    }
    const { answer } = reply;
    this.options.onAnswer(answer);
    if (write) this.#wrote(write, answer, sent);
    const { newerDraft } = answer;
    if (newerDraft) this.#meet({ ...newerDraft, at: Date.parse(newerDraft.at) });
    else if (!write && this.#head && !answer.head && !this.isDirty) this.#lose();
  }

  #wrote(write: Write, { done, kept, newerDraft }: EditorAnswer, sent: Draft): void {
    if (write.do === "drop" && this.#leftovers.includes(write.head)) {
      this.#leftovers = this.#leftovers.filter((head) => head !== write.head);
      this.options.onAside();
    } else if (!done) {
      if (!newerDraft) this.#head = null; // deleted at the same time: create it again
    } else if (write.do === "keep") {
      this.#isBeside = false;
      this.#hold(sent, kept);
      if (write.setAside) this.options.onAside();
    } else {
      this.#head = null;
      this.#held = null;
      this.#set({ keeping: this.isDirty ? "saving" : "nothing" });
    }
    if (done && this.draft === sent) this.#forget();
  }

  #hold(draft: Draft, head: DraftHead | null): void {
    this.#head = head;
    this.#held = { key: draftKey(draft), draft };
    this.#past = [...this.#past.slice(-20), this.#held.key];
    this.#set({ keeping: this.isDirty ? "saving" : "kept", reason: null, sentence: null, isGone: false });
  }

  /** Another tab saved or discarded the draft, and nothing was typed here since. Does not recreate it. */
  #lose(): void {
    this.#head = null;
    this.#held = null;
    this.#refused = this.draft;
    this.#set({ ...quiet, isGone: true });
  }

  /** The user wants to keep a text that was discarded in another tab. */
  keepAfterAll(): void {
    this.#refused = null;
    this.#set({ keeping: "saving", isGone: false });
  }

  /** The server has a text that this tab did not know. */
  #meet({ form, tab, at, id, revision }: { form: Draft; tab: string; at: number } & DraftHead): void {
    if (this.#state.isShared) return;
    const head = { id, revision };
    const key = draftKey(form);
    const own = draftKey(this.draft);
    // By content, because the editor reports a text that it was given as a new draft.
    const isIdle = this.#held ? this.#held.key === own : isPristine(this.origin.base, this.draft);
    if (key === own) {
      this.#hold(this.draft, head);
      this.#forget();
    } else if (tab !== this.options.tab && isIdle) {
      this.#following.push({ draft: form, head });
      this.options.onFollow(form, this.draft);
    } else if (tab === this.options.tab || this.#past.includes(key)) {
      // The text of a request whose response was lost, or a text that this one already continues.
      this.#head = head;
    } else {
      const other = { draft: form, head, tab, at, common: this.#held?.draft };
      this.#set({ keeping: "browser", reason: "undecided", other });
      this.holdInBrowser();
    }
  }

  #fail({ reason, sentence }: Extract<Reply, { ok: false }>, sent: Draft): void {
    if (!this.isDirty || this.#state.isGone) return;
    if (reason === "refused") this.#refused = sent;
    this.#set({ keeping: "browser", reason, sentence });
    this.holdInBrowser();
  }

  #set(change: Partial<KeeperState>): void {
    this.#state = { ...this.#state, ...change };
    this.options.onState(this.#state);
  }
}
