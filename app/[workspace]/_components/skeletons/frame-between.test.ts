import { expect, test } from "vitest";
import { frameBetween } from "./frame-between";

test.each([
  ["/w/prompts", "/w/requests", "workspace"],
  ["/w/prompts", "/w/prompts/support/reply", "workspace"],
  ["/w/prompts/support/reply", "/w/prompts", "workspace"],
  ["/w/prompts/support/reply", "/w/prompts/support/reply/-/history", "prompt"],
  ["/w/prompts/support/reply/-/history", "/w/prompts/support/reply/-/settings", "prompt"],
  ["/w/prompts/support/reply/-/history", "/w/prompts/support/reply", "prompt"],
  ["/w/prompts/support/reply", "/w/prompts/support/reply/short", "workspace"],
  ["/w/prompts/support/reply", "/w/prompts/support/reply2/-/history", "workspace"],
  ["/w/evaluations", "/w/evaluations/suites", "workspace"],
  ["/w/evaluations/suites", "/w/evaluations/suites/s1", "workspace"],
  ["/w/evaluations/suites/s1", "/w/evaluations/suites/s1/scorers", "suite"],
  ["/w/evaluations/suites/s1/scorers", "/w/evaluations/suites/s2/scorers", "workspace"],
  ["/w/settings", "/w/settings/members", "settings"],
  ["/w/settings/members", "/w/settings", "settings"],
  ["/w/settings", "/w/inbox", "workspace"],
])("from %s to %s keeps the frame of the %s", (from, to, frame) => {
  expect(frameBetween(from, to)).toBe(frame);
});

test.each([
  ["the same page with other parameters", "/w/requests", "/w/requests"],
  ["another workspace", "/w/prompts", "/v/prompts"],
  ["a page of no workspace", "/w/prompts", "/account"],
])("%s: the current page is kept until the other has loaded", (_, from, to) => {
  expect(frameBetween(from, to)).toBeNull();
});
