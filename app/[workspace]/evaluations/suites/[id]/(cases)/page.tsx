import { notFound } from "next/navigation";
import { loadCaseFilters, toCaseFilter } from "@/app/[workspace]/evaluations/_components/filters";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { countCases, countCaseTags, listCases, listCaseVariables } from "@/lib/evaluation/suites/queries";
import { getPrompt } from "@/lib/registry/queries/prompts";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { EarlierNote } from "../_components/earlier-note";
import { loadSuite } from "../_components/load-suite";
import { Suite } from "../_components/suite";

export async function generateMetadata({ params }: PageProps<"/[workspace]/evaluations/suites/[id]">) {
  const { workspace, id } = await params;
  return { title: (await loadSuite(await requireActor(workspace), id)).name };
}

/** One suite and its cases. */
export default async function SuitePage({ params, searchParams }: PageProps<"/[workspace]/evaluations/suites/[id]">) {
  const [{ workspace, id }, filters] = await Promise.all([params, loadCaseFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const suite = await loadSuite(actor, id);
  const { revision } = toCaseFilter(filters);
  const isEarlier = revision !== undefined && revision !== suite.revision;
  if (revision !== undefined && revision > suite.revision) notFound();
  const canWrite = can(actor, "suite:write");
  const prompt = suite.prompt ? await getPrompt(actor, suite.prompt) : null;
  const [page, total, tags, used, version] = await Promise.all([
    listCases(actor, id, { ...toCaseFilter(filters), limit: 100 }),
    countCases(actor, id, toCaseFilter(filters)),
    countCaseTags(actor, id),
    listCaseVariables(actor, id),
    prompt ? getVersionOrThrow(actor, prompt.name, prompt.latestVersion) : null,
  ]);
  const content = version ? (version.expanded ?? version.content) : null;
  return (
    <Main flush>
      {suite.description ? (
        <p className="max-w-[62ch] px-6 pt-4 text-fg-muted max-md:px-4">{suite.description}</p>
      ) : null}
      {isEarlier ? (
        <EarlierNote suite={suite} revision={revision} mayChange={canWrite && suite.archivedAt === null} />
      ) : null}
      <Suite
        key={`${suite.id} ${revision ?? ""}`}
        suite={suite}
        filters={filters}
        first={page}
        total={total}
        tags={tags}
        used={used}
        content={content}
        canWrite={canWrite && !isEarlier}
      />
    </Main>
  );
}
