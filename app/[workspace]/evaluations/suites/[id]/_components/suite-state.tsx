import { promptPath } from "@/app/[workspace]/_components/paths";
import { TextLink } from "@/components/ui/text-link";
import type { SuiteView } from "@/lib/evaluation/suites/views";

/** The number of cases, the revision, and the prompt. */
export function SuiteState({ workspace, suite }: { workspace: string; suite: SuiteView }) {
  const { cases, revision, prompt, archivedAt } = suite;
  return (
    <span className="truncate max-md:hidden">
      {cases.toLocaleString("en-US")} {cases === 1 ? "case" : "cases"}, revision {revision}
      {archivedAt ? ", archived" : ""}
      {prompt ? (
        <>
          {" for "}
          <TextLink href={promptPath(workspace, prompt, { tab: "playground" })}>{prompt}</TextLink>
        </>
      ) : null}
    </span>
  );
}
