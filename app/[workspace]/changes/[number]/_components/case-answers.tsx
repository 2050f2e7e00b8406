import { Check, CircleX, Equal } from "lucide-react";
import { runPath, withQuery } from "@/app/[workspace]/_components/paths";
import { ChangedText } from "@/components/diff/changed-text";
import { TextLink } from "@/components/ui/text-link";
import type { BeforeAfter, CaseBeforeAfter } from "@/lib/evaluation/comparison/queries/before-after";
import { diffText } from "@/lib/registry/text-diff";

/** The number of lines shown of an answer. The page of the case shows all. */
const linesShown = 6;
const labels = { before: "Before", after: "After" };

const marks = {
  broken: { Icon: CircleX, word: "Broken", tone: "text-negative" },
  fixed: { Icon: Check, word: "Fixed", tone: "text-positive" },
  same: { Icon: Equal, word: "Same score", tone: "text-fg-muted" },
} as const;

const markOf = (verdict: CaseBeforeAfter["verdict"]) =>
  verdict === "broken" || verdict === "fixed" ? marks[verdict] : marks.same;

function Answers({ before, after }: Pick<CaseBeforeAfter, "before" | "after">) {
  if (before === null && after === null) return <p className="text-fg-muted">There is no answer.</p>;
  if (before === after)
    return (
      <p className="line-clamp-3 whitespace-pre-wrap rounded-md bg-surface-sunken px-2 py-0.5 text-fg-muted [overflow-wrap:anywhere]">
        <span className="sr-only">Before and after: </span>
        {after}
      </p>
    );
  const lines = diffText(before, after).lines.filter((line) => (line.after ?? line.before)?.text.trim());
  const left = lines.length - linesShown;
  return (
    <div>
      <ChangedText rows={lines.slice(0, linesShown)} labels={labels} />
      {left > 0 ? (
        <p className="py-0.5 pl-[26px] text-fg-subtle">{`${left} more ${left === 1 ? "line" : "lines"}`}</p>
      ) : null}
    </div>
  );
}

function Case({ one, workspace, runId }: { one: CaseBeforeAfter; workspace: string; runId: string }) {
  const { Icon, word, tone } = markOf(one.verdict);
  return (
    <li className="grid grid-cols-1 gap-1 border-line border-t py-2.5 first:border-t-0 last:pb-0">
      <p className="flex items-baseline justify-between gap-2">
        <TextLink
          href={withQuery(runPath(workspace, runId), { case: one.key })}
          className="min-w-0 [overflow-wrap:anywhere]"
        >
          {one.title}
        </TextLink>
        <span className={`flex shrink-0 items-center gap-1 text-12 ${tone}`}>
          <Icon className="size-3.5" />
          {word}
        </span>
      </p>
      <div className="font-mono text-12 leading-[18px]">
        <Answers before={one.before} after={one.after} />
      </div>
    </li>
  );
}

/** The cases with the answers of both versions. */
export function CaseAnswers({
  workspace,
  beforeAfter: { cases, run },
}: {
  workspace: string;
  beforeAfter: BeforeAfter;
}) {
  if (cases.length === 0 || run === null) return null;
  return (
    <ul>
      {cases.map((one) => (
        <Case key={one.key} one={one} workspace={workspace} runId={run.id} />
      ))}
    </ul>
  );
}
