import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import type { Draft } from "./draft";
import { toContent, toDraft } from "./draft-content";
import { editDraft } from "./draft-reducer";
import { mergeDrafts, mergeVersion } from "./merge-drafts";

const base: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "one\n\ntwo\n\nthree" },
    { role: "user", content: "{{ question }}" },
  ],
  model: { provider: "openai", name: "small", parameters: { temperature: 0.2 } },
  variables: [{ name: "question", type: "string", required: true }],
  tools: [{ name: "look_up" }],
};
const start = toDraft(base);
const write = (draft: Draft, id: string, content: string) => editDraft(draft, { do: "write", id, content });
const texts = (draft: Draft) => draft.entries.map((entry) => (entry.kind === "message" ? entry.content : ""));

describe("two texts of one person", () => {
  it("are merged line by line, and messages keep their places in the editor", () => {
    const mine = write(start, "m0", "one, mine\n\ntwo\n\nthree");
    const theirs = write(write(start, "m0", "one\n\ntwo\n\nthree, theirs"), "m1", "{{ question }} please");
    const { result, finish, isPartial } = mergeDrafts(base, mine, theirs);
    expect([result.conflicts, isPartial]).toEqual([[], false]);
    const merged = finish(result.content);
    expect(texts(merged)).toEqual(["one, mine\n\ntwo\n\nthree, theirs", "{{ question }} please"]);
    expect(merged.entries.map(({ id }) => id)).toEqual(["m0", "m1"]);
  });

  it("are compared with their last common text, if there is one", () => {
    const common = write(start, "m0", "one and a half\n\ntwo\n\nthree");
    const mine = write(common, "m1", "{{ question }} please");
    const theirs = write(common, "m0", "one and a half\n\nadded\n\ntwo\n\nthree");
    const { result, finish } = mergeDrafts(base, mine, theirs, common);
    expect(result.conflicts).toEqual([]);
    expect(texts(finish(result.content))[0]).toBe("one and a half\n\nadded\n\ntwo\n\nthree");
  });

  it("keep unreadable text of this tab, and report if the other one has more", () => {
    const half = editDraft(start, { do: "set json", field: "tools", text: '[{"name": "loo' });
    const mine = editDraft(half, { do: "set model", model: { temperature: "warm" } });
    const theirs = write(start, "m1", "{{ question }} please");
    const merge = mergeDrafts(base, mine, theirs);
    expect(merge.result.conflicts).toEqual([]);
    const merged = merge.finish(merge.result.content);
    expect(merged).toMatchObject({ tools: '[{"name": "loo', model: { temperature: "warm", name: "small" } });
    expect(texts(merged)[1]).toBe("{{ question }} please");
    expect(merge.isPartial).toBe(false);
    expect(mergeDrafts(base, start, half).isPartial).toBe(true);
    const named = editDraft(start, { do: "set model", model: { name: "large" } });
    expect(mergeDrafts(base, mine, named).isPartial).toBe(true);
  });

  it("give messages unique ids", () => {
    const ids = fc.constantFrom("m0", "m1", "n0", "j0", "j1", "j2");
    const entry = fc.record({ id: ids, text: fc.constantFrom("a", "b", "c") });
    const draftOf = (list: { id: string; text: string }[]): Draft => ({
      ...start,
      entries: list.map(({ id, text }) => ({ id, kind: "message", role: "user", content: text })),
    });
    const list = fc.uniqueArray(entry, { selector: ({ id }) => id, minLength: 1 });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const { result, finish } = mergeDrafts(base, draftOf(one), draftOf(other));
        const merged = finish(result.content);
        expect(new Set(merged.entries.map(({ id }) => id)).size).toBe(merged.entries.length);
        expect(toContent(merged).content.messages).toEqual(result.content.messages);
      }),
    );
  });
});

it("merges a newer version into a draft, with changes of both", () => {
  const newer: Content = { ...base, model: { provider: "openai", name: "large", parameters: { temperature: 0.2 } } };
  const { result, finish } = mergeVersion(base, write(start, "m0", "mine\n\ntwo\n\nthree"), newer);
  expect(result.conflicts).toEqual([]);
  expect(finish(result.content)).toMatchObject({ model: { name: "large" } });
  expect(texts(finish(result.content))[0]).toBe("mine\n\ntwo\n\nthree");
});
