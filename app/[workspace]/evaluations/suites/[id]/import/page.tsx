import { redirect } from "next/navigation";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { getPromptShape } from "@/lib/evaluation/suites/transfer/queries";
import { loadSuite } from "../_components/load-suite";
import { ImportCases } from "./_components/import-cases";

export async function generateMetadata({ params }: PageProps<"/[workspace]/evaluations/suites/[id]/import">) {
  const { workspace, id } = await params;
  return { title: `Import into ${(await loadSuite(await requireActor(workspace), id)).name}` };
}

/** The import of cases: choose a file, map its columns, check, import. */
export default async function ImportCasesPage({ params }: PageProps<"/[workspace]/evaluations/suites/[id]/import">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const suite = await loadSuite(actor, id);
  if (!can(actor, "suite:write") || suite.archivedAt !== null) redirect(`/${workspace}/evaluations/suites/${id}`);
  return (
    <Main className="max-w-[1080px] pt-6">
      <ImportCases suite={suite} prompt={await getPromptShape(actor, suite.prompt)} />
    </Main>
  );
}
