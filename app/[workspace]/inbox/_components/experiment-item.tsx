import { Flag, TriangleAlert } from "lucide-react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { WaitingExperiment } from "@/lib/experiments/queries/experiments";
import { experimentStepWords } from "../../_components/change-words";

/** An experiment in the inbox: the next step and a one-sentence result. */
export function ExperimentItem({ workspace, item }: { workspace: string; item: WaitingExperiment }) {
  const { id, name, prompt, environment, finding } = item;
  return (
    <li className="border-line border-b">
      <Link
        href={`/${workspace}/experiments/${id}`}
        className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 px-6 py-2.5 transition-colors hover:bg-surface-hover focus-visible:-outline-offset-2 max-md:px-4 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:text-fg-muted"
      >
        {finding.state === "verdict" ? <Flag aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
        <span className="min-w-0">
          <span className="block [overflow-wrap:anywhere]">
            {experimentStepWords[finding.state]} <b className="font-semibold">{name}</b>
          </span>
          <span className="block text-12 text-fg-muted [overflow-wrap:anywhere]">{finding.sentence}</span>
          <span className="mt-0.5 block text-12 text-fg-muted">{`${prompt} in ${environment}`}</span>
        </span>
        {finding.asOf ? (
          <RelativeTime at={finding.asOf} focusable={false} className="text-12 text-fg-subtle leading-5" />
        ) : null}
      </Link>
    </li>
  );
}
