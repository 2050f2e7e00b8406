import { describe, expect, test } from "vitest";
import type { Content } from "@/lib/template/content";
import { fillPrompt } from "./filled-prompt";

const content: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "Answer {{ name }} about {{ product }}." },
    { placeholder: "history" },
    { role: "user", content: "{{ question }}" },
  ],
  variables: [
    { name: "name", type: "string", required: false, default: "the customer" },
    { name: "product", type: "string", required: true },
    { name: "question", type: "string", required: true },
  ],
};

describe("fillPrompt", () => {
  test("inserts values reported by name, and returns what to mark", () => {
    const filled = fillPrompt(content, { product: "Ridge 2", question: "Is a footprint included?" });
    expect(filled.kind).toBe("filled");
    expect(filled.messages[0]).toEqual({ role: "system", text: "Answer the customer about Ridge 2." });
    expect(filled.messages.at(-1)?.text).toBe("Is a footprint included?");
    expect(filled.values).toEqual(["Is a footprint included?", "Ridge 2"]);
  });

  test("shows the template if the values are unknown", () => {
    for (const input of [null, "a text", { question: "only one of two" }, 7]) {
      const filled = fillPrompt(content, input);
      expect(filled.kind).toBe("template");
      expect(filled.messages[0]?.text).toContain("{{ product }}");
    }
  });

  test("shows the template if values do not match, and never throws", () => {
    const typed: Content = { ...content, variables: [{ name: "question", type: "array", required: true }] };
    expect(fillPrompt(typed, { question: "no list" }).kind).toBe("template");
  });
});
