"use client";

import type { ReactNode } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import type { DecisionMemo } from "@/lib/experiments/memos/views";
import { metrics } from "@/lib/experiments/metrics";
import { formatBounds, formatCount, formatDifference } from "@/lib/experiments/results/figures";
import { type MemoFilters, memoParsers } from "../../_components/filters";
import { loadMoreMemos } from "../../actions";

type Props = { filters: MemoFilters; first: Page<DecisionMemo> };

/** The memos, the newest first. */
export function MemoList({ filters, first }: Props) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ experiment }) => experiment.id,
    load: (cursor) => loadMoreMemos({ workspace, ...filters, cursor }),
  });
  if (items.length === 0)
    return isAnySet(memoParsers, filters) ? (
      <NoMatch title="No decision matches" params={memoParsers} />
    ) : (
      <EmptyState title="No decisions yet">
        When an experiment is concluded, its question, its verdict, what the choice costs, and who decided are kept
        here.
      </EmptyState>
    );
  return (
    <>
      <ol aria-label="Decisions, the newest first" className="border-line border-t">
        {items.map((memo) => (
          <Memo key={memo.experiment.id} memo={memo} />
        ))}
      </ol>
      {items.some(({ total }) => total && total.decisions > 1) ? (
        <p className="max-w-[72ch] px-6 pt-3 pb-6 text-12 text-fg-muted max-md:px-4">
          A total adds the measured effects of the versions that experiments released for one prompt, environment and
          metric, with a 95 % interval. It is slightly too high, because the versions that look better are the ones that
          are released.
        </p>
      ) : null}
      {rest}
    </>
  );
}

/** One decision: the question, the finding, the cost, the choice and its author. */
function Memo({ memo }: { memo: DecisionMemo }) {
  const workspace = useWorkspace();
  const { experiment, prompt, environment, question, sentence, tradeOff, version, release, reason, decidedBy } = memo;
  const facts: [string, ReactNode][] = [
    ["Question", question],
    ["Verdict", sentence],
    ["Trade-off", tradeOff],
    ["Reason", reason],
  ];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_260px] gap-x-8 gap-y-3 border-line border-b px-6 py-4 max-lg:grid-cols-1 max-md:px-4">
      <div className="min-w-0">
        <h2 className="font-semibold text-14 [overflow-wrap:anywhere]">
          <TextLink
            href={`/${workspace}/experiments/${experiment.id}`}
            className="inline-block min-h-6 text-fg hover:text-fg"
          >
            {experiment.name}
          </TextLink>
        </h2>
        <p className="text-12 text-fg-muted [overflow-wrap:anywhere]">
          <TextLink href={promptPath(workspace, prompt)}>{prompt}</TextLink>
          {` in ${environment}`}
        </p>
        <dl className="mt-2 grid max-w-[84ch] gap-1">
          {facts.map(([term, words]) =>
            words ? (
              <div key={term} className="grid grid-cols-[88px_minmax(0,1fr)] gap-2">
                <dt className="text-fg-muted">{term}</dt>
                <dd className="min-w-0 [overflow-wrap:anywhere]">{words}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </div>
      <div className="grid content-start gap-0.5 lg:pt-0.5">
        <p className="font-semibold">{release ? `Promoted v${version}` : `Kept v${version}`}</p>
        <p className="text-12 text-fg-muted">
          {`${decidedBy}, `}
          <RelativeTime at={memo.decidedAt} />
        </p>
        <Effect memo={memo} />
      </div>
    </li>
  );
}

/** The effect of the chosen version, and the total effect of all released decisions. */
function Effect({ memo: { effect, total, metric, users } }: { memo: DecisionMemo }) {
  const { label } = metrics[metric];
  return (
    <>
      {effect ? (
        <p className="mt-1.5 text-12 tabular-nums">
          {`${label} ${formatDifference(metric, effect.difference)}`}
          <span className="block text-fg-muted">{`${formatBounds(metric, effect.interval)}, ${formatCount(users)} users`}</span>
        </p>
      ) : null}
      {total && total.decisions > 1 ? (
        <p className="mt-1 text-12 tabular-nums">
          {`${formatDifference(metric, total.difference)} in ${total.decisions} releases`}
          <span className="block text-fg-muted">{formatBounds(metric, total.interval)}</span>
        </p>
      ) : null}
    </>
  );
}
