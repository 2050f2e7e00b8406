import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/text-link";
import type { RunPreview } from "@/lib/evaluation/runs/commands/create-run";
import { priceWords, workWords } from "./run-form";

type Props = {
  preview: RunPreview | null;
  isAsking: boolean;
  /** Selects the offline model, which needs no connection. */
  onOffline: () => void;
};

/** The estimate of the evaluation: its size, its cost, and warnings. */
export function RunPlanNote({ preview, isAsking, onOffline }: Props) {
  return (
    <div className="grid gap-2" aria-busy={isAsking}>
      <div role="status" className="min-h-11 rounded-md bg-surface-sunken px-3 py-2 tabular-nums">
        {preview ? (
          <>
            <p>{workWords(preview)}</p>
            <p className="text-12 text-fg-muted">
              {priceWords(preview)}
              {preview.hasBaseline ? ", and as much for the other version if it was not evaluated yet" : ""}
            </p>
          </>
        ) : (
          <p className="text-fg-muted">{isAsking ? "Counting cases and cost" : "Choose what to evaluate."}</p>
        )}
      </div>
      {preview?.warnings.map((warning, index) => (
        <Callout
          key={warning}
          tone="warning"
          action={
            index === 0 && !preview.isConnected ? (
              <LinkButton onClick={onOffline}>Try it with the offline model</LinkButton>
            ) : null
          }
        >
          {warning}
        </Callout>
      ))}
    </div>
  );
}
