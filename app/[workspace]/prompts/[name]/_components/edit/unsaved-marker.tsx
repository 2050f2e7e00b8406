import { cn } from "@/components/ui/cn";
import { type KeeperState, keepingWords } from "@/lib/editing/draft/keeper-state";

/** The number of changes since the start version, and where the draft is stored. */
export function UnsavedMarker({ changes, version, state }: { changes: number; version: number; state: KeeperState }) {
  const isCalm = ["kept", "nothing", "saving"].includes(state.keeping) && !state.isGone;
  const words = keepingWords(state);
  const isShown = changes > 0 || !isCalm;
  return (
    <span className="flex min-w-0 items-center gap-[7px] whitespace-nowrap text-12 text-fg-muted">
      {isShown ? (
        <>
          <span aria-hidden="true" data-mark="" className="size-2 shrink-0 rounded-full border-2 border-warning" />
          <span className="truncate" title={state.sentence ?? undefined}>
            <span role="status">
              {changes}
              <span className="max-[480px]:sr-only">{` ${changes === 1 ? "change" : "changes"} since v${version}`}</span>
            </span>
            {/* Announced only on a problem, because "saving" and "kept" alternate while a person types. */}
            <span
              role={isCalm ? undefined : "status"}
              className={cn(isCalm ? "max-lg:hidden" : "text-warning max-md:sr-only")}
            >
              {words ? `, ${words}` : null}
            </span>
          </span>
        </>
      ) : null}
    </span>
  );
}
