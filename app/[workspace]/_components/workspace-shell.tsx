"use client";

import { LogOut, Route } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useCallback, useMemo } from "react";
import { ProofHost } from "@/app/_components/proof-host";
import { leave } from "@/app/_components/sign-out-button";
import { AppShell } from "@/components/layout/app-shell";
import { useThemeSwitch } from "@/components/layout/theme-toggle";
import type { CommandGroup } from "@/components/layout/types";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Arrival } from "./arrival";
import { DeletionBanner } from "./deletion-banner";
import { FavouritesProvider, useFavouriteNames } from "./favourites";
import { type CountedFolder, FoldersProvider } from "./folders";
import { findForPalette } from "./found";
import { withQuery } from "./paths";
import { placeCommands } from "./places";
import { shortcuts } from "./shortcuts";
import { WaitingRegion } from "./skeletons/waiting-region";
import { beginTour } from "./tour/begin";
import { TourHost } from "./tour/tour-host";
import { useShelves } from "./use-recent";
import { useRememberedWorkspace, workspaceCommands, workspaceMenu } from "./workspace-switch";

export type WorkspaceShellProps = {
  workspace: string;
  workspaces: readonly { slug: string; name: string }[];
  /** Pairs instead of objects, because every document contains them and a workspace may have hundreds. */
  folders: readonly (readonly [name: string, count: number])[];
  archived: number;
  /** The number of change requests that wait for this person, and of unseen alerts. */
  waiting: number;
  /** The number of running experiments. */
  running: number;
  /** The favourite prompts of this person. */
  favourites: readonly string[];
  /** The number of completed steps of "Get started", of three. */
  stepsDone: number;
  user: { name: string; role: string };
  canCreate: boolean;
  /** When the workspace will be deleted, and whether this person can cancel that. */
  deletion: { at: string; canKeep: boolean } | null;
  children: ReactNode;
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

type Tree = { workspace: string; folders: readonly CountedFolder[]; archived: number };

function useTree({ workspace, folders, archived }: Tree) {
  const query = useSearchParams();
  const under = `/${workspace}/prompts`;
  const ofFolder = (folder: string) => withQuery(under, { folder });
  const ofArchive = withQuery(under, { archived: "true" });
  const folder = query.get("folder");
  return {
    under,
    items: [
      ...folders.map(({ name, count }) => ({ href: ofFolder(name), label: name, count })),
      ...(archived > 0
        ? [{ href: ofArchive, label: "Archived", icon: <MaskIcon name="archive" />, count: archived }]
        : []),
    ],
    current: query.get("archived") === "true" ? ofArchive : folder ? ofFolder(folder) : undefined,
  };
}

const newExperiment = (workspace: string) => ({
  id: "new experiment",
  label: "New experiment",
  icon: <MaskIcon name="flask-conical" />,
  keywords: ["test", "ab", "bandit"],
  href: `/${workspace}/experiments/new`,
});

const newEvaluation = (workspace: string) => ({
  id: "run evaluation",
  label: "Run evaluation",
  icon: <MaskIcon name="list-checks" />,
  keywords: ["suite", "test", "judge"],
  href: withQuery(`/${workspace}/evaluations`, { run: "true" }),
});

const openRequests = (workspace: string) => ({
  id: "open requests",
  label: "View requests",
  icon: <MaskIcon name="logs" />,
  keywords: ["logs", "log", "answers", "history", "calls"],
  href: `/${workspace}/requests`,
});

/** The layout of every page in a workspace. */
export function WorkspaceShell(props: WorkspaceShellProps) {
  const { workspace, workspaces, user, waiting, running, stepsDone, canCreate, deletion, children } = props;
  const switchTheme = useThemeSwitch();
  useRememberedWorkspace(workspace);
  const account = { label: "Account", icon: <MaskIcon name="user-round" />, href: "/account" };
  const at = (page: string) => `/${workspace}/${page}`;
  const folders = useMemo(() => props.folders.map(([name, count]) => ({ name, count })), [props.folders]);
  const tree = useTree({ workspace, folders, archived: props.archived });
  const search = useCallback((query: string) => findForPalette(workspace, query), [workspace]);
  const favourites = useFavouriteNames(workspace, props.favourites);
  const shelves = useShelves(workspace, favourites.names);
  const create = { id: "new prompt", label: "New prompt", icon: <MaskIcon name="plus" />, keys: ["C"] };
  const commands: CommandGroup[] = [
    {
      heading: "Actions",
      items: [
        ...(canCreate
          ? [
              { ...create, href: withQuery(at("prompts"), { new: "true" }) },
              newExperiment(workspace),
              newEvaluation(workspace),
            ]
          : []),
        openRequests(workspace),
        {
          id: "get started",
          label: "Get started",
          icon: <MaskIcon name="rocket" />,
          keywords: ["first", "steps", "help"],
          href: at("start"),
        },
        {
          id: "tour",
          label: "Take the 2-minute tour",
          icon: <Route />,
          keywords: ["help", "guide", "demo"],
          onSelect: beginTour,
        },
        ...workspaceCommands(workspace, workspaces),
        { id: "account", ...account },
        {
          id: "theme",
          label: "Switch between light and dark",
          icon: <MaskIcon name="sun-moon" />,
          onSelect: switchTheme,
        },
        { id: "sign out", label: "Sign out", icon: <LogOut />, keywords: ["log out"], onSelect: leave },
      ],
    },
    ...placeCommands(workspace, folders),
  ];
  return (
    <AppShell
      workspace={{ name: workspaces.find(({ slug }) => slug === workspace)?.name ?? workspace }}
      workspaceMenu={workspaceMenu(workspace, workspaces)}
      userMenu={[account, { label: "Take the tour", icon: <Route />, onSelect: beginTour }]}
      nav={[
        {
          href: at("inbox"),
          label: "Inbox",
          icon: <MaskIcon name="inbox" />,
          isWaiting: true,
          ...(waiting > 0 && { count: waiting }),
        },
        { href: at("prompts"), label: "Prompts", icon: <MaskIcon name="file-text" /> },
        { href: at("evaluations"), label: "Evaluations", icon: <MaskIcon name="list-checks" /> },
        {
          href: at("experiments"),
          label: "Experiments",
          icon: <MaskIcon name="flask-conical" />,
          ...(running > 0 && { count: running }),
        },
        { href: at("quality"), label: "Quality", icon: <MaskIcon name="activity" /> },
        { href: at("requests"), label: "Requests", icon: <MaskIcon name="logs" /> },
        { href: at("releases"), label: "Releases", icon: <MaskIcon name="git-commit-horizontal" /> },
        { href: at("time-machine"), label: "Time machine", icon: <MaskIcon name="rotate-ccw-clock" /> },
        { href: at("usage"), label: "Usage", icon: <MaskIcon name="chart-column" /> },
      ]}
      footNav={[
        ...(stepsDone < 3
          ? [{ href: at("start"), label: "Get started", icon: <MaskIcon name="rocket" />, count: `${stepsDone} of 3` }]
          : []),
        { href: at("use"), label: "Use in your app", short: "Use in app", icon: <MaskIcon name="code-xml" /> },
        { href: at("settings"), label: "Settings", icon: <MaskIcon name="settings" /> },
      ]}
      tree={tree}
      user={{ name: user.name, role: capital(user.role) }}
      commands={commands}
      shelves={shelves}
      search={search}
      shortcuts={shortcuts}
      onSignOut={leave}
    >
      {deletion ? <DeletionBanner workspace={workspace} deletionAt={deletion.at} canKeep={deletion.canKeep} /> : null}
      <FavouritesProvider value={favourites}>
        <FoldersProvider value={folders}>
          <WaitingRegion frame="workspace">{children}</WaitingRegion>
        </FoldersProvider>
      </FavouritesProvider>
      <Arrival />
      <TourHost workspace={workspace} />
      <ProofHost />
    </AppShell>
  );
}
