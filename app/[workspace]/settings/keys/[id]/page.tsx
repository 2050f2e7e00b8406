import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Main } from "@/components/layout/main";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";
import { getApiKey } from "@/lib/auth/queries/key-details";
import { apiKeyIdInput } from "@/lib/auth/schema";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { NoAccess } from "../../_components/no-access";
import { Section } from "../../_components/section";
import { RightsTable } from "./_components/rights-table";

export const metadata: Metadata = { title: "API key" };

const statusWords = { active: "Active", expired: "Expired", revoked: "Revoked" };

/** One API key: its rights and uses, the responsible person, and the keys that depend on it. */
export default async function KeyPage({ params }: PageProps<"/[workspace]/settings/keys/[id]">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "key:read")) return <NoAccess title="Only admins and owners see API keys" role={actor.role} />;
  if (!apiKeyIdInput.safeParse({ id }).success) notFound();
  const key = await getApiKey(actor, { id }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  });
  const base = `/${workspace}/settings/keys`;
  return (
    <Main>
      <header className="border-line border-b py-5">
        <p className="mb-1 text-12">
          <TextLink href={base}>API keys</TextLink>
        </p>
        <h2 className="flex items-center gap-2.5 text-18">
          {key.name} <Tag tone={key.status === "active" ? "positive" : "negative"}>{statusWords[key.status]}</Tag>
        </h2>
        <p className="mt-1 text-fg-muted">
          <code>{key.prefix}…</code>, {key.environments === "all" ? "every environment" : key.environments.join(", ")},{" "}
          {key.lastUsedAt ? (
            <>
              last used <RelativeTime at={key.lastUsedAt} ago />
            </>
          ) : (
            "never used"
          )}
        </p>
      </header>
      <Section title="Rights" help="What the key can do, and its last use of each right, to the minute.">
        <RightsTable id={key.id} uses={key.uses} wide={key.wideRights} isActive={key.status === "active"} />
      </Section>
      <Section title="Keys it created" help="They are revoked with this key, unless you keep them.">
        <DependentTable base={base} keys={key.dependents} />
      </Section>
      <Section title="Origin">
        <dl className="grid max-w-xl grid-cols-[120px_minmax(0,1fr)] gap-y-1.5">
          <dt className="text-fg-muted">Owner</dt>
          <dd>{key.owner ? `${key.owner.name}, ${key.owner.email}` : "Nobody. An admin can revoke it."}</dd>
          <dt className="text-fg-muted">Created by</dt>
          <dd>
            {key.createdBy}, <RelativeTime at={key.createdAt} />
            {key.parentKeyId ? (
              <>
                , <TextLink href={`${base}/${key.parentKeyId}`}>a key</TextLink>
              </>
            ) : null}
          </dd>
          <dt className="text-fg-muted">Ends</dt>
          <dd>{key.expiresAt ? <RelativeTime at={key.expiresAt} /> : "when it is revoked"}</dd>
          {key.rotatedFrom ? (
            <>
              <dt className="text-fg-muted">Replaces</dt>
              <dd>
                <TextLink href={`${base}/${key.rotatedFrom}`}>the key before</TextLink>
              </dd>
            </>
          ) : null}
        </dl>
      </Section>
    </Main>
  );
}

/** The active keys that a key created. */
function DependentTable({ base, keys }: { base: string; keys: readonly ApiKeyView[] }) {
  if (keys.length === 0) return <p className="text-fg-muted">None.</p>;
  return (
    <Table
      caption="Keys it created, newest first"
      className="table-fixed"
      columns={["Name", { name: "Rights", className: "w-24" }, { name: "Last used", className: "w-28" }]}
    >
      {keys.map((key) => (
        <Row key={key.id}>
          <RowHead className="truncate">
            <TextLink href={`${base}/${key.id}`}>{key.name}</TextLink>
          </RowHead>
          <Cell>{key.rights.length}</Cell>
          <Cell className="text-fg-muted">{key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : "never"}</Cell>
        </Row>
      ))}
    </Table>
  );
}
