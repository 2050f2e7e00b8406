import { copyPath, promptPath } from "@/app/[workspace]/_components/paths";
import { partOf } from "@/components/diff/part";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { toSections } from "@/lib/registry/diff-sections";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { behindWords, hasOwnChanges } from "@/lib/registry/draft-copy-words";
import { diffVersions, listVersions, type VersionView } from "@/lib/registry/queries/versions";
import { VersionDiff } from "../history/version-diff";
import type { TabProps } from "../open-prompt";
import { CopyHead } from "./copy-head";

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
      <CopyHead copy={copy} mayWrite={mayWrite} />
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

type Props = { workspace: string; name: string; baseVersion: number; versions: readonly VersionView[] };

/** The versions saved in a draft copy, newest first. Each links to its changes. */
function CopyVersions({ workspace, name, baseVersion, versions }: Props) {
  const compare = (from: number, to: number) => promptPath(workspace, name, { tab: "history", from, to });
  return (
    <section
      aria-label="Versions of the copy"
      className="border-line border-r pb-6 max-md:border-r-0 max-md:border-b max-md:pb-2"
    >
      <h2 className="flex h-12 items-center px-6 text-14 max-md:px-4">
        Versions <span className="ml-1 font-normal text-fg-muted tabular-nums">{versions.length}</span>
      </h2>
      <ol>
        {versions.map(({ id, version, message, author, createdAt, parentVersion, mergedVersion }) => (
          <li key={id} className="relative border-line border-t px-6 py-2 hover:bg-surface-hover max-md:px-4">
            <span className="float-right text-12 text-fg-subtle leading-5">
              <RelativeTime at={createdAt} />
            </span>
            <Link
              href={compare(parentVersion ?? baseVersion, version)}
              className="block after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
            >
              <b>v{version}</b>
              <span className="mt-px line-clamp-3 leading-[18px]">{message || "No message"}</span>
            </Link>
            <span className="block text-12 text-fg-muted">
              {author.name}
              {mergedVersion === null ? "" : `, merges v${mergedVersion}`}
            </span>
          </li>
        ))}
      </ol>
      <p className="border-line border-t px-6 py-2.5 text-fg-muted max-md:px-4">
        Shares{" "}
        <TextLink href={promptPath(workspace, name, { tab: "history", to: baseVersion })}>{`v${baseVersion}`}</TextLink>{" "}
        with the prompt
      </p>
    </section>
  );
}
