import { describe, expect, test } from "vitest";
import { type DeclaredValues, valuesFromInput } from "./case-from-interaction";

const asked = (variables: DeclaredValues["variables"], placeholders: string[] = []): DeclaredValues => ({
  variables,
  placeholders,
});
const question = asked([{ name: "question", required: true }, { name: "tone" }], ["history"]);
const user = (content: string) => ({ role: "user", content });

describe("what a prompt was filled with", () => {
  test("is read by name, and nothing is taken that the prompt does not ask for", () => {
    const found = { variables: { question: "Where?", tone: "kind" }, placeholders: {} };
    expect(valuesFromInput({ question: "Where?", tone: "kind", secret: 1 }, question)).toEqual(found);
    expect(valuesFromInput({ variables: { question: "Where?", tone: "kind" } }, question)).toEqual(found);
  });

  test("a text is the only variable, or the only one that is required", () => {
    expect(valuesFromInput("Where?", question)?.variables).toEqual({ question: "Where?" });
    expect(valuesFromInput("Where?", asked([{ name: "a" }, { name: "b" }]))).toBeNull();
    expect(valuesFromInput("Where?", asked([]))).toBeNull();
  });

  test("of a conversation the last word of the person counts, what was before is its history", () => {
    const turns = [
      { role: "system", content: "Be kind" },
      user("Hi"),
      { role: "assistant", content: "Hello" },
      user("Where?"),
    ];
    const found = {
      variables: { question: "Where?" },
      placeholders: { history: [user("Hi"), { role: "assistant", content: "Hello" }] },
    };
    expect(valuesFromInput(turns, question)).toEqual(found);
    expect(valuesFromInput({ messages: turns }, question)).toEqual(found);
  });

  test("what does not say it is refused, never guessed", () => {
    for (const input of [
      null,
      7,
      [],
      [1],
      {},
      { tone: "kind" },
      { messages: "x" },
      [{ role: "assistant", content: "Hi" }],
    ])
      expect(valuesFromInput(input, question)).toBeNull();
  });

  test("names of an object's own alone: what every object has is no variable", () => {
    expect(valuesFromInput({}, asked([{ name: "constructor" }]))).toBeNull();
  });
});
