import { expect, it } from "vitest";
import { toolsBeside } from "./tool-calls";

const step = (id: string, parentId: string | null, kind: "llm" | "tool" | "retrieval" | "span", at: number) => ({
  id,
  parentId,
  kind,
  at,
  interactionId: id === "call" ? "answer" : null,
});

it("lists the tools that an answer caused and those with the same parent, in order of time", () => {
  const steps = [
    step("root", null, "span", 0),
    step("later", "call", "tool", 9),
    step("call", "root", "llm", 1),
    step("beside", "root", "retrieval", 3),
    step("named by the interaction", "answer", "tool", 4),
    step("elsewhere", "other", "tool", 5),
    step("another model call", "root", "llm", 6),
  ];
  expect(toolsBeside(steps, "answer").map(({ id }) => id)).toEqual(["beside", "named by the interaction", "later"]);
});

it("lists no tool of an answer without parent that did not cause it", () => {
  expect(toolsBeside([step("call", null, "llm", 0), step("root of its own", null, "tool", 1)], "answer")).toEqual([]);
  expect(toolsBeside([step("root", null, "tool", 0)], "not in this trace")).toEqual([]);
});
