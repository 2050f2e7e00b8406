import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { writeZip } from "./zip";

const entries = [
  { name: "support/reply.prompt", text: "Be kind.\n" },
  { name: "support/grüße.prompt", text: "Grüß Gott 🌲" },
  { name: "empty.prompt", text: "" },
];

test("every file is read back with its name and text", () => {
  const files = Object.entries(unzipSync(writeZip(entries))).map(([name, data]) => ({ name, text: strFromU8(data) }));
  expect(files).toEqual(entries);
});

test("names are marked as UTF-8, and texts are stored as they are", () => {
  const bytes = Buffer.from(writeZip(entries));
  const head = bytes.indexOf("support/grüße.prompt") - 30;
  expect(bytes.readUInt16LE(head + 6) & 0x0800, "UTF-8").toBe(0x0800);
  expect(bytes.readUInt16LE(head + 8), "stored").toBe(0);
  expect(bytes.includes("Be kind.\n")).toBe(true);
});

test("the same files give the same bytes", () => {
  expect(Buffer.from(writeZip(entries)).equals(Buffer.from(writeZip(entries)))).toBe(true);
});
