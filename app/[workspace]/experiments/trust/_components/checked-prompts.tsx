import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { metrics } from "@/lib/experiments/metrics";
import { formatCount } from "@/lib/experiments/results/figures";
import type { TrustPrompt } from "@/lib/experiments/trust/views";
import { shortDay } from "../../[id]/_components/words";

/** The prompts whose users were split, with the metric that had the most false alarms. */
export function CheckedPrompts({ workspace, prompts }: { workspace: string; prompts: readonly TrustPrompt[] }) {
  return (
    <section className="mt-4 border-line border-t px-6 pt-3.5 pb-10 max-md:px-4 [&>*]:max-w-[976px]">
      <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-4">
        <h2 className="text-14">Prompts checked</h2>
        <p className="text-12 text-fg-muted">The 20 with the most answers, 2,000 users each at most</p>
      </header>
      <Table
        caption="Prompts checked, the most answers first"
        columns={[
          "Prompt",
          { name: "Version", className: "max-md:hidden" },
          { name: "Users", end: true },
          { name: "Answers", end: true, className: "max-md:hidden" },
          { name: "Checked", className: "pl-3 max-md:hidden" },
          { name: "Most alarms", className: "pl-3" },
        ]}
      >
        {prompts.map((prompt) => (
          <Row key={prompt.prompt}>
            <RowHead className="text-left font-medium max-md:break-all">
              <TextLink href={`/${workspace}/prompts/${prompt.prompt}`}>{prompt.prompt}</TextLink>
            </RowHead>
            <Cell className="max-md:hidden">{`v${prompt.version} in ${prompt.environment}`}</Cell>
            <Cell end>{formatCount(prompt.users)}</Cell>
            <Cell end className="max-md:hidden">
              {formatCount(prompt.answers)}
            </Cell>
            <Cell className="pl-3 max-md:hidden">{shortDay(prompt.day)}</Cell>
            <Cell className="pl-3 text-fg-muted">{mostAlarms(prompt)}</Cell>
          </Row>
        ))}
      </Table>
    </section>
  );
}

/** "Tasks finished: 14 of 200", or the reason why there is none. */
function mostAlarms({ metrics: found }: TrustPrompt): string {
  const most = found.toSorted((a, b) => b.alarms - a.alarms)[0];
  if (!most) return "too few users";
  return most.alarms === 0 ? "none" : `${metrics[most.metric].label}: ${most.alarms} of ${most.splits}`;
}
