"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { rollBack } from "@/app/[workspace]/prompts/[name]/actions/release";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { lateDialog } from "@/components/ui/late-dialog";
import { useQueryFlag } from "@/components/ui/use-query-text";
import { reachWords } from "@/lib/experiments/start-words";
import type { ExperimentView } from "@/lib/experiments/views";
import { beginExperiment, endExperiment, removeExperiment } from "../../actions";
import { ActBar, type BarAct } from "./act-bar";
import type { DecideOption } from "./decide-dialog";

const DecideDialog = lateDialog(() => import("./decide-dialog").then((module) => module.DecideDialog));

const ActDialog = lateDialog(() => import("./act-dialog").then((module) => module.ActDialog));

export type ExperimentActsProps = {
  view: ExperimentView;
  liveVersion: number | null;
  usersPerDay: number | null;
  options: readonly DecideOption[];
  suggested: string;
  /** Whether its checks pass. If one fails, a new phase is needed. */
  isValid: boolean;
  /** Why this person may not start, stop or conclude it. Null: they may. */
  refusal: string | null;
  canOverride: boolean;
};

type OpenDialog = "start" | "stop" | "decide" | "delete" | null;

/** The possible actions on an experiment, each with a dialog that says who is affected. */
export function ExperimentActs(props: ExperimentActsProps) {
  const workspace = useWorkspace();
  const { view, refusal, suggested, isValid } = props;
  const [isStarting, setStarting] = useQueryFlag("start");
  const [dialog, setDialog] = useState<OpenDialog>(
    isStarting && view.status === "draft" && refusal === null ? "start" : null,
  );
  const plan = `/${workspace}/experiments/${view.id}/plan/edit`;
  const close = () => {
    setDialog(null);
    if (isStarting) setStarting(false);
  };
  const [chosen, setChosen] = useState(suggested);
  const decide = (variant: string) => {
    setChosen(variant);
    setDialog("decide");
  };
  const toPlan = { href: plan, off: refusal };
  const acts: Record<ExperimentView["status"], BarAct[]> = {
    draft: [
      { id: "start", label: "Start experiment", variant: "live", off: refusal, onSelect: () => setDialog("start") },
      { id: "plan", label: "Change the plan", href: plan },
      { id: "delete", label: "Delete draft", variant: "quiet", onSelect: () => setDialog("delete") },
    ],
    running: [
      ...(isValid ? [] : [{ id: "phase", label: "Restart as a new phase", variant: "primary" as const, ...toPlan }]),
      ...decisions(props, decide),
      ...(isValid ? [{ id: "phase", label: "New phase", ...toPlan }] : []),
      { id: "stop", label: "Stop", variant: "quiet", off: refusal, onSelect: () => setDialog("stop") },
    ],
    stopped: decisions(props, decide),
    concluded: [],
  };
  return (
    <>
      <ActBar acts={acts[view.status]} />
      {dialog ? <ActDialogs {...props} suggested={chosen} dialog={dialog} onClose={close} /> : null}
    </>
  );
}

/** The options by name if there are two. Before a decision is possible, the reason. */
function decisions(
  { view, isValid, options, suggested, refusal }: ExperimentActsProps,
  onAsk: (variant: string) => void,
): BarAct[] {
  const open = options.filter((option) => option.refusal === null);
  const best = open.find(({ key, isLive }) => key === suggested && !isLive);
  const live = open.find(({ isLive }) => isLive);
  if (open.length === 0) {
    const off = refusal ?? options.at(-1)?.refusal ?? null;
    return [{ id: "decide", label: "Conclude", off, onSelect: () => onAsk(suggested) }];
  }
  const isSecond = best !== undefined || (view.status === "running" && !isValid);
  const act = (id: string, label: string, variant: BarAct["variant"], key: string): BarAct[] => [
    { id, label, ...(variant && { variant }), off: refusal, onSelect: () => onAsk(key) },
  ];
  return [
    ...(best ? act("best", `Promote v${best.version} to everyone`, "live", best.key) : []),
    ...(live ? act("live", `Keep v${live.version}`, isSecond ? "default" : "primary", live.key) : []),
    ...(open.length > Number(best !== undefined) + Number(live !== undefined)
      ? act("other", "Choose another version", "quiet", suggested)
      : []),
  ];
}

function ActDialogs({ dialog, onClose, ...props }: ExperimentActsProps & { dialog: OpenDialog; onClose: () => void }) {
  const workspace = useWorkspace();
  const { view, liveVersion, usersPerDay, options, suggested, canOverride } = props;
  const router = useRouter();
  const { id, name, prompt, environment } = view;
  const place = `${prompt} in ${environment}`;
  const backTo = (version: number, expectedRevision: number) => ({
    run: () => rollBack({ workspace, name: prompt, environment, version, expectedRevision, reason: "Undo" }),
    done: { title: `v${version} is live in ${environment} again.`, detail: "The decision is recorded." },
  });
  if (dialog === "start")
    return (
      <ActDialog
        title={`Start “${name}”`}
        description={reachWords(view, liveVersion, usersPerDay)}
        act="Start experiment"
        acting="Starting"
        variant="live"
        canOverride={canOverride}
        run={(input) => beginExperiment({ workspace, id, ...input })}
        done={{
          title: "The experiment runs.",
          detail: "Its plan is frozen. There is no verdict before the planned sample is complete.",
        }}
        onClose={onClose}
      >
        <p className="text-fg-muted">
          From now on the plan cannot change, and promotions must wait until the experiment ends. You can roll back or
          stop at any time.
        </p>
      </ActDialog>
    );
  if (dialog === "stop")
    return (
      <ActDialog
        title={`Stop “${name}”`}
        description={`Everyone gets v${liveVersion ?? "?"} of ${place} at once. The counted data is kept, and the experiment cannot start again.`}
        act="Stop experiment"
        acting="Stopping"
        variant="live"
        run={({ reason }) => endExperiment({ workspace, id, reason })}
        done={{ title: "The experiment is stopped.", detail: `${place} gives v${liveVersion ?? "?"} to everyone.` }}
        onClose={onClose}
      />
    );
  if (dialog === "decide")
    return (
      <DecideDialog
        id={id}
        place={place}
        usersPerDay={usersPerDay}
        options={options}
        suggested={suggested}
        canOverride={canOverride}
        onClose={onClose}
        done={({ experiment, release }) => {
          const before = release?.fromVersion ?? null;
          return {
            title: "The experiment is concluded.",
            detail: release
              ? `v${release.toVersion} is live for everyone.`
              : `v${experiment.decision?.version ?? ""} stays live.`,
            undo: before === null ? undefined : backTo(before, release?.revision ?? 0),
          };
        }}
      />
    );
  return (
    <ActionDialog
      variant="danger"
      title={`Delete the draft "${name}"`}
      description="It served no users. Only its audit entry is kept."
      act="Delete draft"
      acting="Deleting"
      run={() => removeExperiment({ workspace, id })}
      onDone={() => {
        onClose();
        router.push(`/${workspace}/experiments`);
      }}
      onClose={onClose}
    />
  );
}
