import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EditorAnswer } from "@/lib/api/editor";
import type { DraftForm, DraftHead } from "@/lib/registry/working-draft";
import type { Content } from "@/lib/template/content";
import { memoryStore } from "@/lib/testing/memory-store";
import type { Draft } from "./draft";
import { toDraft } from "./draft-content";
import { DraftKeeper } from "./draft-keeper";
import { readDrafts, type Store } from "./draft-store";
import type { Reply, SyncRequest } from "./exchange";

const content = (text: string): Content => ({ type: "chat", messages: [{ role: "system", content: text }] });
const says = (text: string) => toDraft(content(text));
const base = { version: 1, content: content("one") };
const place = { promptId: "p", userId: "u", copy: null };

/** An in-memory server: one current draft, written with its revision, and drafts that were set aside. */
class Server {
  row: (DraftHead & { form: DraftForm; tab: string }) | null = null;
  aside: DraftForm[] = [];
  isAway = false;
  #ids = 0;

  answer(tab: string, { knows, write }: SyncRequest): Reply {
    if (this.isAway) return { ok: false, reason: "unreachable", sentence: null };
    const { done, kept } = this.#write(tab, write);
    const { row } = this;
    const isSame = (head: DraftHead | null) => head?.id === row?.id && head?.revision === row?.revision;
    const isNews = row && row.tab !== tab && !isSame(knows) && !isSame(kept);
    const newerDraft =
      row && (isNews || done === false) ? { ...row, baseVersion: 1, seenVersion: 1, at: "2026-11-21T06:00:00Z" } : null;
    const answer: EditorAnswer = {
      done,
      kept,
      newerDraft,
      others: [],
      shared: null,
      latest: null,
      liveMark: "",
      head: row && { id: row.id, revision: row.revision },
    };
    return { ok: true, answer };
  }

  #write(tab: string, write: SyncRequest["write"]): { done: boolean | null; kept: DraftHead | null } {
    const { row } = this;
    if (!write) return { done: null, kept: null };
    if (write.do === "set aside") {
      this.aside.push(write.form);
      return { done: true, kept: null };
    }
    const over = write.do === "keep" ? write.over : write.head;
    const fits = row === null || (row.id === over?.id && row.revision === over.revision);
    if (!fits) return { done: false, kept: null };
    if (write.do === "drop") {
      this.row = null;
      return { done: true, kept: null };
    }
    if (row && write.setAside) this.aside.push(row.form);
    const isNew = !row || write.setAside;
    const head = isNew ? { id: `id${this.#ids++}`, revision: 1 } : { id: row.id, revision: row.revision + 1 };
    // Copied, because client and server never share an object.
    this.row = { ...head, form: structuredClone(write.form), tab };
    return { done: true, kept: head };
  }
}

/** `isSlow`: another tab's text is rendered, and reported to the keeper, only with the next `render()`. */
function openTab(server: Server, tab: string, { store = memoryStore(), isSlow = false } = {}) {
  let text = says("one");
  const keeper: DraftKeeper = new DraftKeeper(
    {
      place,
      tab,
      store: () => store,
      now: () => 1,
      onState: () => {},
      onAnswer: () => {},
      onAside: () => {},
      send: async (round) => server.answer(tab, round),
      onFollow: (draft, over) => {
        if (text !== over) return;
        text = draft;
        if (!isSlow) render();
      },
    },
    { base, seen: 1 },
    text,
  );
  const render = () => keeper.edit(text);
  const type = (draft: Draft) => {
    text = draft;
    render();
  };
  keeper.open({ base, seen: 1 }, text, { head: null, isHeld: false });
  const local = () => readDrafts(store, place).map(({ draft }) => draft);
  return { keeper, type, render, text: () => text, local };
}

