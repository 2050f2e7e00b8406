"use client";

import { Pencil } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { ChangeStatus } from "@/app/[workspace]/_components/change-status";
import { useGate } from "@/app/[workspace]/_components/gate/use-gate";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import type { DiffLayout } from "@/components/diff/diff-row";
import type { DiffPart } from "@/components/diff/part";
import { Main } from "@/components/layout/main";
import { PageRefresh } from "@/components/layout/page-refresh";
import { PageCommands } from "@/components/layout/shell-context";
import { Topbar } from "@/components/layout/topbar";
import type { CommandGroup, CommandItem } from "@/components/layout/types";
import { lateDialog } from "@/components/ui/late-dialog";
import { MaskIcon } from "@/components/ui/mask-icon";
import { reach } from "@/components/ui/reach";
import type { ChangePage } from "@/lib/evaluation/comparison/queries/change-page";
import type { ChangeRequestDetail } from "@/lib/registry/change-request-views";
import { toThreads } from "@/lib/registry/reviews-threads";
import { bringUpToDate, markSeen, review } from "../../actions";
import { Banner } from "./banner";
import { ChangeProvider } from "./change-context";
import { CommentedDiff } from "./commented-diff";
import { goToReview, ReviewBox } from "./review-box";
import { Side } from "./side";
import { SuggestionBar } from "./suggestion-bar";
import { useAct } from "./use-act";

const AmendDialog = lateDialog(() => import("./amend-dialog").then((module) => module.AmendDialog));
const AskDialog = lateDialog(() => import("./ask-dialog").then((module) => module.AskDialog));
const EditDialog = lateDialog(() => import("./edit-dialog").then((module) => module.EditDialog));
const ReleaseDialog = lateDialog(() => import("./release-dialog").then((module) => module.ReleaseDialog));

type Props = Omit<ChangePage, "sections"> & {
  part: DiffPart;
  request: ChangeRequestDetail;
  layout: DiffLayout;
  words: { state: string; next: string };
  /** Parts that the server renders. */
  description: ReactNode;
  timeline: ReactNode;
  answers: ReactNode;
  about: ReactNode;
  suggested: Readonly<Record<string, ReactNode>>;
};
type OpenDialog = "release" | "override" | "amend" | "edit" | "ask";

