import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { countCaseTags, getSuite, listCases } from "@/lib/evaluation/suites/queries";
import { getPrompt } from "@/lib/registry/queries/prompts";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { loadCaseFilters, serializeCaseFilters, toCaseFilter } from "../../_components/filters";
import { Suite } from "./_components/suite";
import { SuiteState } from "./_components/suite-state";

type Props = { params: Promise<{ workspace: string; id: string }>; searchParams: Promise<SearchParams> };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function load({ params }: Props) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const suite = uuid.test(id) ? await getSuite(actor, id) : null;
  if (!suite) notFound();
  return { workspace, actor, suite };
}

export async function generateMetadata(props: Props) {
  return { title: (await load(props)).suite.name };
}

/** One suite and its cases. */
export default async function SuitePage(props: Props) {
  const [{ workspace, id }, filters] = await Promise.all([props.params, loadCaseFilters(props.searchParams)]);
  const actor = await requireActor(workspace);
  const { suite } = await load(props);
  const prompt = suite.prompt ? await getPrompt(actor, suite.prompt) : null;
  const [page, tags, version] = await Promise.all([
    listCases(actor, id, { ...toCaseFilter(filters), limit: 50 }),
    countCaseTags(actor, id),
    prompt ? getVersionOrThrow(actor, prompt.name, prompt.latestVersion) : null,
  ]);
  const content = version ? (version.expanded ?? version.content) : null;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Evaluations", href: `/${workspace}/evaluations` }, { label: suite.name }]}
        state={<SuiteState workspace={workspace} suite={suite} />}
        actions={<div id="suite-actions" className="contents" />}
      />
      <Main flush>
        <Suite
          key={`${suite.id} ${serializeCaseFilters(filters)}`}
          workspace={workspace}
          suite={suite}
          filters={filters}
          first={page}
          tags={tags}
          content={content}
          canWrite={can(actor, "suite:write")}
        />
      </Main>
    </>
  );
}
