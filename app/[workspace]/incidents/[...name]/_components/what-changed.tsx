import { promptPath } from "@/app/[workspace]/_components/paths";
import { SideSection } from "@/app/[workspace]/_components/side-section";
import { ChangedText } from "@/components/diff/changed-text";
import { TextLink } from "@/components/ui/text-link";
import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { formatCount } from "@/lib/experiments/results/figures";
import type { DiffRow } from "@/lib/registry/diff-lines";
import { toSections } from "@/lib/registry/diff-sections";
import { diffWithin, getVersionOrThrow } from "@/lib/registry/queries/versions";

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

/** `more` is the number of changed lines after the first ones. `failure` says why there is no comparison. */
type ShortChange = { rows: DiffRow[]; more: number; failure: string | null };

const shown = 4;

/** Loads the first lines that changed between two versions of a prompt. */
async function loadChange(
  actor: UserActor,
  { name, from, to }: { name: string; from: number; to: number },
): Promise<ShortChange> {
  const [before, after] = await Promise.all([getVersionOrThrow(actor, name, from), getVersionOrThrow(actor, name, to)]);
  try {
    const diff = await diffWithin(actor, before.content, after.content);
    const changed = toSections(diff).flatMap(({ rows }) => rows.filter(({ kind }) => kind !== "same"));
    return { rows: changed.slice(0, shown), more: Math.max(0, changed.length - shown), failure: null };
  } catch (error) {
    if (error instanceof AppError) return { rows: [], more: 0, failure: error.message };
    throw error;
  }
}
