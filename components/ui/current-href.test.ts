import { describe, expect, it } from "vitest";
import { currentHref } from "./current-href";

const items = [
  { href: "/" },
  { href: "/acme/prompts" },
  { href: "/acme/prompts/a/history?to=3" },
  { href: "/acme/prom" },
];

describe("currentHref", () => {
  it.each([
    ["/", "/"],
    ["/acme/prompts", "/acme/prompts"],
    ["/acme/prompts/a", "/acme/prompts"],
    ["/acme/prompts/a/history", "/acme/prompts/a/history?to=3"],
    ["/acme/promptsmith", undefined],
  ])("on %s it is %s", (path, href) => {
    expect(currentHref(path, items)).toBe(href);
  });
});
