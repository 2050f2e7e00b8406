import { RelativeTime } from "@/components/ui/relative-time";
import type { Check } from "@/lib/operations/schema";
import { RefreshButton } from "./refresh-button";
import { headline } from "./system-words";

/** The result of the checks in one line, their time, and a button to check again. */
export function SystemHead({ at, checks }: { at: Date; checks: readonly Check[] }) {
  return (
    <div className="flex min-h-15 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0">
        <h2 className="text-14">{headline(checks)}</h2>
        <p className="text-12 text-fg-muted">
          Checked <RelativeTime ago at={at} />. <code className="font-mono">npm run doctor</code> checks the same from a
          terminal.
        </p>
      </div>
      <div className="ml-auto max-md:ml-0">
        <RefreshButton />
      </div>
    </div>
  );
}
