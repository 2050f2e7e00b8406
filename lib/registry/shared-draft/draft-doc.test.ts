import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { draftFormOf } from "@/lib/testing/draft-form";
import { type DraftForm, draftForm } from "../working-draft";
import { changeDoc, readDoc, textAt } from "./draft-doc";
import { applyEdits, editsBetween, editsFor } from "./text-edits";

const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "😀", "😁", "é", "{{ x }}"), maxLength: 12 });
const ids = ["m0", "m1", "m2", "n3", "n4"];
const part = fc.oneof(
  fc.record({ id: fc.constantFrom("p0", "p1"), type: fc.constant("text" as const), text: words }),
  fc.record({ id: fc.constantFrom("p0", "p1"), type: fc.constant("image" as const), variable: words }),
);
const parts = fc.uniqueArray(part, { selector: ({ id }) => id, maxLength: 2 });
const entry = fc.oneof(
  fc
    .record(
      {
        kind: fc.constant("message" as const),
        role: fc.constantFrom("system" as const, "user" as const),
        content: words,
        name: words,
        calls: words,
        parts,
      },
      { requiredKeys: ["kind", "role", "content"] },
    )
    .map((one) => (one.parts ? { ...one, content: "" } : one)),
  fc.record(
    { kind: fc.constant("slot" as const), placeholder: words, optional: fc.boolean() },
    { requiredKeys: ["kind", "placeholder"] },
  ),
);
const listOf = <T extends object>(item: fc.Arbitrary<T>, minLength = 0) =>
  fc
    .tuple(fc.shuffledSubarray(ids, { minLength }), fc.array(item, { minLength: 5, maxLength: 5 }))
    .map(([some, items]) => some.map((id, index) => ({ id, ...items[index] }) as T & { id: string }));
const variable = fc.record(
  {
    name: fc.constantFrom("x", "y/z", '"]'),
    type: fc.constantFrom("string" as const, "number" as const),
    required: fc.boolean(),
    defaultText: fc.option(words),
    description: words,
    schema: words,
    inferred: fc.boolean(),
  },
  { requiredKeys: ["name", "type", "required", "defaultText", "description"] },
);
const anyDraft = fc.record(
  {
    type: fc.constantFrom("chat" as const, "text" as const),
    entries: listOf(entry, 1),
    examples: listOf(fc.record({ input: words, output: words })),
    variables: fc.uniqueArray(variable, { selector: ({ name }) => name, maxLength: 3 }),
    removed: fc.array(words, { maxLength: 2 }),
    model: fc.record({
      provider: words,
      name: words,
      temperature: words,
      maxTokens: words,
      maxTokensKey: fc.constant("max_tokens"),
      settings: fc.constant({ top_p: 1 }),
      other: words,
    }),
    responseSchema: words,
    responseFormat: fc.record({ name: words }),
    tools: words,
    pins: fc.constant([{ name: "shared/tone", version: 2 }]),
  },
  {
    requiredKeys: ["type", "entries", "examples", "variables", "removed", "model", "responseSchema", "tools", "pins"],
  },
) as fc.Arbitrary<DraftForm>;

function docOf(draft: DraftForm): Doc {
  const doc = new Doc();
  changeDoc(doc, null, draft);
  return doc;
}

function copyOf(doc: Doc): Doc {
  const copy = new Doc();
  applyUpdate(copy, encodeStateAsUpdate(doc));
  return copy;
}

function exchange(...docs: Doc[]): void {
  const states = docs.map((doc) => encodeStateAsUpdate(doc));
  for (const doc of docs) for (const state of states) applyUpdate(doc, state);
}

const contentsOf = (doc: Doc) => readDoc(doc).entries.map((one) => (one.kind === "message" ? one.content : one.id));

