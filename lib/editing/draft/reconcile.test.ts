import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { toDraft } from "./draft-content";
import type { StoredDraft } from "./draft-store";
import { reconcile } from "./reconcile";
import type { ServerDraft } from "./setup";

const content = (text: string): Content => ({ type: "chat", messages: [{ role: "system", content: text }] });
const version = (number: number) => ({ version: number, content: content(`v${number}`) });
const base = version(5);
const one = { id: "0193aaaa-0000-7000-8000-000000000000", revision: 3 };
const server = (text: string, more: Partial<ServerDraft> = {}): ServerDraft => ({
  base,
  seen: 5,
  draft: toDraft(content(text)),
  head: one,
  tab: "desk.1",
  at: 1_000,
  ...more,
});
const local = (text: string, more: Partial<StoredDraft> = {}): StoredDraft => ({
  base,
  seen: 5,
  draft: toDraft(content(text)),
  tab: "lap.1",
  over: null,
  at: 2_000,
  ...more,
});
const open = (from: ServerDraft | null, ...browser: StoredDraft[]) =>
  reconcile({ server: from, browser, base, isFromOlder: false });

describe("the initial text of an editor", () => {
  it("is the version without a draft, and the server's draft if there is one", () => {
    expect(open(null)).toMatchObject({ from: "version", over: null, other: null });
    expect(open(server("x"))).toMatchObject({ from: "server", over: one, other: null });
  });

  it("is the browser's unsent draft: a first one, or newer text of a known one", () => {
    expect(open(null, local("x"))).toMatchObject({ from: "browser", over: null, other: null });
    const last = open(server("x"), local("x and more", { over: one, at: 500 }));
    expect(last).toMatchObject({ from: "browser", over: one, other: null });
  });

  it("is the shared draft that the browser also has, and the browser's own if it differs", () => {
    const shared = toDraft(content("ours"));
    const same = reconcile({ server: null, shared, browser: [local("ours")], base, isFromOlder: false });
    expect(same).toMatchObject({ from: "version", browser: null, spent: [{ draft: shared }] });
    const other = reconcile({ server: null, shared, browser: [local("mine")], base, isFromOlder: false });
    expect(other).toMatchObject({ from: "browser", spent: [] });
  });

  it("is the browser's if the same page wrote both and the answer was lost", () => {
    const found = open(server("x", { tab: "lap.1" }), local("x and more", { over: { ...one, revision: 1 }, at: 1 }));
    expect(found).toMatchObject({ from: "browser", over: one, other: null });
  });

  it("is the newer of two different drafts, and offers the older one", () => {
    const newer = open(server("desk"), local("lap", { at: 2_000 }));
    expect(newer).toMatchObject({ from: "browser", over: one, other: { head: one, tab: "desk.1" } });
    const older = open(server("desk"), local("lap", { at: 500, over: { ...one, revision: 2 } }));
    expect(older).toMatchObject({ from: "server", over: one, other: { head: null, tab: "lap.1", at: 500 } });
    expect(older.aside).toEqual([]);
  });

  it("is the newer one of drafts on different versions, and keeps the older one", () => {
    const old = local("lap", { base: version(4), at: 500 });
    expect(open(server("desk"), old)).toMatchObject({ from: "server", aside: [old], other: null });
    const young = local("lap", { base: version(4), at: 3_000 });
    expect(open(server("desk"), young)).toMatchObject({ from: "browser", over: null, aside: [], browser: young });
  });

  it("keeps all drafts of other closed tabs", () => {
    const [a, b, c] = [local("a", { tab: "x.1" }), local("b", { tab: "x.2" }), local("c", { tab: "x.3" })];
    expect(open(null, a, b, c)).toMatchObject({ from: "browser", browser: a, aside: [b, c], spent: [] });
  });

  it("drops drafts that are on the server, or in the saved version", () => {
    expect(open(server("x"), local("x"))).toMatchObject({ from: "server", spent: [{ tab: "lap.1" }] });
    const saved = local("v5", { base: version(4) });
    expect(open(null, saved)).toMatchObject({ from: "version", spent: [saved] });
    expect(open(null, local("v5"))).toMatchObject({ from: "version" }); // the change was undone
  });

  it("keeps an incomplete number, which no version can contain", () => {
    const draft = { ...toDraft(content("v5")), tools: '[{"na' };
    expect(open(null, local("", { draft }))).toMatchObject({ from: "browser" });
  });

  it("keeps drafts of other versions if an older version is requested", () => {
    const other = local("lap", { base: version(4) });
    const found = reconcile({ server: null, browser: [other], base: version(3), isFromOlder: true });
    expect(found).toMatchObject({ from: "version", aside: [], spent: [] });
  });
});
