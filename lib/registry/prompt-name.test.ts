import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promptNameFault, suggestPromptName } from "./prompt-name";

describe("promptNameFault", () => {
  it.each(["reply", "support/reply", "a/b/c", "0.1_x-y", "new"])("accepts %s", (name) => {
    expect(promptNameFault(name)).toBeNull();
  });
  it.each(["", "Reply", "support/", "/reply", "a//b", "-a", "a/.b", "réply", "a b", "a".repeat(201)])(
    "refuses %j",
    (name) => expect(promptNameFault(name)).not.toBeNull(),
  );
});

describe("suggestPromptName", () => {
  it.each([
    ["Support Reply", "support-reply"],
    ["Support / Réply!", "support/reply"],
    ["/support//reply/", "support/reply"],
    [" Ask & answer, twice ", "ask-answer-twice"],
    ["-draft-", "draft"],
  ])("%j becomes %j", (text, name) => expect(suggestPromptName(text)).toBe(name));

  it("suggests nothing if no valid character is left", () => {
    expect(suggestPromptName("返事")).toBeNull();
    expect(suggestPromptName("  / - ")).toBeNull();
  });

  it("suggests only valid names, and keeps valid ones unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const name = suggestPromptName(text);
        return name === null || promptNameFault(name) === null;
      }),
    );
    expect(suggestPromptName("support/reply.v2_a-b")).toBe("support/reply.v2_a-b");
  });
});
