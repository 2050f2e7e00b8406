import type { EditorAnswer } from "@/lib/api/editor";
import type { DraftHead } from "@/lib/registry/working-draft";
import type { Draft } from "./draft";
import { draftKey, isPristine } from "./draft-form";
import { forgetDraft, keepDraft } from "./draft-store";
import type { Reply, Write } from "./exchange";
import { type KeeperOptions, type KeeperState, quiet } from "./keeper-state";
import type { OtherDraft } from "./reconcile";
import type { Origin } from "./setup";

/** `head`: the server's draft it goes on from; `isHeld`: the server has these very words. */
export type Opening = { head: DraftHead | null; isHeld: boolean; other?: OtherDraft | null };

/** Keeps one tab's draft: with the server when it answers, in the browser until then. No React and no timers. */
export class DraftKeeper {
  #state = quiet;
  #head: DraftHead | null = null;
  /** What the server was last known to hold, as a text and as the object it was. */
  #held: { key: string; draft: Draft } | null = null;
  /** Texts this tab went through: another tab's that is among them is no news. */
  #past: string[] = [];
  #following: { draft: Draft; head: DraftHead } | null = null;
  /** What the server would not take, or what was let go elsewhere: not sent again as it is. */
  #refused: Draft | null = null;
  /** Drafts that this text has taken in or given up: dropped once it is safe. */
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

  /** Whether something is here that the server was not told. */
  get isDirty(): boolean {
    if (this.#held) return this.#held.draft !== this.draft;
    return this.#head !== null || !isPristine(this.origin.base, this.draft);
  }

  /** Opens a text: a version as it stands, the server's draft, or what this browser kept. */
  open(origin: Origin, draft: Draft, { head, isHeld, other = null }: Opening): void {
    this.origin = origin;
    this.draft = draft;
    this.#head = head;
    this.#held = isHeld ? { key: draftKey(draft), draft } : null;
    this.#past = [draftKey(draft)];
    this.#following = null;
    this.#refused = null;
    this.#isBeside = false;
    this.#set({
      ...quiet,
      isShared: this.#state.isShared,
      keeping: this.isDirty ? "saving" : isHeld ? "kept" : "nothing",
      other,
    });
  }

  /** Opens another text in place of this one. `gone`: drafts that are dropped once its words are safe. */
  moveTo(origin: Origin, draft: Draft, how: Opening, gone: readonly (DraftHead | null)[]): void {
    const before = this.origin;
    this.open(origin, draft, how);
    this.#leftovers.push(...gone.filter((head) => head !== null));
    this.holdInBrowser();
    if (before.base.version !== origin.base.version) this.#forget(before);
  }

  /** A version was saved: what is in the editor goes on from it, and its draft went with it. */
  saved(origin: Origin): void {
    const before = this.origin;
    this.open(origin, this.draft, { head: null, isHeld: false });
    this.#forget(before);
  }

  /** Takes over what is in the editor now. */
  edit(draft: Draft): void {
    if (draft === this.draft) return;
    const following = this.#following;
    this.#following = null;
    this.draft = draft;
    if (following?.draft === draft) this.#hold(draft, following.head);
    else if (!this.isDirty) {
      this.#forget();
      this.#set({ keeping: "nothing", reason: null, sentence: null, isGone: false });
    } else if (this.#state.keeping !== "browser" || this.#state.isGone) this.#set({ keeping: "saving", isGone: false });
  }

  /** Keeps the last words in the browser until the server has them. */
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

  /** Which draft this tab works on, and the newest one it knows. */
  get whereabouts(): { baseVersion: number; knows: DraftHead | null } {
    return { baseVersion: this.origin.base.version, knows: this.#state.other?.head ?? this.#head };
  }

  /** Tells the server what is new, and hears what others did. One request at a time, the latest text wins. */
  async round(): Promise<void> {
    // Not `settled()`: of several that waited, only one may go on at once.
    while (this.#flight) await this.#flight;
    const { origin, draft } = this;
    const write = this.nextWrite();
    const flight = this.options
      .send({ ...this.whereabouts, write })
      .then((reply) => {
        // Something else was opened meanwhile: what this answers is in the editor no more.
        if (origin.base === this.origin.base) this.#take(reply, write, draft);
      })
      .finally(() => {
        this.#flight = null;
      });
    this.#flight = flight;
    await flight;
  }

  /** Resolves when no request is on its way. */
  async settled(): Promise<void> {
    while (this.#flight) await this.#flight;
  }

  /** While a version is being saved, the draft is not written beside it. */
  holdBack(isHeldBack: boolean): void {
    this.#isHeldBack = isHeldBack;
  }

  /** What is to be written now; nothing while it is undecided which text goes on. */
  nextWrite(): Write | undefined {
    if (this.#isHeldBack || this.#state.other) return undefined;
    if (this.isDirty && !this.#state.isShared && this.#refused !== this.draft) {
      if (isPristine(this.origin.base, this.draft)) return this.#head ? { do: "drop", head: this.#head } : undefined;
      if (this.#held?.key !== draftKey(this.draft)) {
        const { seen } = this.origin;
        const setAside = this.#isBeside ? { setAside: true } : {};
        return { do: "keep", form: this.draft, seenVersion: seen, over: this.#head, ...setAside };
      }
      this.#hold(this.draft, this.#head); // typed and taken back
    }
    const [leftover] = this.#leftovers;
    return leftover && { do: "drop", head: leftover };
  }

  /** The text in the editor goes on in place of the other one, which stays beside it when asked. */
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

  /** Keeps a text on the server beside the one in work. Whether it is there now. */
  async setAside(form: Draft, origin: Origin = this.origin): Promise<boolean> {
    await this.settled();
    const write: Write = { do: "set aside", form, seenVersion: origin.seen };
    const reply = await this.options.send({ ...this.whereabouts, baseVersion: origin.base.version, write });
    if (!reply.ok) this.#set({ reason: reply.reason, sentence: reply.sentence });
    else this.options.onAside();
    return reply.ok && reply.answer.done === true;
  }

  /** While a draft is shared, nothing is written to one's own; after that all of its text is. */
  share(isShared: boolean): void {
    if (!isShared) this.#held = null;
    this.#set({ isShared, keeping: this.isDirty ? "saving" : "nothing", reason: null });
    if (!isShared) this.holdInBrowser();
  }

  /** Whether the shared draft on the server has the words that stand here. */
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
      if (!newerDraft) this.#head = null; // gone in this very moment: written anew
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

  /** Another tab saved or dropped the draft while nothing was typed here: it may have been let go on purpose. */
  #lose(): void {
    this.#head = null;
    this.#held = null;
    this.#refused = this.draft;
    this.#set({ ...quiet, isGone: true });
  }

  /** What was let go in another tab is wanted here. */
  keepAfterAll(): void {
    this.#refused = null;
    this.#set({ keeping: "saving", isGone: false });
  }

  /** The server has another text than this tab knew. */
  #meet({ form, tab, at, id, revision }: { form: Draft; tab: string; at: number } & DraftHead): void {
    if (this.#state.isShared) return;
    const head = { id, revision };
    const key = draftKey(form);
    const isIdle = this.#held ? !this.isDirty : isPristine(this.origin.base, this.draft);
    if (key === draftKey(this.draft)) {
      this.#hold(this.draft, head);
      this.#forget();
    } else if (tab === this.options.tab || this.#past.includes(key)) {
      // One's own words whose answer got lost, or words that this text goes on from anyway.
      this.#head = head;
    } else if (isIdle) {
      this.#following = { draft: form, head };
      this.options.onFollow(form, this.draft);
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
