"use client";

import {
  Archive,
  ArrowLeftRight,
  BellRing,
  Boxes,
  Building2,
  Folder,
  KeyRound,
  LogOut,
  Plus,
  Route,
  ScrollText,
  Users,
} from "lucide-react";
import { type ReactElement, useCallback } from "react";
import { leave } from "@/app/_components/sign-out-button";
import { KeyboardHelp } from "@/components/layout/keyboard-help";
import { PaletteDialog } from "@/components/layout/palette-dialog";
import { switchTheme } from "@/components/layout/theme";
import type { CommandGroup, CommandItem, Shelf } from "@/components/layout/types";
import { MaskIcon } from "@/components/ui/mask-icon";
import type { CountedFolder } from "./folders";
import { findForPalette } from "./found";
import { withQuery } from "./paths";
import { shortcuts } from "./shortcuts";
import { beginTour } from "./tour/begin";
import { useWorkspace } from "./use-workspace";
import { pathOf, type WorkspaceLink } from "./workspace-switch";

export type WorkspaceDialogsProps = {
  workspaces: readonly WorkspaceLink[];
  folders: readonly CountedFolder[];
  canCreate: boolean;
  /** The entries of the navigation. */
  pages: CommandGroup;
  shelves: readonly Shelf[];
};

/** Actions that create something. */
const createCommands = (workspace: string): CommandItem[] => [
  {
    id: "new prompt",
    label: "New prompt",
    icon: <MaskIcon name="plus" />,
    keys: ["C"],
    href: withQuery(`/${workspace}/prompts`, { new: "true" }),
  },
  {
    id: "new experiment",
    label: "New experiment",
    icon: <MaskIcon name="flask-conical" />,
    keywords: ["test", "ab", "bandit"],
    href: `/${workspace}/experiments/new`,
  },
  {
    id: "run evaluation",
    label: "Run evaluation",
    icon: <MaskIcon name="list-checks" />,
    keywords: ["suite", "test", "judge"],
    href: withQuery(`/${workspace}/evaluations`, { run: "true" }),
  },
];

/** Switching to another workspace of the person, or a new one. */
const workspaceCommands = (open: string, workspaces: readonly WorkspaceLink[]): CommandItem[] => [
  ...workspaces
    .filter(({ slug }) => slug !== open)
    .map(({ slug, name }) => ({
      id: `workspace ${slug}`,
      label: `Switch to ${name}`,
      icon: <ArrowLeftRight />,
      href: pathOf(slug),
      keywords: ["workspace", slug],
    })),
  { id: "new workspace", label: "New workspace", icon: <Plus />, href: "/new-workspace" },
];

/** The palette and the list of shortcuts. */
export function WorkspaceDialogs({ workspaces, folders, canCreate, pages, shelves }: WorkspaceDialogsProps) {
  const workspace = useWorkspace();
  const search = useCallback((query: string) => findForPalette(workspace, query), [workspace]);
  const actions: CommandItem[] = [
    ...(canCreate ? createCommands(workspace) : []),
    {
      id: "open requests",
      label: "View requests",
      icon: <MaskIcon name="logs" />,
      keywords: ["logs", "log", "answers", "history", "calls"],
      href: `/${workspace}/requests`,
    },
    {
      id: "get started",
      label: "Get started",
      icon: <MaskIcon name="rocket" />,
      keywords: ["first", "steps", "help"],
      href: `/${workspace}/start`,
    },
    {
      id: "tour",
      label: "Take the 2-minute tour",
      icon: <Route />,
      keywords: ["help", "guide", "demo"],
      onSelect: beginTour,
    },
    ...workspaceCommands(workspace, workspaces),
    { id: "account", label: "Account", icon: <MaskIcon name="user-round" />, href: "/account" },
    {
      id: "theme",
      label: "Switch between light and dark",
      icon: <MaskIcon name="sun-moon" />,
      onSelect: switchTheme,
    },
    { id: "sign out", label: "Sign out", icon: <LogOut />, keywords: ["log out"], onSelect: leave },
  ];
  const groups = [{ heading: "Actions", items: actions }, ...placeCommands(workspace, folders), pages];
  return (
    <>
      <PaletteDialog groups={groups} shelves={shelves} search={search} />
      <KeyboardHelp shortcuts={shortcuts} />
    </>
  );
}

/** The folders and settings pages in the palette. */
function placeCommands(workspace: string, folders: readonly { name: string; count: number }[]): CommandGroup[] {
  const settings = `/${workspace}/settings`;
  const prompts = `/${workspace}/prompts`;
  const page = (path: string, label: string, icon: ReactElement, keywords: string[] = []) => ({
    id: `settings ${path}`,
    label: `Settings: ${label}`,
    icon,
    href: `${settings}${path}`,
    keywords: ["settings", ...keywords],
  });
  return [
    {
      heading: "Folders",
      items: [
        ...folders.map(({ name, count }) => ({
          id: `folder ${name}`,
          label: `${name}/`,
          icon: <Folder />,
          keywords: ["folder"],
          hint: count === 1 ? "one prompt" : `${count} prompts`,
          href: withQuery(prompts, { folder: name }),
        })),
        {
          id: "archived",
          label: "Archived prompts",
          icon: <Archive />,
          href: withQuery(prompts, { archived: "true" }),
        },
      ],
    },
    {
      heading: "Settings",
      items: [
        page("", "General", <Building2 />, ["workspace", "environments"]),
        page("/members", "Members", <Users />, ["people", "invite", "roles"]),
        page("/keys", "API keys", <KeyRound />, ["token"]),
        page("/alerts", "Alerts", <BellRing />, ["webhook", "slack", "e-mail", "channels"]),
        page("/models", "Model providers", <Boxes />, ["connections", "openai", "anthropic"]),
        page("/audit", "Audit", <ScrollText />, ["log", "events"]),
      ],
    },
  ];
}
