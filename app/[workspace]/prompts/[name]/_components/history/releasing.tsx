"use client";

import { useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { changePath, promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { PageCommands } from "@/components/layout/shell-context";
import { useRouter } from "@/components/layout/use-router";
import { useShortcut } from "@/components/layout/use-shortcut";
import { lateDialog } from "@/components/ui/late-dialog";
import { type LaneData, laneRefusal, wayIn } from "@/lib/registry/lanes";
import { releaseCommands } from "./release-commands";
import { useMoves } from "./use-moves";

const AskReviewDialog = lateDialog(() =>
  import("@/app/[workspace]/_components/ask-review-dialog").then((module) => module.AskReviewDialog),
);
const EndHoldbackDialog = lateDialog(() => import("./end-holdback-dialog").then((module) => module.EndHoldbackDialog));
const PromoteDialog = lateDialog(() => import("./promote-dialog").then((module) => module.PromoteDialog));
const RollBackDialog = lateDialog(() => import("./roll-back-dialog").then((module) => module.RollBackDialog));
const RunDialog = lateDialog(() =>
  import("@/app/[workspace]/evaluations/_components/run-dialog/run-dialog").then((module) => module.RunDialog),
);

type OpenDialog =
  | { kind: "promote" | "override" | "ask"; environment: string; version: number }
  | { kind: "rollback" | "end-control"; environment: string }
  | { kind: "evaluate"; version: number };

type Context = {
  workspace: string;
  name: string;
  /** The current lanes. They include moves that the page does not contain yet. */
  lanes: readonly LaneData[];
  /** The number of the newest version. */
  latest: number;
  /** Whether it was saved a moment ago, so that its evaluation may start soon. */
  isFresh: boolean;
  /** Opens the next possible step: the promotion dialog, the review dialog, or the open change request. */
  askPromote: (version: number, environment: string) => void;
  askReview: (version: number, environment: string) => void;
  askRollBack: (environment: string) => void;
  askEndHoldback: (environment: string) => void;
  askEvaluate: (version: number) => void;
  /** Returns a URL of the history with changed parameters. A change of the pair leaves the view of releases. */
  link: (query: Record<string, string | number>) => string;
};

const ReleasingContext = createContext<Context | null>(null);

export function useReleasing(): Context {
  const context = useContext(ReleasingContext);
  if (!context) throw new Error("Use it inside Releasing");
  return context;
}

/** Returns the possible promotion nearest to production, and the lane nearest to production that can be rolled back. */
function nextActs(lanes: readonly LaneData[]) {
  const gates = lanes.flatMap((right, index) => {
    const left = lanes[index - 1];
    return left?.live && !laneRefusal(left, right) ? [{ version: left.live.version, right }] : [];
  });
  const back = lanes.findLast(({ live, refusal }) => live && live.revision > 1 && !refusal);
  return { next: gates.at(-1), back };
}

type Props = {
  name: string;
  lanes: readonly LaneData[];
  latest: number;
  isFresh: boolean;
  /** The messages of the loaded versions, by number. */
  messages: Readonly<Record<number, string>>;
  children: ReactNode;
};

/** Provides the release actions of this page: the lanes, their dialogs, shortcuts and commands. */
export function Releasing({ name, lanes: loadedLanes, latest, isFresh, messages, children }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const { lanes, move, noteEnded } = useMoves(name, loadedLanes);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const search = useSearchParams();

  const context = useMemo<Context>(
    () => ({
      workspace,
      name,
      lanes,
      latest,
      isFresh,
      askPromote: (version, environment) => {
        const lane = lanes.find((one) => one.name === environment);
        const way = lane && wayIn(lane, version);
        if (way?.kind === "open") router.push(changePath(workspace, way.number));
        else if (way && way.kind !== "none") setDialog({ kind: way.kind, version, environment });
      },
      askReview: (version, environment) => setDialog({ kind: "ask", version, environment }),
      askRollBack: (environment) => setDialog({ kind: "rollback", environment }),
      askEndHoldback: (environment) => setDialog({ kind: "end-control", environment }),
      askEvaluate: (version) => setDialog({ kind: "evaluate", version }),
      link: (query) => {
        const isPair = "from" in query || "to" in query;
        const kept: Record<string, string | number> = { tab: "history" };
        for (const key of ["from", "to", "view"]) {
          const value = search.get(key);
          if (value !== null && !(isPair && value === "releases")) kept[key] = value;
        }
        return promptPath(workspace, name, { ...kept, ...query });
      },
    }),
    [workspace, name, lanes, latest, isFresh, search, router],
  );

  // The palette on another tab passes the chosen action in the URL.
  const requested = search.get("ask");
  useEffect(() => {
    if (requested === null) return;
    const [kind, environment = "", version] = requested.split(":");
    router.replace(context.link({}), { scroll: false });
    if (kind === "promote" && Number.isInteger(Number(version))) context.askPromote(Number(version), environment);
    else if (kind === "rollback") context.askRollBack(environment);
    else if (kind === "evaluate" && Number.isInteger(Number(version))) context.askEvaluate(Number(version));
  }, [requested, context, router]);

  const { next, back } = nextActs(lanes);
  useShortcut("p", () => next && context.askPromote(next.version, next.right.name), Boolean(next));
  useShortcut("r", () => back && context.askRollBack(back.name), Boolean(back));
  const commands = useMemo(() => releaseCommands(context), [context]);

  const lane =
    dialog && dialog.kind !== "evaluate"
      ? lanes.find(({ name: environment }) => environment === dialog.environment)
      : null;
  const close = () => setDialog(null);
  return (
    <ReleasingContext value={context}>
      <PageCommands groups={commands} />
      {children}
      {dialog?.kind === "promote" && lane ? (
        <PromoteDialog name={name} lane={lane} move={move} version={dialog.version} onClose={close} />
      ) : null}
      {dialog?.kind === "override" && lane ? (
        <PromoteDialog
          name={name}
          lane={lane}
          version={dialog.version}
          move={(act, ...rest) => move({ ...act, override: true }, ...rest)}
          override={[`v${dialog.version} has none yet.`]}
          onClose={close}
        />
      ) : null}
      {dialog?.kind === "ask" && lane ? (
        <AskReviewDialog
          name={name}
          version={dialog.version}
          environment={lane.name}
          requiredApprovals={lane.requiredApprovals}
          message={messages[dialog.version] ?? ""}
          onClose={close}
          onOverride={
            lane.canOverride && lane.requiredApprovals > 0
              ? () => setDialog({ kind: "override", environment: lane.name, version: dialog.version })
              : undefined
          }
        />
      ) : null}
      {dialog?.kind === "rollback" && lane ? (
        <RollBackDialog name={name} lane={lane} move={move} onClose={close} />
      ) : null}
      {dialog?.kind === "end-control" && lane?.live?.control ? (
        <EndHoldbackDialog
          name={name}
          lane={lane}
          live={lane.live}
          control={lane.live.control}
          onEnded={noteEnded}
          onClose={close}
        />
      ) : null}
      {dialog?.kind === "evaluate" ? (
        <RunDialog start={{ prompt: name, version: dialog.version }} onClose={close} />
      ) : null}
    </ReleasingContext>
  );
}
