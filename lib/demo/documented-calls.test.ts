import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { supportPrompts } from "./support";

/** The pages whose programs people copy and run against the demo. */
const pages = [
  "README.md",
  "docs/clients.md",
  "packages/client/README.md",
  "packages/openfeature/README.md",
  "sdk-python/README.md",
  "examples/next-chat/app/api/chat/route.ts",
  "examples/fastapi-service/service.py",
  "examples/langchain-agent/agent.ts",
];

/** The names that an object of TypeScript, Python or JSON has, in `variables = { … }` or `"variables": { … }`. */
function namesIn(text: string, field: string): string[] {
  const inside = new RegExp(`${field}"?\\s*[=:]\\s*\\{([^}]*)\\}`).exec(text)?.[1] ?? "";
  const isName = /(?:^|[,{])\s*"?([a-z_]+)"?\s*(?=[:,]|$)/g;
  return [...inside.replaceAll(/"[^"]*"(?=\s*(?:,|$))/g, "0").matchAll(isName)].map(([, name = ""]) => name);
}

test.each(pages)("a program of %s that calls the demo sends all that the prompt needs", (page) => {
  const text = readFileSync(page, "utf8");
  const calls = [...text.matchAll(/"(support\/[a-z-]+)",/g)].filter(({ index }) => {
    const before = text.slice(Math.max(0, index - 60), index);
    return /(?:resolve|getObjectDetails)\(\s*$|"name": $/.test(before);
  });
  expect(calls.length).toBeGreaterThan(0);
  for (const { index, 1: name } of calls) {
    const prompt = supportPrompts.find((one) => one.name === name);
    const live = prompt?.moves.findLast(({ environment }) => environment === "production")?.to ?? 0;
    const content = prompt?.versions[live - 1]?.content;
    // The variables may stand in a line before the call.
    const near = text.slice(Math.max(0, index - 260), index + 460);
    const required = (content?.variables ?? [])
      .filter((variable) => variable.required)
      .map((variable) => variable.name);
    expect(namesIn(near, "variables"), name).toEqual(expect.arrayContaining(required));
    const open = (content?.messages ?? []).flatMap((entry) => ("placeholder" in entry ? [entry.placeholder] : []));
    expect(namesIn(near, "placeholders"), name).toEqual(expect.arrayContaining(open));
  }
});
