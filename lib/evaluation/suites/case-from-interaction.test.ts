import { describe, expect, test } from "vitest";
import { type DeclaredValues, valuesFromInput } from "./case-from-interaction";

const declaredValues = (variables: DeclaredValues["variables"], placeholders: string[] = []): DeclaredValues => ({
  variables,
  placeholders,
});
const question = declaredValues([{ name: "question", required: true }, { name: "tone" }], ["history"]);
const user = (content: string) => ({ role: "user", content });

describe("the values of an interaction", () => {
  test("are read by name, limited to what the prompt declares", () => {
    const found = { variables: { question: "Where?", tone: "kind" }, placeholders: {} };
    expect(valuesFromInput({ question: "Where?", tone: "kind", secret: 1 }, question)).toEqual(found);
    expect(valuesFromInput({ variables: { question: "Where?", tone: "kind" } }, question)).toEqual(found);
  });

  test("a text is the value of the only variable, or the only required one", () => {
    expect(valuesFromInput("Where?", question)?.variables).toEqual({ question: "Where?" });
    expect(valuesFromInput("Where?", declaredValues([{ name: "a" }, { name: "b" }]))).toBeNull();
    expect(valuesFromInput("Where?", declaredValues([]))).toBeNull();
  });

  test("of a conversation the last user message is the value, and earlier ones are its history", () => {
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

  test("an unclear input is refused, never guessed", () => {
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

  test("inherited properties of an object are no variables", () => {
    expect(valuesFromInput({}, declaredValues([{ name: "constructor" }]))).toBeNull();
  });
});
