"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { ProofHost } from "@/app/_components/proof-host";
import { leave } from "@/app/_components/sign-out-button";
import { AppShell } from "@/components/layout/app-shell";
import "@/components/layout/page-layout"; // with the layout, because pages, their skeletons and error pages all have it
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { exactTimes } from "@/components/ui/exact-times";
import { latePart } from "@/components/ui/late-part";
import { MaskIcon } from "@/components/ui/mask-icon";
import { toast } from "@/components/ui/toast";
import { TypedAhead } from "@/components/ui/typed-ahead";
import { useAction } from "@/components/ui/use-action";
import type { Waiting } from "@/lib/api/waiting";
import { capitalize } from "@/lib/core/words";
import { keep } from "../settings/(general)/actions";
import { isSettled, pageName } from "./arrival";
import { FavouritesProvider, useFavouriteNames } from "./favourites";
import { type CountedFolder, FoldersProvider } from "./folders";
import { withQuery } from "./paths";
import { WaitingRegion } from "./skeletons/waiting-region";
import { beginTour, tourEvent } from "./tour/begin";
import { readTour } from "./tour/place";
import { useShelves } from "./use-recent";
import { useWaiting } from "./use-waiting";
import { useWorkspace } from "./use-workspace";
import type { WorkspaceDialogsProps } from "./workspace-dialogs";
import { useRememberedWorkspace, workspaceMenu } from "./workspace-switch";

export type WorkspaceShellProps = {
  workspace: string;
  workspaces: readonly { slug: string; name: string }[];
  /** Pairs instead of objects, because every document contains them and a workspace may have hundreds. */
  folders: readonly (readonly [name: string, count: number])[];
  archived: number;
  /** The number of items in the inbox that wait for this person. */
  waiting: Waiting;
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

/** How times are shown: in the menu for touch, and with the key T. */
function useTimesItem() {
  const isExact = exactTimes.use();
  const toggle = () => {
    exactTimes.set(!isExact);
    toast({ title: isExact ? "Times show how long ago." : "Times are exact." });
  };
  useShortcut("t", toggle);
  const label = isExact ? "Show how long ago" : "Show exact times";
  return { label, icon: <MaskIcon name="clock" />, keys: ["T"], onSelect: toggle };
}

const loadDialogs = () => import("./workspace-dialogs");
const WorkspaceDialogs = latePart<WorkspaceDialogsProps & { onClose: () => void }>(
  () => loadDialogs().then((module) => module.WorkspaceDialogs),
  TypedAhead,
  ({ onClose }) => onClose(),
);

/** The layout of every page in a workspace. */
export function WorkspaceShell(props: WorkspaceShellProps) {
  const { workspace, workspaces, user, running, stepsDone, canCreate, deletion, children } = props;
  useRememberedWorkspace(workspace);
  const waiting = useWaiting(props.waiting);
  const account = { label: "Account", icon: <MaskIcon name="user-round" />, href: "/account" };
  const at = (page: string) => `/${workspace}/${page}`;
  const folders = useMemo(() => props.folders.map(([name, count]) => ({ name, count })), [props.folders]);
  const tree = useTree({ workspace, folders, archived: props.archived });
  const favourites = useFavouriteNames(props.favourites);
  const shelves = useShelves(favourites.names);
  return (
    <AppShell
      workspace={{ name: workspaces.find(({ slug }) => slug === workspace)?.name ?? workspace }}
      workspaceMenu={workspaceMenu(workspace, workspaces)}
      userMenu={[
        account,
        { label: "Take the tour", icon: <MaskIcon name="route" />, onSelect: beginTour },
        useTimesItem(),
      ]}
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
      user={{ name: user.name, role: capitalize(user.role) }}
      shelves={shelves}
      loadDialogs={loadDialogs}
      dialogs={(pages, onClose) => (
        <WorkspaceDialogs
          onClose={onClose}
          workspaces={workspaces}
          folders={folders}
          canCreate={canCreate}
          pages={pages}
          shelves={shelves}
        />
      )}
      onSignOut={leave}
    >
      {deletion ? <DeletionBanner deletionAt={deletion.at} canKeep={deletion.canKeep} /> : null}
      <FavouritesProvider value={favourites}>
        <FoldersProvider value={folders}>
          <WaitingRegion frame="workspace">{children}</WaitingRegion>
        </FoldersProvider>
      </FavouritesProvider>
      <Arrival />
      <TourHost />
      <ProofHost />
    </AppShell>
  );
}

type DeletionBannerProps = { deletionAt: string; canKeep: boolean };

/** Shown on every page of a workspace that is scheduled for deletion: the day, and how to cancel. */
function DeletionBanner({ deletionAt, canKeep }: DeletionBannerProps) {
  const workspace = useWorkspace();
  const { start, isBusy } = useAction({
    run: () => keep({ workspace }),
    done: { title: "The workspace is kept." },
    refresh: "done",
    failed: "The workspace is still about to be deleted.",
  });
  const day = new Date(deletionAt).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return (
    <Callout tone="negative" className="items-center rounded-none px-4">
      <span className="mr-3">
        This workspace will be deleted on <b>{day}</b>. {canKeep ? null : "An owner can keep it until then."}
      </span>
      {canKeep ? (
        <Button size="sm" onClick={() => start()} busy={isBusy && "Keeping it"}>
          Keep this workspace
        </Button>
      ) : null}
    </Callout>
  );
}

const Tour = latePart<{ isBegun: boolean; onClose: () => void }>(
  () => import("./tour/tour").then((module) => module.default),
  () => null,
  ({ onClose }) => onClose(),
);

/** Loads the tour when it starts, or if it was started before. */
function TourHost() {
  const workspace = useWorkspace();
  const [needed, setNeeded] = useState<"begun" | "kept" | null>(null);
  useEffect(() => {
    if (readTour(localStorage, workspace) !== null) setNeeded("kept");
    const begin = () => setNeeded((before) => before ?? "begun");
    addEventListener(tourEvent, begin);
    return () => removeEventListener(tourEvent, begin);
  }, [workspace]);
  return needed ? <Tour isBegun={needed === "begun"} onClose={() => setNeeded(null)} /> : null;
}

const lookMs = 100;
const longestMs = 5_000;

/** What Next.js announced, which may be the title of the page before: it reads the title before the new one arrives. */
const announced = () => document.querySelector("next-route-announcer")?.shadowRoot?.textContent ?? "";

/**
 * After a navigation: if the link with the focus is gone, the heading of the new page gets the focus, so that screen
 * readers read it and Tab goes on from there. Otherwise the name of the page is announced, unless Next.js did.
 */
function Arrival() {
  const pathname = usePathname();
  const shown = useRef(pathname);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setSaid("");
    const began = performance.now();
    const timer = setInterval(() => {
      const waitedMs = performance.now() - began;
      const isWaiting = document.querySelector("main [aria-busy=true]") !== null;
      if (!isSettled({ waitedMs, isWaiting }) && waitedMs < longestMs) return;
      clearInterval(timer);
      const heading = [...document.querySelectorAll("h1")].find((one) => one.getClientRects().length > 0);
      if (heading && (document.activeElement === document.body || document.activeElement === null)) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      } else if (!announced().startsWith(pageName(document.title))) setSaid(pageName(document.title));
    }, lookMs);
    return () => clearInterval(timer);
  }, [pathname]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
