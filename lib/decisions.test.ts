import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const text = readFileSync("docs/decisions.md", "utf8");
const records = [...`${text}\n## `.matchAll(/^## (\d+)\. (.+)\n(.*)\n\n([\s\S]*?)(?=\n## )/gm)].map(
  ([, number, title, meta = "", body = ""]) => {
    const [, date, status, file] =
      /^(\d{4}-\d{2}-\d{2}) · ([a-z]+(?: by [\d ,and]+)?) · (?:held by `([^`]+)`|no test)$/.exec(meta) ?? [];
    return { number: Number(number), title, meta, date, status, file, body };
  },
);
const known = (list: string) => (list.match(/\d+/g) ?? []).every((number) => Number(number) <= records.length);

describe("docs/decisions.md", () => {
  test("records are numbered in order, without gaps", () => {
    expect(records.length).toBeGreaterThan(100);
    expect(text.match(/^## /gm)).toHaveLength(records.length);
    expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
  });

  test("each has a date, a status and a test that exists", () => {
    const bad = records.filter(({ date, status, file }) => {
      const isStatus = status === "accepted" || (/^(superseded|amended) by /.test(status ?? "") && known(status ?? ""));
      return !date || Number.isNaN(Date.parse(date)) || !isStatus || (file !== undefined && !existsSync(file));
    });
    expect(bad.map(({ number, meta }) => `${number}: ${meta}`)).toEqual([]);
  });

  test("each has a unique title without a full stop, and ten lines at most", () => {
    expect(new Set(records.map(({ title }) => title)).size).toBe(records.length);
    expect(records.filter(({ title }) => title?.endsWith("."))).toEqual([]);
    expect(records.filter(({ body }) => body.trim() === "" || body.trim().split("\n").length > 10)).toEqual([]);
  });

  test("the index lists every record", () => {
    const index = text.match(/^\| \d+ \|.*$/gm) ?? [];
    expect(index).toEqual(
      records.map(({ number, title, date, status }) => `| ${number} | ${title} | ${date} | ${status} |`),
    );
  });
});
