"use client";

import {
  ArrowRight,
  Ellipsis,
  FlaskConical,
  GitBranch,
  GitBranchPlus,
  GitCompare,
  Link2,
  MessageSquareText,
  Pencil,
  Share2,
} from "lucide-react";
import { useState } from "react";
import { copiesPath, copyPath, promptPath } from "@/app/[workspace]/_components/paths";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { wayIn } from "@/lib/registry/lanes";
import type { VersionView } from "@/lib/registry/queries/versions";
import { inOrder } from "@/lib/registry/version-pair";
import { useReleasing } from "./releasing";

const ShareDialog = lateDialog(() => import("../share/share-dialog").then((module) => module.ShareDialog));

/** The actions on a version. */
export function VersionMenu({ of, canEdit }: { of: VersionView; canEdit: boolean }) {
  const { version, parentVersion, draftCopy } = of;
  const { workspace, name, lanes, askPromote, askReview, askEvaluate, link } = useReleasing();
  const [isSharing, setSharing] = useState(false);
  const live = lanes.findLast(({ stage }) => stage === "production")?.live?.version;
  const other = live === version || live === undefined ? (parentVersion ?? 1) : live;

  // A review can also be requested if the version could be promoted directly.
  const reviewable = lanes.filter(
    (lane) =>
      lane.canAsk &&
      lane.stage !== "development" &&
      !(draftCopy !== null && lane.isProtected) &&
      wayIn(lane, version).kind === "promote" &&
      !lane.requests.some((request) => request.version === version),
  );

  const required = lanes.filter(
    (lane) => wayIn(lane, version).kind === "ask" && !(draftCopy !== null && lane.isProtected),
  );

  const copyLink = async () => {
    const { origin } = window.location;
    const isCopied = await copyText(`${origin}${link(inOrder(version, other))}`);
    if (isCopied) toast({ title: "Link copied.", seconds: 4 });
    else toast({ title: "The browser did not allow the copy.", tone: "failed" });
  };
  const items: MenuItem[] = [
    {
      label: live === version ? `Compare with v${other}` : "Compare with live",
      icon: <GitCompare />,
      href: link(inOrder(version, other)),
      off: other === version,
    },
    ...(canEdit
      ? [
          {
            label: "Edit from here",
            icon: <Pencil />,
            href: promptPath(workspace, name, { tab: "edit", from: version, ...(draftCopy && { copy: draftCopy.id }) }),
          },
          {
            label: "Create a draft copy",
            icon: <GitBranchPlus />,
            href: copiesPath(workspace, name, { new: version }),
          },
        ]
      : []),
    ...(draftCopy
      ? [
          {
            label: `Open ${draftCopy.name}`,
            icon: <GitBranch />,
            href: copyPath(workspace, name, draftCopy.id),
          },
        ]
      : []),
    ...(canEdit
      ? [{ label: "Run evaluation", icon: <FlaskConical />, onSelect: () => setTimeout(() => askEvaluate(version)) }]
      : []),
    { label: "Copy link", icon: <Link2 />, onSelect: () => void copyLink() },
    ...(canEdit
      ? [{ label: "Share a preview", icon: <Share2 />, onSelect: () => setTimeout(() => setSharing(true), 50) }]
      : []),
    "line",
    { heading: "Promote to" },
    ...lanes.flatMap((lane) => {
      const { name: environment, title, live: there } = lane;
      const way = wayIn(lane, version);
      const mergeFirst = draftCopy !== null && lane.isProtected;
      if (way.kind === "ask" && !mergeFirst) return [];
      const now = there ? `now v${there.version}` : "empty";
      const hints = { promote: now, ask: "", open: "in review", none: "not allowed" };
      return {
        label: title,
        icon: <ArrowRight />,
        hint:
          there?.version === version
            ? "live there"
            : mergeFirst
              ? "merge it first"
              : way.kind === "promote" && lane.locked.includes(version)
                ? "was rolled back"
                : hints[way.kind],
        off: way.kind === "none" || mergeFirst,
        // Delayed until the menu has closed and restored the focus. Otherwise the dialog would lose it.
        onSelect: () => setTimeout(() => askPromote(version, environment)),
      };
    }),
    ...(reviewable.length + required.length > 0 ? [{ heading: "Ask for review for" }] : []),
    ...required.map(({ name: environment, title }) => ({
      label: title,
      icon: <MessageSquareText />,
      hint: "required",
      onSelect: () => setTimeout(() => askPromote(version, environment)),
    })),
    ...reviewable.map(({ name: environment, title }) => ({
      label: title,
      icon: <MessageSquareText />,
      onSelect: () => setTimeout(() => askReview(version, environment)),
    })),
  ];
  return (
    <>
      <Menu
        label={`Version ${version}`}
        trigger={<IconButton size="sm" label={`More for v${version}`} icon={<Ellipsis />} />}
        items={items}
      />
      {isSharing ? (
        <ShareDialog name={name} version={version} what={`v${version}`} onClose={() => setSharing(false)} />
      ) : null}
    </>
  );
}
