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

describe("what an editor opens with", () => {
  it("is the version when nobody wrote, and the server's draft when there is one", () => {
    expect(open(null)).toMatchObject({ from: "version", over: null, other: null });
    expect(open(server("x"))).toMatchObject({ from: "server", over: one, other: null });
  });

  it("is what the server was never told: a first draft, or the last words over a known one", () => {
    expect(open(null, local("x"))).toMatchObject({ from: "browser", over: null, other: null });
    const last = open(server("x"), local("x and more", { over: one, at: 500 }));
    expect(last).toMatchObject({ from: "browser", over: one, other: null });
  });

  it("is the browser's when the same page wrote both: its answer got lost on the way", () => {
    const found = open(server("x", { tab: "lap.1" }), local("x and more", { over: { ...one, revision: 1 }, at: 1 }));
    expect(found).toMatchObject({ from: "browser", over: one, other: null });
  });

  it("shows the newer of two that went apart, and offers the older one", () => {
    const newer = open(server("desk"), local("lap", { at: 2_000 }));
    expect(newer).toMatchObject({ from: "browser", over: one, other: { head: one, tab: "desk.1" } });
    const older = open(server("desk"), local("lap", { at: 500, over: { ...one, revision: 2 } }));
    expect(older).toMatchObject({ from: "server", over: one, other: { head: null, tab: "lap.1", at: 500 } });
    expect(older.aside).toEqual([]);
  });

  it("on different versions shows the newer one and keeps the older one aside", () => {
    const old = local("lap", { base: version(4), at: 500 });
    expect(open(server("desk"), old)).toMatchObject({ from: "server", aside: [old], other: null });
    const young = local("lap", { base: version(4), at: 3_000 });
    expect(open(server("desk"), young)).toMatchObject({ from: "browser", over: null, aside: [], browser: young });
  });

  it("keeps aside what other closed tabs left, losing none", () => {
    const [a, b, c] = [local("a", { tab: "x.1" }), local("b", { tab: "x.2" }), local("c", { tab: "x.3" })];
    expect(open(null, a, b, c)).toMatchObject({ from: "browser", browser: a, aside: [b, c], spent: [] });
  });

  it("forgets what is held elsewhere: on the server, or in the version saved since", () => {
    expect(open(server("x"), local("x"))).toMatchObject({ from: "server", spent: [{ tab: "lap.1" }] });
    const saved = local("v5", { base: version(4) });
    expect(open(null, saved)).toMatchObject({ from: "version", spent: [saved] });
    expect(open(null, local("v5"))).toMatchObject({ from: "version" }); // the change was undone
  });

  it("does not forget half a number, which no version could hold", () => {
    const draft = { ...toDraft(content("v5")), tools: '[{"na' };
    expect(open(null, local("", { draft }))).toMatchObject({ from: "browser" });
  });

  it("leaves drafts on other versions alone when an older version is asked for", () => {
    const other = local("lap", { base: version(4) });
    const found = reconcile({ server: null, browser: [other], base: version(3), isFromOlder: true });
    expect(found).toMatchObject({ from: "version", aside: [], spent: [] });
  });
});
