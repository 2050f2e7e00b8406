"use client";

import {
  ArrowRight,
  CodeXml,
  Copy,
  FlaskConical,
  GitBranch,
  GitCompare,
  History,
  Pencil,
  Settings,
  TextCursorInput,
  Undo2,
} from "lucide-react";
import { type ReactElement, useMemo, useState } from "react";
import { type PromptQuery, type PromptTab, promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { PageCommands } from "@/components/layout/shell-context";
import type { CommandItem } from "@/components/layout/types";
import { lateDialog } from "@/components/ui/late-dialog";
import type { PromptMove } from "@/lib/registry/prompt-moves";
import { useOpenTab } from "../on-tab";

const DuplicateDialog = lateDialog(() => import("./duplicate-dialog").then((module) => module.DuplicateDialog));
const RenameDialog = lateDialog(() => import("./rename-dialog").then((module) => module.RenameDialog));

export type PromptCommandsProps = {
  name: string;
  latestVersion: number;
  isArchived: boolean;
  canWrite: boolean;
  dropRefusal: string | null;
  /** The possible releases and rollbacks of each environment in which this person may release or request a review. */
  moves: readonly PromptMove[];
};

/** The palette's commands on every tab of a prompt. A command that changes what is live only opens its dialog. */
export function PromptCommands(props: PromptCommandsProps) {
  const workspace = useWorkspace();
  const { name, latestVersion, isArchived, canWrite, dropRefusal, moves } = props;
  const tab = useOpenTab();
  const [dialog, setDialog] = useState<"rename" | "duplicate" | null>(null);

  const groups = useMemo(() => {
    const at = (query: PromptQuery) => promptPath(workspace, name, query);
    const go = (id: PromptTab, label: string, icon: ReactElement, keywords: string[] = []): CommandItem[] =>
      id === tab ? [] : [{ id: `tab ${id}`, label, icon, keywords: [name, ...keywords], href: at({ tab: id }) }];
    // The history tab has its own commands, which open its dialogs.
    const released: CommandItem[] =
      tab === "history" || isArchived
        ? []
        : moves.toReversed().flatMap(({ environment, version, live, needsReview, canRollBack }): CommandItem[] => [
            ...(version === null
              ? []
              : [
                  {
                    id: `promote ${environment}`,
                    label: needsReview
                      ? `Ask for a review of v${version} for ${environment}…`
                      : `Promote v${version} to ${environment}…`,
                    hint: live === null ? "nothing is live there" : `instead of v${live}`,
                    icon: <ArrowRight />,
                    keywords: ["promote", "release", "publish", "deploy"],
                    href: at({ tab: "history", ask: `promote:${environment}:${version}` }),
                  },
                ]),
            ...(canRollBack
              ? [
                  {
                    id: `roll back ${environment}`,
                    label: `Roll back ${environment}…`,
                    hint: `v${live} is live`,
                    icon: <Undo2 />,
                    keywords: ["undo", "revert"],
                    href: at({ tab: "history", ask: `rollback:${environment}` }),
                  },
                ]
              : []),
          ]);
    const live = moves.at(-1)?.live;
    const compare: CommandItem[] =
      live && live !== latestVersion
        ? [
            {
              id: "compare",
              label: `Compare v${live} with v${latestVersion}`,
              hint: "live and newest",
              icon: <GitCompare />,
              keywords: ["diff"],
              href: at({ tab: "history", from: live, to: latestVersion }),
            },
          ]
        : [];
    const writes: CommandItem[] = canWrite
      ? [
          {
            id: "rename",
            label: "Rename",
            icon: <TextCursorInput />,
            keywords: ["name", "move"],
            onSelect: () => setDialog("rename"),
          },
          {
            id: "duplicate",
            label: "Duplicate",
            icon: <Copy />,
            keywords: ["copy", "clone"],
            onSelect: () => setDialog("duplicate"),
          },
          ...(isArchived
            ? []
            : [
                {
                  id: "draft copy",
                  label: "Create a draft copy",
                  icon: <GitBranch />,
                  keywords: ["branch"],
                  href: at({ tab: "copies", new: latestVersion }),
                },
              ]),
        ]
      : [];
    return [
      {
        heading: name,
        items: [
          ...go("edit", "Edit", <Pencil />),
          ...go("playground", "Open the playground", <FlaskConical />, ["run", "try", "test"]),
          ...released,
          ...compare,
          ...writes,
          ...go("history", "Show the history", <History />, ["versions", "releases"]),
          ...go("use", "Use in your app", <CodeXml />),
          ...go("settings", "Settings of this prompt", <Settings />, ["tags", "description", "archive"]),
        ],
      },
    ];
  }, [workspace, name, tab, latestVersion, isArchived, canWrite, moves]);

  const close = () => setDialog(null);
  return (
    <>
      <PageCommands groups={groups} />
      {dialog === "rename" ? <RenameDialog name={name} dropRefusal={dropRefusal} onClose={close} /> : null}
      {dialog === "duplicate" ? <DuplicateDialog name={name} latestVersion={latestVersion} onClose={close} /> : null}
    </>
  );
}
