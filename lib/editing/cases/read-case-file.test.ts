import { expect, test } from "vitest";
import { readCaseBytes, readCaseFile, readCaseText } from "./read-case-file";

const formatOf = async (name: string, text: string) => {
  const read = await readCaseText(name, text);
  return typeof read === "string" ? read : read.format;
};

test("the format follows from the name or the first character", async () => {
  expect(await formatOf("cases.jsonl", '{"message":"Hi"}')).toBe("jsonl");
  expect(await formatOf("Pasted rows", '{"message":"Hi"}\n{"message":"Ho"}')).toBe("jsonl");
  expect(await formatOf("cases.csv", "message,expected\nHi,Ho")).toBe("csv");
  expect(await formatOf("Pasted rows", "message\tanswer\nHi\tHo")).toBe("csv");
});

test("a list of tests becomes rows", async () => {
  const read = await readCaseText("tests.yaml", "- vars:\n    message: Hi\n");
  expect(read).toMatchObject({ format: "jsonl", source: null });
  expect(await readCaseText("tests.yaml", "a: [")).toMatch(/^tests\.yaml: /);
});

test("a file that cannot be read is refused with its reason", async () => {
  expect(await readCaseFile(new File(["PK"], "cases.xlsx"), ["en"])).toMatch(/as CSV first/);
  expect(
    await readCaseFile(new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])], "photo.png"), ["en"]),
  ).toMatch(/is not a text file/);
  expect(await readCaseFile(new File(["x".repeat(13 * 1024 * 1024)], "cases.csv"), ["en"])).toMatch(
    /larger than 6 MiB/,
  );
});

test("the same bytes can be read with another encoding", async () => {
  const bytes = new Uint8Array([0x47, 0x72, 0xf6, 0xdf, 0x65]); // "Größe" in windows-1252
  expect(await readCaseBytes("cases.csv", bytes, "windows-1252")).toMatchObject({
    text: "Größe",
    source: { encoding: "windows-1252", isGuessed: true },
  });
});