describe("one tab", () => {
  it("is saved on the server, and reports it only then", async () => {
    const server = new Server();
    const { keeper, type, local } = openTab(server, "a.1");
    expect(keeper.state.keeping).toBe("nothing");
    type(says("two"));
    keeper.holdInBrowser();
    expect([keeper.state.keeping, local()]).toEqual(["saving", [says("two")]]);
    await keeper.round();
    expect([keeper.state.keeping, server.row?.form, local()]).toEqual(["kept", says("two"), []]);
  });

  it("is kept in the browser while the server is unavailable, and sent afterwards", async () => {
    const server = new Server();
    const { keeper, type, local } = openTab(server, "a.1");
    server.isAway = true;
    type(says("two"));
    await keeper.round();
    expect([keeper.state.keeping, keeper.state.reason, local()]).toEqual(["browser", "unreachable", [says("two")]]);
    server.isAway = false;
    await keeper.round();
    expect([keeper.state.keeping, server.row?.form, local()]).toEqual(["kept", says("two"), []]);
  });

  it("warns only if neither the server nor the browser has it", async () => {
    const server = new Server();
    server.isAway = true;
    const full: Store = {
      getItem: () => null,
      removeItem: () => {},
      setItem: () => {
        throw new Error("full");
      },
    };
    const { keeper, type } = openTab(server, "a.1", { store: full });
    type(says("two"));
    await keeper.round();
    expect(keeper.state.keeping).toBe("nowhere");
  });

  it("drops the draft if all changes are reverted", async () => {
    const server = new Server();
    const { keeper, type } = openTab(server, "a.1");
    type(says("two"));
    await keeper.round();
    type(says("one"));
    await keeper.round();
    expect([server.row, keeper.state.keeping]).toEqual([null, "nothing"]);
  });

  it("continues with its own text if an answer is lost", async () => {
    const server = new Server();
    const { keeper, type } = openTab(server, "a.1");
    type(says("two"));
    server.answer("a.1", { baseVersion: 1, knows: null, write: keeper.nextWrite() });
    type(says("two three"));
    await keeper.round();
    await keeper.round();
    expect([server.row?.form, keeper.state.other]).toEqual([says("two three"), null]);
  });

  it("writes nothing while a version is being saved, and continues from it", async () => {
    const server = new Server();
    const { keeper, type } = openTab(server, "a.1");
    type(says("two"));
    await keeper.round();
    keeper.holdBack(true);
    type(says("two more"));
    expect(keeper.nextWrite()).toBeUndefined();
    server.row = null; // saving the version deleted its draft
    keeper.holdBack(false);
    keeper.saved({ base: { version: 2, content: content("two") }, seen: 2 });
    await keeper.round();
    expect(server.row).toMatchObject({ form: says("two more") });
  });
});

it("sends one request at a time", async () => {
  const server = new Server();
  let open = 0;
  let most = 0;
  const { keeper, type } = openTab(server, "a.1");
  const { send } = keeper.options;
  keeper.options.send = async (round) => {
    most = Math.max(most, ++open);
    await new Promise((done) => setTimeout(done, 1));
    open--;
    return send(round);
  };
  type(says("two"));
  await Promise.all([keeper.round(), keeper.round(), keeper.round(), keeper.round()]);
  expect([most, server.row?.revision]).toEqual([1, 1]);
});

