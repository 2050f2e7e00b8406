import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { emptyForm } from "@/lib/editing/plan/plan-form";
import { getPlanBasis } from "@/lib/experiments/queries/plan-basis";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { findOnlyPrompt, getPrompt } from "@/lib/registry/queries/prompts";
import { promptName } from "@/lib/registry/schema";
import { LateExperimentForm } from "../_components/form/late-experiment-form";

export const metadata: Metadata = { title: "New experiment" };

/** Plans an experiment: the question, the versions, the metrics, the number of users. */
export default async function NewExperimentPage({ params, searchParams }: PageProps<"/[workspace]/experiments/new">) {
  const [{ workspace }, query] = await Promise.all([params, searchParams]);
  const actor = await requireActor(workspace);
  const environments = (await listEnvironments(actor)).toReversed().map(({ name }) => name);
  const parsed = promptName.safeParse(query.prompt);
  const chosen = parsed.success ? await getPrompt(actor, parsed.data) : await findOnlyPrompt(actor);
  const prompt = chosen?.name ?? "";
  const isLiveIn = (name: string) => chosen?.deployments.some((live) => live.environment === name);
  // Without a choice, the last environment in which the prompt is live, because there is the traffic.
  const environment =
    environments.find((name) => name === query.environment) ?? environments.find(isLiveIn) ?? environments[0] ?? "";
  const basis = prompt
    ? await getPlanBasis(actor, { prompt, environment }).catch((error: unknown) => {
        if (isAppError(error) && error.code === "not_found") return null;
        throw error;
      })
    : null;
  return (
    <PageLayout
      crumbs={[{ label: "Experiments", href: `/${workspace}/experiments` }, { label: "New experiment" }]}
      state={<span className="max-md:hidden">A draft until you start it</span>}
      flush
    >
      {can(actor, "experiment:write") ? (
        <LateExperimentForm
          mode={{ kind: "new" }}
          environments={environments}
          first={emptyForm(basis ? prompt : "", environment)}
          basis={basis}
        />
      ) : (
        <EmptyState
          plain
          title="Planning needs the role editor"
          more={<TextLink href={`/${workspace}/experiments`}>See the experiments</TextLink>}
        >
          {`Your role, ${actor.role}, reads experiments. Ask an admin for the role editor.`}
        </EmptyState>
      )}
    </PageLayout>
  );
}
