import { expect, it } from "vitest";
import { giveBackLink, mayTryLink } from "./try-limit";

it("stops guessing at links from one address after 20 unknown ones in a minute", () => {
  for (let i = 0; i < 20; i++) expect(mayTryLink("10.8.0.1")).toBe(true);
  expect(mayTryLink("10.8.0.1")).toBe(false);
  expect(mayTryLink("10.8.0.2")).toBe(true);
});

it("does not count links that are ours", () => {
  for (let i = 0; i < 60; i++) {
    expect(mayTryLink("10.8.0.3")).toBe(true);
    giveBackLink("10.8.0.3");
  }
});
