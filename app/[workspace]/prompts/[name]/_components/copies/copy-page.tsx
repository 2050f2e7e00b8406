import { partOf } from "@/components/diff/part";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedLinks } from "@/components/ui/segmented";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { diffVersions, listVersions } from "@/lib/registry/queries/versions";
import { toSections } from "../history/diff-sections";
import { VersionDiff } from "../history/version-diff";
import type { TabProps } from "../open-prompt";
import { CopyHead } from "./copy-head";
import { copyPath } from "./copy-paths";
import { CopyVersions } from "./copy-versions";
import { behindWords, hasOwnChanges } from "./copy-words";

/** The page of one draft copy: its description, its versions, and its changes. */
export async function CopyPage({ actor, workspace, prompt, query, copy }: TabProps & { copy: DraftCopyView }) {
  const { name, latestVersion } = prompt;
  const { id, baseVersion, headVersion, status, behind } = copy;
  const isAgainstNow = query.against === "now" && behind > 0;
  const from = isAgainstNow ? latestVersion : baseVersion;
  const [versions, diff] = await Promise.all([
    listVersions(actor, name, { limit: 50, draftCopy: id }),
    diffVersions(actor, name, from, headVersion),
  ]);
  const mayWrite = can(actor, "prompt:write") && prompt.archivedAt === null;
  const words = status === "open" ? behindWords(copy, latestVersion) : null;
  const here = (query: Record<string, string>) => copyPath(workspace, name, id, query);
  return (
    <>
      <CopyHead workspace={workspace} copy={copy} mayWrite={mayWrite} />
      {words ? (
        <Callout
          className="mx-6 mb-3 max-md:mx-4"
          action={
            mayWrite ? (
              <TextLink href={here({ view: "merge", into: "copy" })}>{`Merge v${latestVersion}`}</TextLink>
            ) : null
          }
        >
          {words}
        </Callout>
      ) : null}
      <div className="grid flex-1 grid-cols-[292px_minmax(0,1fr)] border-line border-t max-md:block md:max-lg:grid-cols-[236px_minmax(0,1fr)]">
        <CopyVersions workspace={workspace} name={name} baseVersion={baseVersion} versions={versions.items} />
        <VersionDiff
          key={`${from} ${headVersion}`}
          label={`What ${copy.name} changes`}
          layout="auto"
          part={partOf(diff.isSame ? [] : toSections(diff))}
          compared={{ workspace, name, from, to: headVersion }}
          head={
            <h2 className="px-2 text-14 max-md:px-1">
              {isAgainstNow ? `v${headVersion} against v${latestVersion}` : `What it changes since v${baseVersion}`}
            </h2>
          }
          headEnd={
            <>
              <span className="truncate text-12 text-fg-muted max-md:w-full max-md:px-2">
                {diff.isSame ? "" : diff.summary}
              </span>
              {behind > 0 && status !== "merged" ? (
                <SegmentedLinks
                  label="Compared with"
                  className="max-md:w-full"
                  items={[
                    { label: `Since v${baseVersion}`, href: here({}), current: !isAgainstNow },
                    { label: `Against v${latestVersion}`, href: here({ against: "now" }), current: isAgainstNow },
                  ]}
                />
              ) : null}
            </>
          }
          empty={
            diff.isSame ? (
              <EmptyState plain title={hasOwnChanges(copy) ? "Both are the same" : "Nothing was saved in it yet"}>
                {hasOwnChanges(copy)
                  ? "All messages, variables and settings are the same."
                  : `It is identical to v${headVersion}. Every save creates a version of the copy. The prompt does not change.`}
              </EmptyState>
            ) : null
          }
        />
      </div>
    </>
  );
}
