import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LateExperimentForm } from "@/app/[workspace]/experiments/_components/form/late-experiment-form";
import { PageLayout } from "@/components/layout/page-layout";
import { can } from "@/lib/auth/authorize";
import { formOf } from "@/lib/editing/plan/plan-form";
import { getPlanBasis } from "@/lib/experiments/queries/plan-basis";
import { findExperiment } from "../../_components/find-experiment";

export const metadata: Metadata = { title: "Change the plan" };

/** Edits a draft, or plans the next phase of a running experiment. */
export default async function PlanPage({ params }: PageProps<"/[workspace]/experiments/[id]/plan/edit">) {
  const { workspace, id } = await params;
  const { actor, view } = await findExperiment(workspace, id);
  const isDraft = view.status === "draft";
  const home = `/${workspace}/experiments/${id}`;
  if (!can(actor, "experiment:write") || !(isDraft || view.status === "running")) redirect(home);
  const basis = await getPlanBasis(actor, view);
  return (
    <PageLayout
      crumbs={[
        { label: "Experiments", href: `/${workspace}/experiments` },
        { label: view.name, href: home },
        { label: isDraft ? "Plan" : "New phase" },
      ]}
      state={
        <span className="max-md:hidden">{isDraft ? "A draft until you start it" : `Phase ${view.phase} runs`}</span>
      }
      flush
    >
      <LateExperimentForm
        mode={{ kind: isDraft ? "draft" : "phase", id }}
        environments={[view.environment]}
        first={formOf(view)}
        basis={basis}
        canOverride={can(actor, "release:override")}
      />
    </PageLayout>
  );
}
