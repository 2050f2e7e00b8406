import { expect, test } from "vitest";
import { isFromOwnPage, isSameOrigin } from "./same-origin";

const sent = (headers: Record<string, string>) => isSameOrigin((name) => headers[name] ?? null);

test("a page of this server is allowed, another site is not", () => {
  expect(sent({ "sec-fetch-site": "same-origin" })).toBe(true);
  expect(sent({ "sec-fetch-site": "same-site", origin: "https://a.example", host: "a.example" })).toBe(false);
  expect(sent({ "sec-fetch-site": "cross-site" })).toBe(false);
  expect(sent({ "sec-fetch-site": "none" })).toBe(false);
});

test("browsers without Sec-Fetch-Site are checked by their origin", () => {
  expect(sent({ origin: "http://localhost:3000", host: "localhost:3000" })).toBe(true);
  expect(sent({ origin: "https://evil.example", host: "localhost:3000" })).toBe(false);
  expect(sent({ origin: "null", host: "localhost:3000" })).toBe(false);
  expect(sent({ host: "localhost:3000" })).toBe(false);
});

test("an action is refused if a page of another site sends it", () => {
  const may = (headers: Record<string, string>) => isFromOwnPage((name) => headers[name] ?? null);
  expect(may({ origin: "https://a.example", host: "a.example", "sec-fetch-site": "same-origin" })).toBe(true);
  expect(may({ origin: "https://a.example", host: "inside", "x-forwarded-host": "a.example" })).toBe(true);
  expect(may({ origin: "https://evil.example", host: "a.example" })).toBe(false);
  expect(may({ origin: "null", host: "a.example" })).toBe(false);
  expect(may({ host: "a.example", "sec-fetch-site": "cross-site" })).toBe(false);
  expect(may({ host: "a.example" })).toBe(true);
});