describe("a draft as a shared document", () => {
  it("returns what was written into it", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        expect(readDoc(docOf(draft))).toEqual(draft);
      }),
    );
  });

  it("becomes any other draft by applying its changes", () => {
    fc.assert(
      fc.property(anyDraft, anyDraft, (one, other) => {
        const doc = docOf(one);
        changeDoc(doc, one, other);
        expect(readDoc(doc)).toEqual(other);
        changeDoc(doc, other, one);
        expect(readDoc(doc)).toEqual(one);
      }),
    );
  });

  it("is the same valid draft for all after any concurrent changes", () => {
    fc.assert(
      fc.property(anyDraft, fc.array(anyDraft, { minLength: 2, maxLength: 4 }), (start, changed) => {
        const first = docOf(start);
        const docs = changed.map(() => copyOf(first));
        docs.forEach((doc, index) => {
          changeDoc(doc, start, changed[index] as DraftForm);
        });
        exchange(...docs);
        const [read, ...others] = docs.map(readDoc);
        for (const other of others) expect(other).toEqual(read);
        expect(draftForm.safeParse(read).error?.issues).toBeUndefined();
      }),
    );
  });

  it("loses no character typed concurrently in the same text", () => {
    const typing = fc.array(fc.tuple(fc.nat(40), fc.constantFrom("1", "2", "3")), { maxLength: 8 });
    fc.assert(
      fc.property(words, typing, typing, (text, mine, theirs) => {
        const first = docOf(draftFormOf(text));
        const docs = [copyOf(first), copyOf(first)];
        [mine, theirs].forEach((keys, index) => {
          const doc = docs[index] as Doc;
          for (const [at, key] of keys) {
            const now = contentsOf(doc)[0] as string;
            const signs = [...now];
            changeDoc(doc, draftFormOf(now), draftFormOf(signs.toSpliced(Math.min(at, signs.length), 0, key).join("")));
          }
        });
        exchange(...docs);
        const merged = contentsOf(docs[0] as Doc)[0] ?? "";
        const typed = [...mine, ...theirs].map(([, key]) => key);
        expect([...merged].filter((sign) => "123".includes(sign)).toSorted()).toEqual(typed.toSorted());
        expect(merged.replace(/[123]/g, "")).toBe(text);
      }),
    );
  });

  it("keeps text typed into a message while another person moves it", () => {
    const start = draftFormOf("one", "two", "three");
    const [one, other] = [docOf(start), new Doc()];
    applyUpdate(other, encodeStateAsUpdate(one));
    changeDoc(one, start, { ...start, entries: start.entries.toReversed() });
    changeDoc(other, start, draftFormOf("one, more", "two", "three"));
    exchange(one, other);
    expect(contentsOf(one)).toEqual(["three", "two", "one, more"]);
  });

  it("keeps a message if two people each deleted the other's last one", () => {
    const start = draftFormOf("one", "two");
    const [one, other] = [docOf(start), new Doc()];
    applyUpdate(other, encodeStateAsUpdate(one));
    changeDoc(one, start, { ...start, entries: start.entries.slice(0, 1) });
    changeDoc(other, start, { ...start, entries: start.entries.slice(1) });
    exchange(one, other);
    expect(contentsOf(one)).toEqual(["one"]);
  });

  it("applies a late change to a text that others changed", () => {
    const doc = docOf(draftFormOf("Hello world"));
    changeDoc(doc, draftFormOf("Hello world"), draftFormOf("Hello kind world"));
    changeDoc(doc, draftFormOf("Hello world"), draftFormOf("Hello world!"));
    changeDoc(doc, draftFormOf("Hello world"), draftFormOf("Oh, hello world"));
    expect(contentsOf(doc)).toEqual(["Oh, hello kind world!"]);
  });

  it("finds the text at each place of the editor", () => {
    const draft: DraftForm = {
      ...draftFormOf("one"),
      entries: [
        ...draftFormOf("one").entries,
        { id: "m1", kind: "message", role: "user", content: "", parts: [{ id: "p0", type: "text", text: "part" }] },
      ],
      examples: [{ id: "x0", input: "", output: "out", inputParts: [{ id: "p1", type: "text", text: "asked" }] }],
    };
    const doc = docOf(draft);
    const texts = ["m0", "m1:p0", "x0:output", "x0:input:p1"].map((place) => textAt(doc, draft, place)?.toString());
    expect(texts).toEqual(["one", "part", "out", "asked"]);
    expect(textAt(doc, draft, "nowhere")).toBeNull();
  });
});

describe("edits of a text", () => {
  it("turn one text into another", () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(applyEdits(before, editsBetween(before, after).toReversed())).toBe(after);
      }),
    );
    const [long, other] = ["say {{ old }} and ".repeat(20), "say {{ new }} and ".repeat(20)];
    expect(editsBetween(long, other).length).toBeGreaterThan(10);
    expect(applyEdits(long, editsBetween(long, other).toReversed())).toBe(other);
  });

  it("keep what others inserted at the same time", () => {
    fc.assert(
      fc.property(words, words, fc.nat(12), (before, after, at) => {
        const place = [...before].slice(0, at).join("").length;
        const current = `${before.slice(0, place)}THEIRS${before.slice(place)}`;
        expect(applyEdits(current, editsFor(editsBetween(before, after), before, current))).toContain("THEIRS");
      }),
    );
  });
});