describe("two tabs", () => {
  it("stay in sync while only one of them writes", async () => {
    const server = new Server();
    const [a, b] = [openTab(server, "a.1"), openTab(server, "b.1")];
    a.type(says("two"));
    await a.keeper.round();
    await b.keeper.round();
    expect([b.text(), b.keeper.state.keeping]).toEqual([says("two"), "kept"]);
    b.type(says("two three"));
    await b.keeper.round();
    await a.keeper.round();
    expect([a.text(), a.keeper.state.other]).toEqual([says("two three"), null]);
  });

  describe("of which one only follows", () => {
    /** The text of the first tab changes from "two" to "three" while the second one takes "two" over. */
    async function follow(isSlow: boolean) {
      const server = new Server();
      const [a, b] = [openTab(server, "a.1"), openTab(server, "b.1", { isSlow })];
      a.type(says("two"));
      await a.keeper.round();
      await b.keeper.round();
      a.type(says("three"));
      await a.keeper.round();
      return { server, a, b };
    }

    it("are never offered a merge, if the next text arrives before the last one is rendered", async () => {
      const { server, b } = await follow(true);
      await b.keeper.round();
      b.render();
      await b.keeper.round();
      b.render();
      await b.keeper.round();
      expect([b.keeper.state.other, b.text(), server.row?.tab]).toEqual([null, says("three"), "a.1"]);
    });

    it("are never offered a merge, if the editor reports the text that it was given as an edit", async () => {
      const { server, b } = await follow(false);
      const next = b.keeper.round(); // asked before the editor reports
      b.type(says("two"));
      await next;
      await b.keeper.round();
      expect([b.keeper.state.other, b.text(), server.row?.tab]).toEqual([null, says("three"), "a.1"]);
    });

    it("are never offered a merge, in whatever order texts, answers and renderings come", async () => {
      const step = fc.constantFrom("type", "send", "ask", "answer", "render", "report");
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
          const server = new Server();
          const [a, b] = [openTab(server, "a.1"), openTab(server, "b.1", { isSlow: true })];
          const answers: (() => void)[] = [];
          const { send } = b.keeper.options;
          b.keeper.options.send = async (round) => {
            const reply = await send(round);
            await new Promise<void>((arrive) => answers.push(arrive));
            return reply;
          };
          const acts = {
            type: (index: number) => a.type(says(`text ${index % 4}`)),
            send: () => a.keeper.round(),
            ask: () => void b.keeper.round(),
            answer: () => answers.shift()?.(),
            render: () => b.render(),
            report: () => b.type(structuredClone(b.text())),
          };
          const inTheEnd = Array.from({ length: 4 }, () => ["ask", "answer", "render"] as const).flat();
          for (const [index, name] of [...steps, ...steps.map(() => "answer" as const), ...inTheEnd].entries()) {
            await acts[name](index);
            await new Promise((done) => setImmediate(done));
            expect(b.keeper.state.other).toBeNull();
          }
          expect(b.text()).toEqual(server.row?.form ?? says("one"));
        }),
      );
    });

    it("show the same text if the other one goes back to an earlier one", async () => {
      const { server, a, b } = await follow(false);
      await b.keeper.round();
      a.type(says("two"));
      await a.keeper.round();
      await b.keeper.round();
      expect([b.text(), b.keeper.state.keeping, server.row?.form]).toEqual([says("two"), "kept", says("two")]);
    });
  });

  async function apart() {
    const server = new Server();
    const [a, b] = [openTab(server, "a.1"), openTab(server, "b.1")];
    a.type(says("from a"));
    await a.keeper.round();
    b.type(says("from b"));
    await b.keeper.round();
    return { server, a, b };
  }

  it("that both wrote are notified, and neither text is overwritten", async () => {
    const { server, b } = await apart();
    expect(b.keeper.state).toMatchObject({ keeping: "browser", reason: "undecided", other: { draft: says("from a") } });
    expect([server.row?.form, b.text(), b.local()]).toEqual([says("from a"), says("from b"), [says("from b")]]);
    b.type(says("from b, more"));
    await b.keeper.round();
    expect(server.row?.form).toEqual(says("from a")); // nothing is written before the user decides
  });

  it("end with one active draft and the other kept, whichever continues", async () => {
    const { server, b } = await apart();
    b.keeper.goOn(true);
    await b.keeper.round();
    expect([server.row?.form, server.aside, b.keeper.state.keeping]).toEqual([
      says("from b"),
      [says("from a")],
      "kept",
    ]);
  });

  it("are notified if the draft was saved or dropped in the other one, and do not restore it", async () => {
    const server = new Server();
    const [a, b] = [openTab(server, "a.1"), openTab(server, "b.1")];
    a.type(says("two"));
    await a.keeper.round();
    await b.keeper.round();
    server.row = null;
    await b.keeper.round();
    expect([b.keeper.state.isGone, b.keeper.nextWrite()]).toEqual([true, undefined]);
    b.keeper.holdInBrowser();
    expect(b.local()).toEqual([]);
    b.type(says("two, and on"));
    await b.keeper.round();
    expect(server.row).toMatchObject({ form: says("two, and on") });
  });

  it("never lose text typed while the other's text arrives", async () => {
    const server = new Server();
    const [a, b] = [openTab(server, "a.1"), openTab(server, "b.1")];
    a.type(says("from a"));
    await a.keeper.round();
    const waiting = b.keeper.round();
    b.type(says("from b")); // typed before the response arrives
    await waiting;
    await b.keeper.round();
    expect([server.row?.form, b.text()]).toEqual([says("from a"), says("from b")]);
    expect(b.keeper.state.other?.draft).toEqual(says("from a"));
  });
});

describe("while a draft is shared", () => {
  it("writes nothing to the private one, keeps unsent text in the browser, and keeps all of it afterwards", async () => {
    const server = new Server();
    const { keeper, type, local } = openTab(server, "a.1");
    keeper.share(true);
    type(says("two"));
    keeper.noteShared("saving", says("two"));
    keeper.holdInBrowser();
    await keeper.round();
    expect([server.row, local(), keeper.state.keeping]).toEqual([null, [says("two")], "saving"]);
    const shared = says("two and theirs");
    type(shared);
    keeper.noteShared("kept", shared);
    expect([local(), keeper.state.keeping]).toEqual([[], "kept"]);
    keeper.noteShared("away", shared);
    type(says("typed in a tunnel"));
    keeper.noteShared("away", says("typed in a tunnel"));
    expect([local(), keeper.state.keeping]).toEqual([[says("typed in a tunnel")], "browser"]);
    keeper.share(false);
    await keeper.round();
    expect([server.row?.form, keeper.state.keeping]).toEqual([says("typed in a tunnel"), "kept"]);
  });

  it("does not replace the shared text with another tab's text", async () => {
    const server = new Server();
    const { keeper } = openTab(server, "a.1");
    keeper.share(true);
    const other = openTab(server, "b.2");
    other.type(says("elsewhere"));
    await other.keeper.round();
    await keeper.round();
    expect([keeper.state.other, server.row?.form]).toEqual([null, says("elsewhere")]);
  });
});
