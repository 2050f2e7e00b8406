import { expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

/** Forms that are the content of a page. The router waits for them as for the page. */
const pageForms = ["late-experiment-form.tsx", "late-watch-editor.tsx", "late-merge-form.tsx"];

const sources = readSources("app", "components").filter(({ isTest }) => !isTest);

/** The arguments of every call of `dynamic` in a text. `latePart` has a boundary in any case. */
function callsOf(text: string): string[] {
  return text
    .split(/\bdynamic\(/)
    .slice(1)
    .map((rest) => {
      let depth = 1;
      const end = [...rest].findIndex((char) => {
        if (char === "(") depth++;
        if (char === ")") depth--;
        return depth === 0;
      });
      return rest.slice(0, end);
    });
}

// Without either, React hides the whole page behind the skeleton of the page until the code has loaded.
test("a part that loads late has its own boundary, so that the page stays visible", () => {
  const files = sources.filter(({ path }) => !pageForms.some((form) => path.endsWith(form)));
  const bare = files.filter(({ text }) =>
    callsOf(text).some((call) => call.includes("import(") && !/\bssr: false\b/.test(call) && !/\bloading\b/.test(call)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(bare.map(({ path }) => path)).toEqual([]);
});

// On a slow line a click would seem to do nothing.
test("a dialog that loads late is a lateDialog, which shows that it loads", () => {
  const silent = sources.filter(({ text }) => /\b(dynamic|latePart)\([^;]*?import\([^)]*-dialog"\)/.test(text));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

/** A button with its dialog, whose content loads when it is opened. */
const buttons = ["app/[workspace]/prompts/[name]/_components/edit/compare-dialog.tsx"];

test("a page contains no dialog before it is opened", () => {
  const early = sources
    .filter(({ path }) => !/-dialogs?\.tsx$/.test(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ file, isTypeOnly, isLate }) => file?.startsWith("app/") && !isTypeOnly && !isLate)
        .filter(({ file }) => file?.endsWith("-dialog.tsx") && !buttons.includes(file))
        .map(({ file }) => `${path} imports ${file}`),
    );
  expect(early).toEqual([]);
});
