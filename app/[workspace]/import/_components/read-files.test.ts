import { expect, test } from "vitest";
import { readFiles } from "./read-files";

const file = (name: string, bytes: number[] | string) =>
  new File([typeof bytes === "string" ? bytes : Uint8Array.from(bytes)], name);

test("texts are read with their names; hidden files are passed over", async () => {
  expect(await readFiles([file("hello.txt", "Say hello."), file(".DS_Store", [0, 1])])).toEqual([
    { name: "hello.txt", text: "Say hello." },
  ]);
});

test("a picture is named as no text, a text in another encoding as one to be saved again", async () => {
  expect(await readFiles([file("hello.txt", "Hi."), file("photo.png", [0x89, 0x50, 0, 0])])).toBe(
    "photo.png is not a text file. Choose the files without it.",
  );
  const again = (name: string) => `${name} is not UTF-8 text. Save it as UTF-8 and try again.`;
  expect(await readFiles([file("latin.txt", [0x53, 0xe4, 0x74, 0x7a])])).toBe(again("latin.txt"));
  expect(await readFiles([file("wide.txt", [0xff, 0xfe, 0x48, 0])])).toBe(again("wide.txt"));
});
