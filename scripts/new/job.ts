import { type Changes, camel, register } from "./naming";

/** A job: its file, its test, its line in the registry. */
export function newJob(name: string): Changes {
  const id = camel(name);
  return {
    files: {
      [`lib/jobs/definitions/${name}.ts`]: `import { defineJob } from "../define-job";

export const ${id} = defineJob({
  name: "${name}",
  description: "says in one line what it does",
  everySeconds: 3_600,
  cron: "37 * * * *",
  lock: null, // "fleet" when two processes must not do it at once
  needsDatabase: false, // true when it reads or writes the database
  run: async (deadlineAt) => ({ secondsLeft: Math.max(0, Math.round((deadlineAt - Date.now()) / 1_000)) }),
});
`,
      [`lib/jobs/definitions/${name}.test.ts`]: `import { expect, test } from "vitest";
import { ${id} } from "./${name}";

test("the job ${name} stops at its deadline and counts what it did", async () => {
  expect(await ${id}.run(Date.now() + 10_000)).toEqual({ secondsLeft: 10 });
  expect(await ${id}.run(Date.now() - 10_000)).toEqual({ secondsLeft: 0 });
});
`,
    },
    edits: {
      "lib/jobs/registry.ts": (current) =>
        register(current, {
          importing: `import { ${id} } from "./definitions/${name}";`,
          opening: "const all = [",
          entry: id,
        }),
    },
  };
}
