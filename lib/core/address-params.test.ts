import { expect, expectTypeOf, test } from "vitest";
import {
  choiceParam,
  flagParam,
  instantParam,
  integerParam,
  isAnySet,
  pageParams,
  paramsText,
  textParam,
  writeParams,
} from "./address-params";

const params = {
  q: textParam(""),
  tag: textParam(),
  archived: flagParam(false),
  revision: integerParam(),
  status: choiceParam(["live", "draft"]),
  range: choiceParam(["hour", "day"], "hour"),
  at: instantParam(),
};
const read = (texts: Record<string, string | string[]>) => pageParams(params)(Promise.resolve(texts));
const standard = { q: "", tag: null, archived: false, revision: null, status: null, range: "hour", at: null };

test("what is missing or not valid has its standard value", async () => {
  expect(await read({})).toEqual(standard);
  expect(await read({ archived: "yes", revision: "1.5", status: "gone", range: "", at: "soon" })).toEqual(standard);
});

test("values are read by their type; of several, the first counts", async () => {
  const values = await read({
    q: ["a b", "c"],
    tag: "",
    archived: "true",
    revision: "-3",
    status: "draft",
    range: "day",
    at: "2026-11-27T10:00:00.000Z",
  });
  expect(values).toEqual({
    q: "a b",
    tag: "",
    archived: true,
    revision: -3,
    status: "draft",
    range: "day",
    at: new Date("2026-11-27T10:00:00Z"),
  });
  expectTypeOf(values.q).toEqualTypeOf<string>();
  expectTypeOf(values.tag).toEqualTypeOf<string | null>();
  expectTypeOf(values.range).toEqualTypeOf<"hour" | "day">();
});

test("standard values are left out of the address", async () => {
  expect(writeParams(params, { q: "", range: "hour", archived: false, tag: null })).toEqual({
    q: null,
    range: null,
    archived: null,
    tag: null,
  });
  expect(writeParams(params, { q: "a", revision: 0, at: new Date(0) })).toEqual({
    q: "a",
    revision: "0",
    at: "1970-01-01T00:00:00.000Z",
  });
  expect(paramsText(params)(await read({}))).toBe("");
  expect(paramsText(params)(await read({ q: "a&b", range: "day" }))).toBe("q=a%26b&range=day");
});

test("filters are set as soon as one value is not the standard one", async () => {
  expect(isAnySet(params, await read({ range: "hour", archived: "false", other: "x" }))).toBe(false);
  expect(isAnySet(params, await read({ range: "day" }))).toBe(true);
  expect(isAnySet(params, await read({ q: "reply" }))).toBe(true);
});
