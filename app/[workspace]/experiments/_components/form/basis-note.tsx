import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import type { PlanForm } from "@/lib/editing/plan/plan-form";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";
import { snippetNotes } from "@/lib/experiments/snippet-notes";

type Props = {
  basis: PlanBasis | null;
  isPhase: boolean;
  form: PlanForm;
};

/** The snippets that the chosen versions insert. */
function SnippetNote({ basis, form }: { basis: PlanBasis; form: PlanForm }) {
  const notes = snippetNotes(
    basis.snippets,
    form.variants.flatMap(({ version }) => version ?? []),
  );
  if (notes.length === 0) return null;
  return (
    <Callout tone="warning">
      {notes.join(" ")} A variant serves the snippet it was saved with, also when the snippet changes meanwhile.
    </Callout>
  );
}

/** What prevents a start in this environment, shown before the plan is written. */
export function BasisNote({ basis, isPhase, form }: Props) {
  const workspace = useWorkspace();
  if (!basis) return null;
  if (basis.running && !isPhase)
    return (
      <Callout tone="warning">
        <TextLink href={`/${workspace}/experiments/${basis.running.id}`}>{basis.running.name}</TextLink> runs here. You
        can plan this experiment now and start it when the other one has ended.
      </Callout>
    );
  if (basis.liveVersion === null)
    return (
      <Callout tone="warning">{`Nothing is live in ${form.environment}. Promote a version before the start.`}</Callout>
    );
  if (basis.versions.length < 2)
    return <Callout>This prompt has one version. Save another one to compare it with.</Callout>;
  return <SnippetNote basis={basis} form={form} />;
}
