import { CircleDot, Flag, type LucideIcon, OctagonPause, Play, Plus, SplitSquareVertical } from "lucide-react";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import type { ExperimentView } from "@/lib/experiments/views";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";

/** The history of an experiment: who did what, and when. */
export default async function ActivityPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  return (
    <ExperimentFrame open={open} tab="activity">
      <ActivityTab view={open.view} results={open.results} workspace={open.workspace} />
    </ExperimentFrame>
  );
}

type Event = { at: string; icon: LucideIcon; what: string; by: string; reason: string };

/** The actions and events of an experiment, newest first. */
function activityOf(view: ExperimentView, { verdict }: Pick<ExperimentResults, "verdict">): Event[] {
  const { createdAt, createdBy, phases, endedAt, endReason, status, decision } = view;
  const events: Event[] = [
    { at: createdAt, icon: Plus, what: "Planned", by: createdBy.name, reason: "" },
    ...phases.map(({ number, startedAt, startedBy, reason }) => ({
      at: startedAt,
      by: startedBy,
      reason,
      icon: number === 1 ? Play : SplitSquareVertical,
      what: number === 1 ? "Started, the plan is frozen" : `Phase ${number} began`,
    })),
  ];
  if (verdict)
    events.push({ at: verdict.asOf, icon: Flag, what: "Planned sample reached", by: "", reason: verdict.sentence });
  if (endedAt && (status === "stopped" || endReason))
    events.push({ at: endedAt, icon: OctagonPause, what: "Stopped", by: "", reason: endReason });
  if (decision)
    events.push({
      at: decision.at,
      icon: CircleDot,
      what: `Decided for v${decision.version}`,
      by: decision.by,
      reason: decision.reason,
    });
  return events.toSorted((a, b) => b.at.localeCompare(a.at));
}

function ActivityTab({
  view,
  results,
  workspace,
}: {
  view: ExperimentView;
  results: ExperimentResults;
  workspace: string;
}) {
  return (
    <section className="max-w-[760px] px-6 pt-5 max-md:px-4">
      <h2 className="mb-2 text-14">Activity</h2>
      <ol>
        {activityOf(view, results).map(({ at, icon: Icon, what, by, reason }) => (
          <li key={`${at} ${what}`} className="flex gap-3 border-line border-b py-2.5">
            <Icon className="mt-0.5 size-4 shrink-0 text-fg-muted" />
            <div className="min-w-0 flex-1">
              <p>
                <b className="font-medium">{what}</b>
                {by ? <span className="text-fg-muted">{` by ${by}`}</span> : null}
              </p>
              {reason ? <p className="text-fg-muted">{reason}</p> : null}
            </div>
            <RelativeTime at={at} className="text-fg-muted" />
          </li>
        ))}
      </ol>
      {view.decision?.release ? (
        <p className="mt-3 text-fg-muted">
          {"The decision is a release like any other: "}
          <TextLink href={withQuery(`/${workspace}/releases`, { prompt: view.prompt })}>
            see it among the releases
          </TextLink>
          .
        </p>
      ) : null}
    </section>
  );
}
