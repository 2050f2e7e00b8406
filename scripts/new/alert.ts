import { type Changes, camel, register, snake } from "./naming";

/** A kind of alert: its file, its test, its line in the registry. "guard-slow" is the kind `guard.slow`. */
export function newAlert(name: string): Changes {
  const id = camel(name);
  const kind = snake(name).replace("_", ".");
  return {
    files: {
      [`lib/alerts/definitions/${name}.ts`]: `import { z } from "zod";
import { defineAlert } from "../define-alert";

/** What only people read. */
type Facts = { prompt: string };

export const ${id} = defineAlert({
  kind: "${kind}",
  severity: "warning", // channels with the usual minimum tell it; info stays in the inbox
  when: "says in one line when it is raised (${kind})",
  data: z.strictObject({ version: z.int() }),
  words: ({ version }, { prompt }: Facts) => ({
    title: \`\${prompt} v\${version}: says what happened\`,
    body: "Says what follows, and what a person can do.",
    path: \`prompts/\${prompt}\`,
  }),
});
`,
      [`lib/alerts/definitions/${name}.test.ts`]: `import { expect, test } from "vitest";
import { ${id} } from "./${name}";

test("the alert ${kind} says what happened and where to look", () => {
  const cause = { workspaceId: "w", dedupeKey: "once" };
  expect(${id}.alert(cause, { version: 7 }, { prompt: "support/reply" })).toMatchObject({
    kind: "${kind}",
    severity: "warning",
    title: "support/reply v7: says what happened",
    path: "prompts/support/reply",
    data: { version: 7 },
  });
});
`,
    },
    edits: {
      "lib/alerts/registry.ts": (current) =>
        register(current, {
          importing: `import { ${id} } from "./definitions/${name}";`,
          opening: "export const alertKinds = [",
          entry: id,
        }),
      "app/[workspace]/_components/alerts/alert-icon.tsx": (current) =>
        current.replace("\n};\nconst tones", `\n  "${kind}": <CircleAlert aria-hidden="true" />,\n};\nconst tones`),
    },
  };
}
