import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listModelOptions } from "@/lib/evaluation/models/queries";
import { loadScorers } from "@/lib/evaluation/scorers/queries";
import { listCases } from "@/lib/evaluation/suites/queries";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { loadSuite } from "../_components/load-suite";
import { ScorersView } from "./_components/scorers-view";

export async function generateMetadata({ params }: PageProps<"/[workspace]/evaluations/suites/[id]/scorers">) {
  const { workspace, id } = await params;
  return { title: `Scorers of ${(await loadSuite(await requireActor(workspace), id)).name}` };
}

/** How the answers to a suite's cases are scored. */
export default async function ScorersPage({ params }: PageProps<"/[workspace]/evaluations/suites/[id]/scorers">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const suite = await loadSuite(actor, id);
  const mayRun = can(actor, "evaluation:run");
  const [{ scorers, model }, cases] = await Promise.all([loadScorers(actor, id), listCases(actor, id, { limit: 100 })]);
  // The page does not wait for the lists of the providers.
  const models = can(actor, "connection:read") ? listModelOptions(actor) : Promise.resolve([]);
  models.catch(() => {});
  const hash = scorersHash(scorers);
  return (
    <Main flush>
      <ScorersView
        setup={{
          suiteId: id,
          cases: cases.items,
          modelUnderTest: model,
          mayRun,
          mayWrite: can(actor, "suite:write") && suite.archivedAt === null,
        }}
        saved={{ scorers, hash }}
        models={models}
      />
    </Main>
  );
}
