"use client";

import { type KeyboardEvent, useState } from "react";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { Page } from "@/lib/core/cursor";
import { lineageOf } from "@/lib/registry/lineage";
import type { VersionView } from "@/lib/registry/queries/versions";
import type { LiveEnd } from "@/lib/registry/version-fates";
import { inOrder, type Pair } from "@/lib/registry/version-pair";
import { loadVersions } from "../../actions/release";
import { useReleasing } from "./releasing";
import { VersionItem } from "./version-item";

export type VersionListProps = {
  first: Page<VersionView>;
  /** The number of versions, including those of draft copies. */
  count: number;
  pair: Pair | null;
  fates: ReadonlyMap<number, LiveEnd>;
  canEdit: boolean;
};

const shownOnPhones = 4;

/** Moves the focus along the versions with the arrow keys. */
function onArrow(event: KeyboardEvent<HTMLAnchorElement>) {
  const direction = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (direction === 0 || event.metaKey || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  const links = [...(event.currentTarget.closest("ol")?.querySelectorAll<HTMLElement>("a[data-version]") ?? [])];
  links[links.indexOf(event.currentTarget) + direction]?.focus();
}

/** Loads older versions on demand. */
function useOlder(first: Page<VersionView>) {
  const { workspace, name } = useReleasing();
  const [older, setOlder] = useState<Page<VersionView> | null>(null);
  const lowest = first.items.at(-1)?.version ?? 0;
  const versions = [...first.items, ...(older?.items ?? []).filter(({ version }) => version < lowest)];
  const cursor = older ? older.nextCursor : first.nextCursor;
  const { start, isBusy } = useAction({
    run: (from: string) => loadVersions({ workspace, name, cursor: from }),
    onDone: (page) => setOlder({ items: [...(older?.items ?? []), ...page.items], nextCursor: page.nextCursor }),
    failed: "The older versions could not be loaded.",
  });
  const load = () => (cursor ? start(cursor) : undefined);
  return { versions, isBusy, load, left: cursor ? (versions.at(-1)?.version ?? 1) - 1 : 0 };
}

/** The list of all versions, newest first. The last two chosen are compared. */
export function VersionList({ first, count, pair, fates, canEdit }: VersionListProps) {
  const { link, lanes } = useReleasing();
  const { versions, isBusy, load, left } = useOlder(first);
  const [anchor, setAnchor] = useState(pair?.to);
  const [isWhole, setWhole] = useState(false);
  const isLive = (version: number) =>
    lanes.some(({ live, stage }) => stage === "production" && live?.version === version);
  const hidden = count - shownOnPhones;

  const hrefOf = (version: number) => {
    const other = anchor === version ? (pair?.from === version ? pair.to : pair?.from) : anchor;
    return link(inOrder(version, other ?? version));
  };
  return (
    <section aria-label="Versions" className="border-line border-r pb-6 max-md:border-r-0 max-md:border-b max-md:pb-2">
      <header className="flex h-12 items-center justify-between gap-2 pr-5 pl-6 max-md:px-4 md:max-lg:px-3.5">
        <h2 className="text-14">
          Versions <span className="font-normal text-fg-muted tabular-nums">{count}</span>
        </h2>
        {count > 2 ? <span className="text-12 text-fg-subtle md:max-lg:sr-only">Choose two to compare</span> : null}
      </header>
      <ol>
        {versions.map((version, index) => (
          <VersionItem
            key={version.version}
            version={version}
            isChosen={version.version === pair?.from || version.version === pair?.to}
            isFirst={index === 0}
            isHiddenOnPhones={!isWhole && index >= shownOnPhones}
            lineage={lineageOf(version, versions)}
            fate={isLive(version.version) ? undefined : fates.get(version.version)}
            canEdit={canEdit}
            href={hrefOf(version.version)}
            onChoose={() => setAnchor(version.version)}
            onKeyDown={onArrow}
          />
        ))}
      </ol>
      {hidden > 0 && !isWhole ? (
        <LinkButton className="mt-2 ml-[54px] md:hidden" onClick={() => setWhole(true)}>
          {hidden} older {hidden === 1 ? "version" : "versions"}
        </LinkButton>
      ) : null}
      {left > 0 ? (
        <LinkButton
          className={`mt-2 ml-[54px] md:max-lg:ml-10 ${isWhole ? "" : "max-md:hidden"}`}
          aria-busy={isBusy || undefined}
          onClick={load}
        >
          {isBusy ? "Loading" : `${left} older ${left === 1 ? "version" : "versions"}`}
        </LinkButton>
      ) : null}
    </section>
  );
}
