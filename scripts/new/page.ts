import { type Changes, camel, label } from "./naming";

const lastLook = '  "not-there":';

/** A page of a workspace, and its line among the pages that the journeys check. */
export function newPage(name: string): Changes {
  const id = camel(`-${name}`);
  return {
    files: {
      [`app/[workspace]/${name}/page.tsx`]: `import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { EmptyState } from "@/components/ui/empty-state";
import { requireActor } from "@/lib/auth/session";

export const metadata: Metadata = { title: "${label(name)}" };

/** Says in one line what the page is for. */
export default async function ${id}Page({ params }: PageProps<"/[workspace]/${name}">) {
  const { workspace } = await params;
  await requireActor(workspace); // who asks; queries and commands take it
  return (
    <PageLayout crumbs={[{ label: "${label(name)}" }]}>
      <EmptyState title="Nothing here yet">Say what will stand here, and what to do to see it.</EmptyState>
    </PageLayout>
  );
}
`,
    },
    edits: {
      "e2e/support/pages.ts": (current) => {
        if (!current.includes(lastLook)) throw new Error(`There is no line that begins with ${lastLook}`);
        return current.replace(lastLook, `  "${name}": "${name}",\n${lastLook}`);
      },
    },
  };
}
