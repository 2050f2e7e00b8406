import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { pullSources } from "@/lib/registry/pull/sources";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { importers } from "@/lib/registry/transfer/importers";
import { ImportView } from "./_components/import-view";

export const metadata: Metadata = { title: "Import" };

/** Imports prompts from files. First shows what will change, then imports. */
export default async function ImportPage({ params }: PageProps<"/[workspace]/import">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const environments = await listEnvironments(actor);
  const formats = importers.map(({ format, label, reads, endings }) => ({ format, label, reads, endings }));
  const tools = pullSources.map(({ tool, label, host, keys }) => ({ tool, label, host, keys }));
  return (
    <PageLayout crumbs={[{ label: "Prompts", href: `/${workspace}/prompts` }, { label: "Import" }]} flush>
      {can(actor, "prompt:write") ? (
        <ImportView environments={environments.map(({ name }) => name)} formats={formats} tools={tools} />
      ) : (
        <EmptyState
          plain
          title="Importing needs the role editor"
          action={<TextLink href={`/${workspace}/prompts`}>See the prompts</TextLink>}
        >
          Your role, {actor.role}, reads prompts. Ask an admin for the role editor.
        </EmptyState>
      )}
    </PageLayout>
  );
}
