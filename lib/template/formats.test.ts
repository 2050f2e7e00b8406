import { describe, expect, it } from "vitest";
import type { Message } from "./content";
import { toFormat } from "./formats";
import type { RenderedMessages } from "./render";

const message = (role: Message["role"], content: string): Message => ({ role, content });
const model = (provider: string) => ({ provider, name: "m" });

const messages: RenderedMessages = [
  message("system", "s1"),
  message("developer", "d"),
  message("user", "u1"),
  { placeholder: "history" },
  message("user", "u2"),
  message("assistant", "a"),
  message("system", "s2"),
  message("tool", "t"),
];

describe("toFormat", () => {
  it("messages: as they are", () => {
    expect(toFormat(messages, undefined, "messages")).toEqual({ messages });
  });

  it("text: the contents with a blank line between", () => {
    expect(toFormat(messages, undefined, "text")).toEqual({ text: "s1\n\nd\n\nu1\n\nu2\n\na\n\ns2\n\nt" });
  });

  it("openai: its own roles, `developer` only for OpenAI itself, no answer of a tool without its call", () => {
    const roles = (provider: string) => {
      const formatted = toFormat(messages, model(provider), "openai") as { messages: Message[] };
      return formatted.messages.map(({ role }) => role).join(" ");
    };
    expect(roles("openai")).toBe("system developer user user assistant system user");
    expect(roles("mistral")).toBe("system system user user assistant system user");
    const answer = { ...message("tool", "t"), tool_call_id: "c1" };
    expect(toFormat([answer], undefined, "openai")).toEqual({ messages: [answer] });
  });

  it("anthropic: instructions in `system`, turns that alternate", () => {
    expect(toFormat(messages, model("anthropic"), "anthropic")).toEqual({
      system: "s1\n\nd\n\ns2",
      messages: [
        { role: "user", content: "u1\n\nu2" },
        { role: "assistant", content: "a" },
        { role: "user", content: "t" },
      ],
    });
    expect(toFormat([message("user", "u")], undefined, "anthropic")).toEqual({
      messages: [{ role: "user", content: "u" }],
    });
    expect(messages[2]).toEqual(message("user", "u1"));
  });
});
