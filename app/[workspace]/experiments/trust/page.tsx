import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHead } from "@/components/ui/section-head";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { requireActor } from "@/lib/auth/session";
import { shortDay } from "@/lib/core/short-day";
import { metrics } from "@/lib/experiments/metrics";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import { getTrust } from "@/lib/experiments/trust/queries";
import type { TrustPrompt, TrustView } from "@/lib/experiments/trust/views";
import { AlarmTable } from "./_components/alarm-table";

export const metadata: Metadata = { title: "Trust" };

/** The false alarm rate of verdicts in this workspace: A/A tests on its own traffic. */
export default async function TrustPage({ params }: PageProps<"/[workspace]/experiments/trust">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const trust = await getTrust(actor);
  return (
    <PageLayout
      crumbs={[{ label: "Experiments", href: `/${workspace}/experiments` }, { label: "Trust" }]}
      state={trust.day ? <span className="max-md:hidden">{`Last checked on ${shortDay(trust.day)}`}</span> : null}
      flush
    >
      {trust.prompts.length === 0 ? <NotChecked /> : <TrustFigures workspace={workspace} trust={trust} />}
    </PageLayout>
  );
}

function NotChecked() {
  return (
    <EmptyState title="How often does an experiment report a difference that does not exist?">
      Every night the recent users of each busy prompt are split at random 200 times and compared by the code that gives
      verdicts. Nothing differs between the halves, so about 5 in 100 splits may look different. The first check runs
      once a prompt has 100 users with answers that are at least a day old; applications report them with a userId.
    </EmptyState>
  );
}

function TrustFigures({ workspace, trust }: { workspace: string; trust: TrustView }) {
  const { alpha, prompts } = trust;
  return (
    <>
      <section className="px-6 pt-4 max-md:px-4 [&>*]:max-w-[976px]">
        <p className="max-w-[80ch] text-fg-muted">
          {`Users of one version were split at random into halves, 200 times per prompt, and compared by the code that gives verdicts. Nothing differs between the halves: about ${formatShare(alpha, 0)} of the splits may look different by chance.`}
        </p>
        <Warning trust={trust} />
        <AlarmTable metrics={trust.metrics} alpha={alpha} />
      </section>
      <CheckedPrompts workspace={workspace} prompts={prompts} />
    </>
  );
}

/** Names the metrics whose false alarm rate is too high. Empty if there are none. */
function Warning({ trust: { metrics: found, alpha } }: { trust: TrustView }) {
  const above = found.filter(({ isAbove }) => isAbove);
  if (above.length === 0) return null;
  const names = above.map(({ metric, rate }) => `${metrics[metric].label} (${formatShare(rate)})`).join(", ");
  return (
    <Callout tone="warning" className="mt-3">
      <b className="font-semibold">{`More false alarms than ${formatShare(alpha, 0)}: ${names}.`}</b>
      {
        " Verdicts on such a metric report differences too often with this traffic. The table below shows the prompt; often a few users have most of its answers. Use another metric until the rate is normal."
      }
    </Callout>
  );
}

/** The prompts whose users were split, with the metric that had the most false alarms. */
function CheckedPrompts({ workspace, prompts }: { workspace: string; prompts: readonly TrustPrompt[] }) {
  return (
    <section className="mt-4 border-line border-t px-6 pt-3.5 pb-10 max-md:px-4 [&>*]:max-w-[976px]">
      <SectionHead title="Prompts checked" note="The 20 with the most answers, 2,000 users each at most" />
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
