import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { getPlanBasis } from "@/lib/experiments/queries/plan-basis";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { promptName } from "@/lib/registry/schema";
import { LateExperimentForm } from "../_components/form/late-experiment-form";
import { emptyForm } from "../_components/form/plan-form";

export const metadata: Metadata = { title: "New experiment" };

/** Plans an experiment: the question, the versions, the metrics, the number of users. */
export default async function NewExperimentPage({ params, searchParams }: PageProps<"/[workspace]/experiments/new">) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const environments = (await listEnvironments(actor)).toReversed().map(({ name }) => name);
  const environment = environments.find((name) => name === query.environment) ?? environments[0] ?? "";
  const parsed = promptName.safeParse(query.prompt);
  const prompt = parsed.success ? parsed.data : "";
  const basis = prompt
    ? await getPlanBasis(actor, { prompt, environment }).catch((error: unknown) => {
        if (isAppError(error) && error.code === "not_found") return null;
        throw error;
      })
    : null;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Experiments", href: `/${workspace}/experiments` }, { label: "New experiment" }]}
        state={<span className="max-md:hidden">A draft until you start it</span>}
      />
      <Main flush>
        {can(actor, "experiment:write") ? (
          <LateExperimentForm
            workspace={workspace}
            mode={{ kind: "new" }}
            environments={environments}
            first={emptyForm(basis ? prompt : "", environment)}
            basis={basis}
          />
        ) : (
          <EmptyState plain title="Editors plan experiments">
            {`Your role, ${actor.role}, may read them.`}
          </EmptyState>
        )}
      </Main>
    </>
  );
}
