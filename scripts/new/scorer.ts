import { type Changes, camel, label, register, snake } from "./naming";

const room = "lib/evaluation/scorers";

/** A type of scorer: its declaration, its form, a test, its lines in both registries. */
export function newScorer(name: string): Changes {
  const id = camel(name);
  const type = snake(name);
  return {
    files: {
      [`${room}/forms/${name}.ts`]: `import { defineScorerForm } from "../form-fields";

export const ${id}Form = defineScorerForm({
  type: "${type}",
  label: "${label(name)}",
  help: "The answer ends with a text.",
  dimensions: ["format"],
  rank: 100, // where it stands among the types that are offered
  hasDegrees: () => false,
  start: { ending: "", threshold: 1 },
  fields: [{ kind: "text", name: "ending", label: "Ending" }],
  summary: ({ ending }: { ending: string }) => \`Ends with “\${ending}”\`,
});
`,
      [`${room}/definitions/${name}.ts`]: `import { defineScorer } from "../define-scorer";
import { phrase } from "../fields";
import { ${id}Form } from "../forms/${name}";
import { passOrFail } from "../measures/finding";

export const ${id} = defineScorer({
  form: ${id}Form,
  threshold: 1,
  fields: { ending: phrase.meta({ description: "The text at the end of the answer." }) },
  measure({ ending }, { text }) {
    const isMet = text.trimEnd().endsWith(ending);
    return passOrFail(isMet, isMet ? "It ends as it should." : "It ends otherwise.");
  },
  docs: { measures: "whether the answer ends with a text", fields: "\`ending\`" },
});
`,
      [`${room}/definitions/${name}.test.ts`]: `import { expect, test } from "vitest";
import { scorerConfig } from "../schema";
import { scoreAnswer } from "../score-answer";

const testCase = { variables: {}, expected: null, checks: [] };

test.each([
  ["All done. Bye!\\n", true],
  ["Bye! All done.", false],
  ["", false],
])("${type} of %j passes: %s", (output, passed) => {
  const config = scorerConfig.parse({ id: "a", name: "A", type: "${type}", ending: "Bye!" });
  const [score] = scoreAnswer([config], { answer: { output, toolCalls: [] }, testCase });
  expect(score).toMatchObject({ state: "scored", passed });
});

test("${type} needs an ending", () => {
  expect(scorerConfig.safeParse({ id: "a", name: "A", type: "${type}", ending: "" }).success).toBe(false);
});
`,
    },
    edits: {
      [`${room}/registry.ts`]: (current) =>
        register(current, {
          importing: `import { ${id} } from "./definitions/${name}";`,
          opening: "export const scorers = [",
          entry: id,
        }),
      [`${room}/form-registry.ts`]: (current) =>
        register(current, {
          importing: `import { ${id}Form } from "./forms/${name}";`,
          opening: "const all = [",
          entry: `${id}Form`,
        }),
    },
  };
}
