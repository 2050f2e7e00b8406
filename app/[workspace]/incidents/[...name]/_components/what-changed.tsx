import { promptPath } from "@/app/[workspace]/_components/paths";
import { SideSection } from "@/app/[workspace]/_components/side-section";
import { ChangedText } from "@/components/diff/changed-text";
import { TextLink } from "@/components/ui/text-link";
import type { UserActor } from "@/lib/auth/actor";
import { formatCount } from "@/lib/experiments/results/figures";
import { loadChange } from "./load-change";

type Props = { actor: UserActor; workspace: string; name: string; from: number; to: number };

/** The first lines that a version changed, with a link to the complete comparison. */
export async function WhatChanged({ actor, workspace, name, from, to }: Props) {
  const { rows, more, failure } = await loadChange(actor, { name, from, to });
  return (
    <SideSection
      id="change"
      title={`What v${to} changed`}
      link={
        <TextLink
          className="text-12"
          href={promptPath(workspace, name, { tab: "history", from, to })}
          aria-label={`Compare v${from} and v${to}`}
        >
          Compare
        </TextLink>
      }
    >
      {rows.length === 0 ? (
        <p className="text-fg-muted">{failure ?? `v${from} and v${to} have the same text and settings.`}</p>
      ) : (
        <ChangedText rows={rows} labels={{ before: `v${from}`, after: `v${to}` }} className="font-mono text-12" />
      )}
      {more > 0 ? (
        <p className="mt-2 text-12 text-fg-muted">{`${formatCount(more)} more changed ${more === 1 ? "line" : "lines"}`}</p>
      ) : null}
    </SideSection>
  );
}
