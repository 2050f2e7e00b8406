import { expect, test } from "vitest";
import { diffContents } from "@/lib/registry/diff";
import type { Content } from "@/lib/template/content";
import { proposeMessage } from "./propose-message";

const says = (...texts: string[]): Content => ({
  type: "chat",
  messages: texts.map((content, index) => ({ role: index === 0 ? "system" : "user", content })),
});
const proposed = (before: Content, after: Content) => proposeMessage(diffContents(before, after));

test.each([
  [says("Be kind."), says("Be kind.\nOffer coffee."), "Add “Offer coffee.”"],
  [says("Be kind.\nOffer tea."), says("Be kind."), "Remove “Offer tea.”"],
  [says("Be kind to all."), says("Be kind to all people."), "Change to “Be kind to all people.”"],
  [says("a"), says("a", "b"), "Add User"],
  [says("a\nb\nc", "x"), says("A\nb\nC", "y"), "Change to “A”, and 2 more changes"],
  [says("a"), { ...says("a"), model: { provider: "openai", name: "m" } }, "2 model settings: provider, name"],
  [says("a"), says("a"), ""],
])("names the most important change: %#", (before, after, message) => {
  expect(proposed(before, after)).toBe(message);
});

test("truncates a long line", () => {
  expect(proposed(says("a"), says(`a\n${"long ".repeat(40)}`)).length).toBeLessThan(80);
});
