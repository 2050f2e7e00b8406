import { promptPath } from "@/app/[workspace]/_components/paths";
import { ChangedText } from "@/components/diff/changed-text";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/experiments/results/figures";
import type { ShortChange } from "./load-change";
import { SideSection } from "./side-section";

type Props = { workspace: string; prompt: string; change: ShortChange };

/** The first lines that a version changed, with a link to the complete comparison. */
export function WhatChanged({ workspace, prompt, change: { from, to, rows, more } }: Props) {
  const all = promptPath(workspace, prompt, { tab: "history", from, to });
  return (
    <SideSection
      id="change"
      title={`What v${to} changed`}
      link={
        <TextLink className="text-12" href={all} aria-label={`Compare v${from} and v${to}`}>
          Compare
        </TextLink>
      }
    >
      {rows.length === 0 ? (
        <p className="text-fg-muted">{`v${from} and v${to} have the same text and settings.`}</p>
      ) : (
        <ChangedText rows={rows} labels={{ before: `v${from}`, after: `v${to}` }} className="font-mono text-12" />
      )}
      {more > 0 ? (
        <p className="mt-2 text-12 text-fg-muted">{`${formatCount(more)} more changed ${more === 1 ? "line" : "lines"}`}</p>
      ) : null}
    </SideSection>
  );
}
