import { expect, test } from "vitest";
import { nameOfPasted, needsName, readFiles } from "./read-files";

const file = (name: string, bytes: number[] | string) =>
  new File([typeof bytes === "string" ? bytes : Uint8Array.from(bytes)], name);

test("texts are read with their names; hidden files are ignored", async () => {
  expect(await readFiles([file("hello.txt", "Say hello."), file(".DS_Store", [0, 1])])).toEqual({
    files: [{ name: "hello.txt", text: "Say hello." }],
    leftOut: [],
  });
});

test("a picture among texts is reported, and refused if it is alone", async () => {
  const photo = file("photo.png", [0x89, 0x50, 0, 0]);
  expect(await readFiles([file("hello.txt", "Hi."), photo])).toEqual({
    files: [{ name: "hello.txt", text: "Hi." }],
    leftOut: ["photo.png"],
  });
  expect(await readFiles([photo])).toBe("photo.png is not a text file.");
});

test("a text in another encoding is reported with advice", async () => {
  const again = (name: string) => `${name} is not UTF-8 text. Save it as UTF-8 and try again.`;
  expect(await readFiles([file("latin.txt", [0x53, 0xe4, 0x74, 0x7a])])).toBe(again("latin.txt"));
  expect(await readFiles([file("wide.txt", [0xff, 0xfe, 0x48, 0])])).toBe(again("wide.txt"));
});

test.each([
  ["You are {{ persona }}.", "pasted.txt"],
  ["{{ persona }}, you answer customers.", "pasted.txt"],
  ["{% if vip %}Be generous.{% endif %}", "pasted.txt"],
  ["Task: summarise\nText: {{ text }}", "pasted.txt"],
  ['{"name": "a"}', "pasted.json"],
  ["[\n{}]", "pasted.json"],
  ["name: a\nmessages:\n  - role: user", "pasted.yaml"],
  ["- role: user\n  content: Hi", "pasted.yaml"],
  ["---\nmodel: openai/gpt-4o\n---\nHi", "pasted"],
  ["<system>\nHi\n</system>", "pasted"],
])("pasted text gets the name of its format: %s", (text, name) => {
  expect(nameOfPasted(text, "")).toBe(name);
});

test("pasted text without a name gets the one that the person wrote", () => {
  expect(nameOfPasted("You are {{ persona }}.", "Support / Réply")).toBe("support/reply.txt");
  expect(nameOfPasted('{"messages": []}', "support/reply")).toBe("support/reply.json");
});

test.each([
  ["You are {{ persona }}.", true],
  ["---\nmodel: openai/gpt-4o\n---\nHi", true],
  ["- role: user\n  content: Hi", true],
  ["---\nname: hello\n---\nHi", false],
  ['{"prompts":[{"name":"a"}]}', false],
  ['{ "promptName": "a" }', false],
  [" ", false],
])("a name is asked for where the text has none: %s", (text, isAsked) => {
  expect(needsName(text)).toBe(isAsked);
});
