import { copiesPath, copyPath } from "@/app/[workspace]/_components/paths";
import { Avatar } from "@/components/ui/avatar";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import type { DraftCopyStatus } from "@/lib/core/generated/prisma/enums";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { apartWords } from "@/lib/registry/draft-copy-words";
import { listDraftCopies } from "@/lib/registry/queries/draft-copies";
import { listVersions } from "@/lib/registry/queries/versions";
import type { TabProps } from "../open-prompt";
import { NewCopy } from "./new-copy";

const states: { id: DraftCopyStatus; label: string; none: string }[] = [
  { id: "open", label: "Open", none: "No copy is open" },
  { id: "merged", label: "Merged", none: "No copy was merged yet" },
  { id: "closed", label: "Closed", none: "No copy was closed" },
];

function Row({ copy, workspace }: { copy: DraftCopyView; workspace: string }) {
  const { id, name, prompt, description, baseVersion, createdBy, updatedAt } = copy;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_220px_160px_56px] items-center gap-x-4 border-line border-b px-6 py-2.5 hover:bg-surface-hover max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-4">
      <div className="min-w-0">
        <Link
          href={copyPath(workspace, prompt, id)}
          className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
        >
          {name}
        </Link>
        <p className="truncate text-fg-muted">{description || `From v${baseVersion}`}</p>
      </div>
      <p className="text-fg-muted max-md:order-3 max-md:text-12">{apartWords(copy)}</p>
      <p className="flex min-w-0 items-center gap-2 text-fg-muted max-md:hidden">
        <Avatar name={createdBy.name} size={20} silent />
        <span className="truncate">{createdBy.name}</span>
      </p>
      <span className="text-right text-12 text-fg-subtle">
        <RelativeTime at={updatedAt} />
      </span>
    </li>
  );
}

/** The draft copies of the prompt in one state. If there are none, explains what copies are for. */
export async function CopyList({ actor, workspace, prompt, query }: TabProps) {
  const { name } = prompt;
  const state = states.find(({ id }) => id === query.state) ?? {
    id: "open" as const,
    label: "Open",
    none: "No copy is open",
  };
  const cursor = typeof query.cursor === "string" ? query.cursor : undefined;
  const [copies, any, versions] = await Promise.all([
    listDraftCopies(actor, name, { limit: 50, cursor, status: state.id }),
    listDraftCopies(actor, name, { limit: 1 }),
    listVersions(actor, name, { limit: 50 }),
  ]);
  const refusal = !can(actor, "prompt:write")
    ? `Your role, ${actor.role}, can only read`
    : prompt.archivedAt
      ? "Restore the prompt first"
      : null;
  const newCopy = (variant: "primary" | "default") => (
    <NewCopy
      name={name}
      refusal={refusal}
      variant={variant}
      latest={prompt.latestVersion}
      versions={versions.items.map(({ version, message, draftCopy }) => ({
        version,
        message,
        copy: draftCopy?.name ?? null,
      }))}
    />
  );
  if (any.items.length === 0)
    return (
      <EmptyState title="Try something without changing the prompt" action={newCopy("primary")}>
        A draft copy starts from any version and has its own versions. Compare it with the prompt, share it, then merge
        it back. Changes that others made meanwhile are kept.
      </EmptyState>
    );
  return (
    <>
      <div className="flex min-h-12 flex-wrap items-center gap-2 border-line border-b px-6 py-2 max-md:px-4">
        <h2 className="sr-only">Draft copies</h2>
        <SegmentedLinks
          label="State"
          items={states.map(({ id, label }) => ({
            label,
            href: copiesPath(workspace, name, id === "open" ? {} : { state: id }),
            current: id === state.id,
          }))}
        />
        <div className="ml-auto">{newCopy("default")}</div>
      </div>
      {copies.items.length > 0 ? (
        <ul aria-label={`${state.label} draft copies`}>
          {copies.items.map((copy) => (
            <Row key={copy.id} copy={copy} workspace={workspace} />
          ))}
        </ul>
      ) : (
        <EmptyState plain title={state.none}>
          {state.id === "open"
            ? "Create one to try something without changing the prompt."
            : "Use the filter to see copies with another state."}
        </EmptyState>
      )}
      {copies.nextCursor ? (
        <p className="px-6 py-3 max-md:px-4">
          <TextLink href={copiesPath(workspace, name, { state: state.id, cursor: copies.nextCursor })}>
            Older copies
          </TextLink>
        </p>
      ) : null}
    </>
  );
}
