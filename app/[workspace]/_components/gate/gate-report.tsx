"use client";

import { Check, Play, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { capitalize } from "@/lib/core/words";
import { percent } from "@/lib/evaluation/runs/figures";
import type { GateResult } from "@/lib/registry/gate/result";
import { goingRun, shareText, sizeWords, stateWords } from "@/lib/registry/gate/state-words";
import { runPath, withQuery } from "../paths";
import { useWorkspace } from "../use-workspace";
import { GateSign, gateTone } from "./gate-sign";
import type { LiveGate } from "./use-gate";

const casesShown = 5;

function Head({ verdict }: { verdict: GateResult }) {
  const workspace = useWorkspace();
  const { state, run } = verdict;
  const size = sizeWords(verdict);
  return (
    <p className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
      <span className={cn("flex items-center gap-1.5 font-semibold", gateTone(state))}>
        <GateSign state={state} />
        {stateWords[state]}
      </span>
      {state === "running" ? null : (
        <span className="text-fg-muted">
          {size}
          {size && run?.finishedAt ? ", " : null}
          {run?.finishedAt ? <RelativeTime at={run.finishedAt} /> : null}
        </span>
      )}
      {run ? <TextLink href={runPath(workspace, run.id)}>Open the run</TextLink> : null}
    </p>
  );
}

/** The progress of the run. Screen readers hear every fifth of it. */
function Progress({ verdict }: { verdict: GateResult }) {
  const going = goingRun(verdict);
  if (!going) return null;
  const { done, total, version } = going;
  return (
    <div className="mt-1.5">
      <progress
        value={done}
        max={Math.max(1, total)}
        aria-label={`Evaluation of v${version}`}
        className="block h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-ink"
      />
      <p className="mt-1 text-12 text-fg-muted tabular-nums">{`v${version}: ${done} of ${total} answers`}</p>
    </div>
  );
}

function Reasons({ verdict: { reasons, state } }: { verdict: GateResult }) {
  if (state === "running" || reasons.length === 0) return null;
  return (
    <ul className="mt-1 grid gap-0.5">
      {reasons.map(({ code, dimension, message }) => (
        <li key={`${code} ${dimension}`}>{message}</li>
      ))}
    </ul>
  );
}

function Broken({ verdict }: { verdict: GateResult }) {
  const workspace = useWorkspace();
  const { brokenCases, comparison, version, liveVersion, run } = verdict;
  if (brokenCases.length === 0 || !run) return null;
  const shown = brokenCases.slice(0, casesShown);
  const more = (comparison?.broken ?? brokenCases.length) - shown.length;
  return (
    <>
      <h3 className="mt-2.5 font-medium text-12 text-fg-muted">{`v${liveVersion} passes, v${version} does not`}</h3>
      <ul className="mt-0.5">
        {shown.map(({ caseKey, position, title, dimensions }) => (
          <li key={caseKey} className="flex min-w-0 items-baseline gap-2">
            <span className="w-7 shrink-0 text-right text-12 text-fg-subtle tabular-nums">{position}</span>
            <Link
              href={withQuery(runPath(workspace, run.id), { case: caseKey })}
              className="min-w-[40%] py-0.5 [overflow-wrap:anywhere] leading-6 underline-offset-2 hover:underline"
            >
              {title}
            </Link>
            <span className="ml-auto text-right text-12 text-negative">{dimensions.join(", ")}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="mt-0.5 pl-9 text-12 text-fg-muted">{`and ${more} more`}</p> : null}
    </>
  );
}

type Props = { gate: LiveGate; canRun: boolean; verdict: GateResult };

/** The full report of a gate about a version: state, reasons, every dimension, regressions, and how to start a run. */
export function GateReport({ gate, canRun, verdict }: Props) {
  const { state, comparison, reasons } = verdict;
  const isOpen = state === "missing" || state === "inconclusive";
  const needsRun = isOpen && canRun && !reasons.some(({ code }) => code === "not_measured");
  return (
    <div>
      <div role="status">
        <Head verdict={verdict} />
      </div>
      {state === "running" ? <Progress verdict={verdict} /> : null}
      <Reasons verdict={verdict} />
      {gate.failure ? (
        <p role="alert" className="mt-1 text-negative">
          {gate.failure}
        </p>
      ) : null}
      {needsRun ? (
        <Button
          size="sm"
          className="mt-2"
          icon={<Play className="size-3.5" />}
          busy={gate.isStarting && "Starting"}
          onClick={() => void gate.run()}
        >
          Run it now
        </Button>
      ) : null}
      {verdict.run?.isStandIn ? (
        <p className="mt-1 max-w-[62ch] text-12 text-fg-muted">
          The offline model answered, because no provider is connected. These are not real answers.
        </p>
      ) : null}
      <GateTable verdict={verdict} />
      {comparison ? (
        <p className="mt-2 max-w-[62ch] text-12 text-fg-muted">
          {comparison.sentence} {comparison.sensitivity}
        </p>
      ) : null}
      {state === "failed" ? <Broken verdict={verdict} /> : null}
    </div>
  );
}

// Five columns fit beside a review, which is 260 px wide.
const cell = "h-6 pr-2";
const head = "pr-2";

/** Compares each dimension of a version with the live version and with its minimum. */
function GateTable({ verdict }: { verdict: GateResult }) {
  const { dimensions, version, liveVersion, baseline } = verdict;
  if (dimensions.length === 0) return null;
  const isCompared = liveVersion !== null && baseline?.status === "finished";
  return (
    <Table
      caption={`What v${version} reached, by dimension`}
      className="mt-1.5"
      columns={[
        { name: "Dimension", className: head },
        isCompared && { name: `v${liveVersion}`, end: true, className: head },
        { name: `v${version}`, end: true, className: head },
        { name: "Minimum", end: true, className: head },
        { name: "Reached", end: true, className: "w-4 pr-0", isSilent: true },
      ]}
    >
      {dimensions.map(({ dimension, score, baselineScore, minimum, passes }) => (
        <Row key={dimension} className="hover:bg-transparent">
          <RowHead className={cn(cell, "text-left font-normal")}>{capitalize(dimension)}</RowHead>
          {isCompared ? (
            <Cell end className={cn(cell, "text-fg-muted")}>
              {percent(baselineScore)}
            </Cell>
          ) : null}
          <Cell end className={cn(cell, "font-semibold")}>
            {percent(score)}
          </Cell>
          <Cell end className={cn(cell, "text-fg-muted")}>
            {shareText(minimum)}
          </Cell>
          <Cell end className="h-6 pr-0">
            {passes ? (
              <Check role="img" aria-label="passes" className="ml-auto size-3.5 text-positive" />
            ) : (
              <X role="img" aria-label="does not pass" className="ml-auto size-3.5 text-negative" />
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
