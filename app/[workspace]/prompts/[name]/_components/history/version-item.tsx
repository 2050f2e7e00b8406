"use client";

import { GitBranch, GitMerge, Lock, MessageSquareText, Undo2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import { GateSign, gateTone } from "@/app/[workspace]/_components/gate/gate-sign";
import { RollbackMark } from "@/app/[workspace]/_components/guard/rollback-mark";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusGlyph } from "@/components/ui/status";
import { listWords } from "@/lib/core/words";
import { statusNow } from "@/lib/registry/lanes";
import type { Lineage } from "@/lib/registry/lineage";
import type { VersionView } from "@/lib/registry/queries/versions";
import { fateWords, type LiveEnd } from "@/lib/registry/version-fates";
import { EnvironmentTag } from "./environment-tag";
import { useReleasing } from "./releasing";
import { VersionMenu } from "./version-menu";

export type VersionItemProps = {
  version: VersionView;
  isChosen: boolean;
  isFirst: boolean;
  isHiddenOnPhones: boolean;
  lineage: Lineage | null;
  fate: LiveEnd | undefined;
  canEdit: boolean;
  href: string;
  onChoose: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLAnchorElement>) => void;
};

/** The origin of a version if it does not follow the previous one, its reviews, gate results, rollback and lock. */
function Notes({ version, lineage, fate }: { version: number; lineage: Lineage | null; fate: LiveEnd | undefined }) {
  const { lanes } = useReleasing();
  const reviews = lanes.flatMap(({ name, requests }) =>
    requests.filter((request) => request.version === version).map(({ number }) => ({ name, number })),
  );
  const gated = lanes.flatMap(({ name, live, gates }) => {
    const gate = live?.version === version ? undefined : gates?.[version];
    return gate && gate.state !== "missing" ? [{ name, ...gate }] : [];
  });
  const lockedIn = lanes.flatMap(({ name, live, locked }) =>
    locked.includes(version) && live?.version !== version ? [name] : [],
  );
  const Icon = lineage?.isMerge ? GitMerge : GitBranch;
  return (
    <>
      {lineage ? (
        <span className="flex items-start gap-1">
          <Icon className="mt-0.5 size-3" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{lineage.words}</span>
        </span>
      ) : null}
      {reviews.map(({ name, number }) => (
        <span key={number} className="flex items-center gap-1">
          <MessageSquareText className="size-3" />
          {`in review for ${name}, #${number}`}
        </span>
      ))}
      {gated.map(({ name, state, words }) => (
        <span key={name} className={cn("flex items-center gap-1", gateTone(state))}>
          <GateSign state={state} className="size-3" />
          {`${words} for ${name}`}
        </span>
      ))}
      {fate ? (
        <span className="flex items-center gap-1 text-negative">
          {fate.isByItself ? <RollbackMark className="size-3" /> : <Undo2 className="size-3" />}
          {fateWords(fate)}
        </span>
      ) : null}
      {lockedIn.length > 0 ? (
        <span className="flex items-start gap-1">
          <Lock className="mt-[3px] size-3 shrink-0" />
          {`a person can promote it again in ${listWords(lockedIn)}`}
        </span>
      ) : null}
    </>
  );
}

/** A version on the timeline. A click compares it with the one chosen before. */
export function VersionItem(props: VersionItemProps) {
  const { version, isChosen, isFirst, isHiddenOnPhones, lineage, fate, canEdit, href, onChoose, onKeyDown } = props;
  const { lanes } = useReleasing();
  const status = statusNow(lanes, version.version, version.status);
  const liveIn = lanes.filter(({ live }) => live?.version === version.version);
  const surface = isChosen ? "bg-surface-selected" : "bg-surface group-hover:bg-surface-hover";
  return (
    <li
      className={cn(
        "group relative grid grid-cols-[54px_minmax(0,1fr)] hover:bg-surface-hover md:max-lg:grid-cols-[40px_minmax(0,1fr)]",
        isChosen &&
          "bg-surface-selected before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent hover:bg-surface-selected",
        isHiddenOnPhones && "max-md:hidden",
      )}
    >
      <span
        className={cn(
          "relative grid justify-items-center pt-[11px] before:absolute before:inset-y-0 before:left-1/2 before:w-px before:bg-line-strong",
          isFirst && "before:top-3",
        )}
      >
        <span className={cn("relative z-1 grid size-5 -translate-y-[3px] place-items-center rounded-full", surface)}>
          <StatusGlyph status={status} />
        </span>
      </span>
      <Link
        href={href}
        replace
        scroll={false}
        data-version={version.version}
        aria-current={isChosen ? "true" : undefined}
        onClick={onChoose}
        onKeyDown={onKeyDown}
        className="min-w-0 py-2 pr-5 focus-visible:-outline-offset-2"
      >
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 pr-14 group-has-data-exact:pr-24 max-md:pr-24 max-md:group-has-data-exact:pr-36">
          <b>v{version.version}</b>
          {liveIn.map(({ id, title, stage }) => (
            <EnvironmentTag key={id} title={title} stage={stage} />
          ))}
          {version.draftCopy ? (
            <span className="max-w-full truncate rounded-sm border border-line-strong px-[5px] text-12 text-fg-muted leading-4">
              {version.draftCopy.name}
            </span>
          ) : null}
        </span>
        <span className="line-clamp-3 leading-[18px]">{version.message || "No message"}</span>
        <span className="mt-px block text-12 text-fg-muted">
          {version.author.name}
          <Notes version={version.version} lineage={lineage} fate={fate} />
        </span>
      </Link>
      <span className="absolute top-2 right-5 text-12 text-fg-subtle leading-5 group-focus-within:opacity-0 group-hover:opacity-0 group-has-data-[state=open]:opacity-0 max-md:right-14 max-md:group-focus-within:opacity-100 max-md:group-hover:opacity-100 max-md:group-has-data-[state=open]:opacity-100">
        <RelativeTime at={version.createdAt} />
      </span>
      <span className="absolute top-1 right-3.5 opacity-0 focus-within:opacity-100 group-hover:opacity-100 group-focus-within:opacity-100 has-[[data-state=open]]:opacity-100 max-md:top-0 max-md:right-2 max-md:opacity-100">
        <VersionMenu of={version} canEdit={canEdit} />
      </span>
    </li>
  );
}
