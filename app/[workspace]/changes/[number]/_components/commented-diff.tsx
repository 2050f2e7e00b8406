"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useDiffParts } from "@/app/[workspace]/prompts/[name]/_components/history/use-diff-parts";
import type { DiffLayout } from "@/components/diff/diff-row";
import { DiffViewer } from "@/components/diff/diff-viewer";
import type { DiffPart } from "@/components/diff/part";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { keep, readKept } from "@/components/ui/kept-text";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { VersionChip } from "@/components/ui/status";
import { TypedAhead } from "@/components/ui/typed-ahead";
import type { DiffPlace } from "@/lib/registry/diff-lines";
import { followLines, isAtLine, placeWords, type Thread, threadsElsewhere } from "@/lib/registry/reviews-threads";
import { useChange, useKeptKey } from "./change-context";
import { commentForm, remarkForm } from "./late-forms";
import { ThreadView } from "./thread";

type Props = {
  part: DiffPart;
  summary: string;
  layout: DiffLayout;
  threads: readonly Thread[];
  texts: Record<string, string>;
};

const isAt = (one: DiffPlace | null, other: DiffPlace) =>
  one !== null && one.anchor === other.anchor && one.side === other.side && one.line === other.line;

function placeFrom(text: string | null): DiffPlace | null {
  if (text === null) return null;
  const { anchor, side, line } = JSON.parse(text) as DiffPlace;
  return { anchor, side, line };
}

/** The diff with the comments at its lines. A click on a line number opens a comment form there. */
export function CommentedDiff({ part, summary, layout, threads, texts }: Props) {
  const { workspace, request } = useChange();
  const [pointed, setPointed] = useState<DiffPlace | null>(null);
  const opener = useRef<Element | null>(null);
  const path = usePathname();
  // The position of an unsent comment is stored beside its text.
  const keptPlace = useKeptKey("place");
  useEffect(() => setPointed(placeFrom(readKept(keptPlace))), [keptPlace]);
  const RemarkForm = remarkForm.use();
  useEffect(() => {
    remarkForm.ask();
    commentForm.ask();
  }, []);
  const point = (place: DiffPlace) => {
    opener.current = document.activeElement;
    remarkForm.need(() => setPointed(null));
    keep(keptPlace, JSON.stringify(place));
    setPointed(place);
  };
  // Closing removes the form, so the focus returns to the line number.
  const leave = () => {
    setPointed(null);
    keep(keptPlace, null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const { version, baseVersion, prompt } = request;
  const { sections, foot } = useDiffParts(part, { workspace, name: prompt, from: baseVersion, to: version });
  const placed = followLines(threads, sections, request);
  const at = (place: DiffPlace) => placed.filter((thread) => isAtLine(thread, place, request));

  // In the split layout, comments on the new side are placed below that side.
  const beside = ({ side, line }: DiffPlace) =>
    side === "after" && line !== null && (layout === "split" ? "ml-[50%]" : layout === "auto" ? "md:ml-[50%]" : "");
  const under = (place: DiffPlace) => {
    const here = at(place);
    if (here.length === 0 && !isAt(pointed, place)) return null;
    return (
      <div className={cn("grid max-w-[680px] gap-2 px-4 py-3 font-sans text-13 max-md:px-3", beside(place))}>
        {here.map((thread) => (
          <ThreadView
            key={thread.root.id}
            thread={thread}
            {...(thread.movedTo !== undefined && { from: thread.root.version })}
          />
        ))}
        {!isAt(pointed, place) ? null : RemarkForm ? (
          <RemarkForm place={place} text={place.side === "after" ? texts[place.anchor] : undefined} onClose={leave} />
        ) : (
          <TypedAhead />
        )}
      </div>
    );
  };
  const views = [
    ["split", "Side by side"],
    ["unified", "Unified"],
  ] as const;
  const links = (current: DiffLayout, className: string) => (
    <SegmentedLinks
      label="View"
      className={className}
      items={views.map(([id, label]) => ({ label, href: `${path}?view=${id}`, current: id === current }))}
    />
  );
  const elsewhere = threadsElsewhere(placed, sections, request);

  return (
    <>
      <DiffViewer
        label={`What v${version} changes`}
        layout={layout}
        sections={sections}
        foot={foot}
        notes={{
          onPoint: point,
          under,
          has: (anchor, side, line) => at({ anchor, side, line }).length > 0 || isAt(pointed, { anchor, side, line }),
        }}
        head={
          <h2 className="flex flex-wrap items-center gap-x-2 px-2 font-normal text-13">
            {baseVersion === null ? (
              <span className="text-fg-muted">Nothing is live there yet</span>
            ) : (
              <VersionChip
                number={baseVersion}
                status={request.liveVersion === baseVersion ? "production" : "archived"}
              />
            )}
            <span aria-hidden="true" className="text-fg-subtle">
              →
            </span>
            <span className="sr-only">compared with</span>
            <b>v{version}</b>
          </h2>
        }
        headEnd={
          <>
            <span className="truncate text-12 text-fg-muted max-md:w-full max-md:px-2">{summary}</span>
            {layout === "auto" ? (
              <>
                {links("split", "max-md:hidden")}
                {links("unified", "w-full md:hidden")}
              </>
            ) : (
              links(layout, "max-md:w-full")
            )}
          </>
        }
        empty={
          sections.length === 0 ? (
            <EmptyState plain title={`v${version} and v${baseVersion} are identical`}>
              All messages, variables and settings are the same. Applications get the same from both.
            </EmptyState>
          ) : null
        }
      />
      {elsewhere.length > 0 ? (
        <section
          aria-label="Comments on lines that are not shown"
          className="border-line border-b px-6 py-4 max-md:px-4"
        >
          <h2 className="mb-2 text-14">Other comments</h2>
          <div className="grid max-w-[680px] gap-2">
            {elsewhere.map((thread) => (
              <ThreadView
                key={thread.root.id}
                thread={thread}
                place={`${placeWords(thread.root)}${isOld(thread, request) ? ", outdated: another version is under review" : ""}`}
              />
            ))}
          </div>
        </section>
      ) : null}
    </>
  );
}

function isOld({ root }: Thread, { version, baseVersion }: { version: number; baseVersion: number | null }): boolean {
  return root.version !== version && root.version !== baseVersion;
}
