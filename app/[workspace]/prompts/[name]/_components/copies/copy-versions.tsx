import { promptPath } from "@/app/[workspace]/_components/paths";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { VersionView } from "@/lib/registry/queries/versions";

type Props = { workspace: string; name: string; baseVersion: number; versions: readonly VersionView[] };

/** The versions saved in a draft copy, newest first. Each links to its changes. */
export function CopyVersions({ workspace, name, baseVersion, versions }: Props) {
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
              <RelativeTime at={createdAt} focusable={false} />
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
