import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listRevisions } from "@/lib/evaluation/suites/revisions/queries";
import { loadSuite } from "../_components/load-suite";
import { RevisionList } from "./_components/revision-list";

export async function generateMetadata({ params }: PageProps<"/[workspace]/evaluations/suites/[id]/history">) {
  const { workspace, id } = await params;
  return { title: `History of ${(await loadSuite(await requireActor(workspace), id)).name}` };
}

/** The history of a suite's cases: what changed, by whom and when. */
export default async function HistoryPage({ params }: PageProps<"/[workspace]/evaluations/suites/[id]/history">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const suite = await loadSuite(actor, id);
  const first = await listRevisions(actor, id, { limit: 50 });
  return (
    <Main flush>
      <RevisionList suite={suite} first={first} mayChange={can(actor, "suite:write") && suite.archivedAt === null} />
    </Main>
  );
}
