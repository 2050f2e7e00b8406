import { expect, test } from "vitest";
import { inputWords } from "./input-words";

test("an input is shown as a text, not as JSON", () => {
  expect(inputWords("Where is it?")).toBe("Where is it?");
  expect(inputWords('{"question":"Where is it?","order":7}')).toBe("Where is it? · 7");
  const turns = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello" },
    { role: "user", content: "Where?" },
  ];
  expect(inputWords(JSON.stringify(turns))).toBe("Where?");
  expect(inputWords(JSON.stringify({ messages: turns }))).toBe("Where?");
  expect(inputWords('{"question":"Where is it, and why does it take so lo')).toBe(
    "Where is it, and why does it take so lo",
  );
  expect(inputWords('{"role":"assistant","content":"At nine.","tool_calls":[{"id":"1","name":"find"}]}')).toBe(
    "At nine.",
  );
  expect(inputWords("{}")).toBe("{}");
});