/** The page of a change request. */
export function ChangeView({
  request,
  layout,
  part,
  texts,
  people,
  words,
  description,
  timeline,
  beforeAfter,
  answers,
  about,
  suggested,
  summary,
  newer,
  lane,
  rights,
  gate: loadedGate,
}: Props) {
  const workspace = useWorkspace();
  const { act, busy, said } = useAct();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = () => setDialog(null);
  const { number, updatedAt, status, prompt, environment, version } = request;
  const threads = useMemo(() => toThreads(request.comments), [request.comments]);
  const gate = useGate({ prompt, environment, version }, loadedGate);
  const mentionable = people.filter(({ id }) => id !== rights.me.id);
  const context = { workspace, request, rights, people, mentionable, suggested, gate, act, busy };

  // Runs again whenever the change request was updated.
  // biome-ignore lint/correctness/useExhaustiveDependencies: updatedAt says that there is something new
  useEffect(() => {
    void reach(() => markSeen({ workspace, number }));
  }, [workspace, number, updatedAt]);

  const isOpen = status !== "released" && status !== "closed";
  const onAmend = isOpen && rights.canWrite && newer.length > 0 ? () => setDialog("amend") : null;
  const mayOverride =
    isOpen && rights.canOverride && !rights.releaseRefusal && lane.requiredApprovals > 0 && request.blockers.length > 0;
  const mayJudge = isOpen && status !== "out_of_date" && rights.decisionRefusal === null;
  const mayRelease = isOpen && rights.releaseRefusal === null && request.blockers.length === 0;
  const canAmend = onAmend !== null;
  const commands = useMemo(() => {
    const approve = () =>
      void act("approve", () => review({ workspace, number, verdict: "approve", version }), "It was not approved.");
    const update = () => void act("update", () => bringUpToDate({ workspace, number }), "It was not updated.");
    return changeCommands({
      workspace,
      request,
      approve: mayJudge ? approve : null,
      update: status === "out_of_date" && rights.canWrite ? update : null,
      amend: canAmend ? () => setDialog("amend") : null,
      release: mayRelease ? () => setDialog("release") : null,
    });
  }, [workspace, number, request, status, act, mayJudge, mayRelease, canAmend, rights.canWrite, version]);
  return (
    <ChangeProvider value={context}>
      <PageCommands groups={commands} />
      {isOpen ? <PageRefresh everyMs={15_000} /> : null}
      <Topbar
        crumbs={[{ label: "Inbox", href: `/${workspace}/inbox` }, { label: request.title }]}
        state={
          <>
            <span className="whitespace-nowrap text-fg-subtle tabular-nums max-md:hidden">#{number}</span>
            <span className="max-md:hidden">
              <ChangeStatus status={status} />
            </span>
          </>
        }
      />
      <Main flush>
        <p role="status" className="sr-only">
          {said}
        </p>
        <Banner words={words} onRelease={() => setDialog("release")} onAmend={onAmend} />
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_300px] max-lg:grid-cols-1">
          <div className="min-w-0 border-line lg:border-r">
            <div className="border-line border-b px-6 py-4 max-md:px-4">
              <p className="text-fg-muted">
                <ActorName actor={request.author} className="font-medium text-fg" />
                {` ${isOpen ? "asks" : "asked"} for v${version} of ${prompt} in ${environment}.`}
              </p>
              {description}
            </div>
            <SuggestionBar threads={threads} />
            <CommentedDiff
              key={`${request.baseVersion} ${version}`}
              part={part}
              summary={summary}
              layout={layout}
              threads={threads}
              texts={texts}
            />
            {timeline}
            <ReviewBox />
          </div>
          <Side
            beforeAfter={beforeAfter}
            answers={answers}
            about={about}
            onEdit={() => setDialog("edit")}
            onAsk={() => setDialog("ask")}
            onAmend={onAmend}
            onOverride={mayOverride ? () => setDialog("override") : null}
          />
        </div>
      </Main>
      {dialog === "release" || dialog === "override" ? (
        <ReleaseDialog lane={lane} isOverride={dialog === "override"} onClose={close} />
      ) : null}
      {dialog === "amend" ? <AmendDialog newer={newer} onClose={close} /> : null}
      {dialog === "ask" ? <AskDialog onClose={close} /> : null}
      {dialog === "edit" ? <EditDialog onClose={close} /> : null}
    </ChangeProvider>
  );
}

type Acts = {
  workspace: string;
  request: ChangeRequestDetail;
  /** Null if the person may not do this, or the status does not allow it. */
  approve: (() => void) | null;
  update: (() => void) | null;
  amend: (() => void) | null;
  release: (() => void) | null;
};

/** The palette's commands for a change request. A command that changes what is live only opens its dialog. */
function changeCommands({ workspace, request, approve, update, amend, release }: Acts): CommandGroup[] {
  const { number, version, environment, prompt, liveVersion } = request;
  const offered: (CommandItem | null)[] = [
    approve && { id: "approve", label: `Approve v${version}`, icon: <MaskIcon name="check" />, onSelect: approve },
    update && { id: "update", label: "Update", icon: <MaskIcon name="rotate-ccw-clock" />, onSelect: update },
    amend && { id: "amend", label: "Replace with a newer version", icon: <Pencil />, onSelect: amend },
    release && {
      id: "release",
      label: `Promote v${version} to ${environment}`,
      hint: liveVersion === null ? "nothing is live there" : `instead of v${liveVersion}`,
      icon: <MaskIcon name="arrow-right" />,
      keywords: ["promote", "publish", "deploy"],
      onSelect: release,
    },
    {
      id: "write",
      label: "Write a comment",
      icon: <MaskIcon name="message-square" />,
      onSelect: () => setTimeout(goToReview),
    },
    {
      id: "prompt",
      label: `Open ${prompt}`,
      icon: <MaskIcon name="file-text" />,
      href: promptPath(workspace, prompt, { tab: "history" }),
    },
  ];
  return [{ heading: `Change request ${number}`, items: offered.filter((item) => item !== null) }];
}
