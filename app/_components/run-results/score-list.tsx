import { Check, CircleHelp, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Reading } from "@/components/ui/tag";
import type { ScoreLine } from "@/lib/evaluation/comparison/score-lines";
import { scoreStateWords } from "@/lib/evaluation/comparison/words";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";

const looks: Record<ScoreLine["state"], { tone: "positive" | "negative" | "neutral" | "warning"; icon: ReactNode }> = {
  passed: { tone: "positive", icon: <Check /> },
  failed: { tone: "negative", icon: <X /> },
  invalid: { tone: "warning", icon: <CircleHelp /> },
  skipped: { tone: "neutral", icon: <Minus /> },
};

/** The result of each scorer, as plain text. A model writes the rationales, so they are not rendered as markup. */
export function ScoreList({ lines }: { lines: readonly ScoreLine[] }) {
  if (lines.length === 0) return <p className="mt-3 text-fg-muted">Nothing was scored in this answer.</p>;
  return (
    <ul aria-label="Scores" className="mt-3">
      {lines.map(({ id, dimension, state, explanation, by, raw, before }) => {
        const { tone, icon } = looks[state];
        return (
          <li
            key={id}
            className="grid grid-cols-[112px_minmax(0,1fr)_auto] gap-x-3 border-line border-b py-[7px] last:border-0 max-md:grid-cols-[1fr_auto] max-md:gap-y-0.5"
          >
            <span>
              <Reading tone={tone} icon={icon}>
                {dimensionWords[dimension].name}
              </Reading>
              <span className="sr-only"> {scoreStateWords[state]}</span>
            </span>
            <div className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere] max-md:col-span-2 max-md:row-start-2">
              {explanation}
              {before ? <p className="text-12 text-fg-muted">{before}</p> : null}
              {raw ? (
                <details className="mt-1 text-12 text-fg-muted">
                  <summary className="cursor-pointer">Response of the judge</summary>
                  <p className="mt-1 rounded-sm bg-surface-sunken px-2 py-1 font-mono">{raw}</p>
                </details>
              ) : null}
            </div>
            <span className="max-w-56 truncate text-12 text-fg-muted tabular-nums max-md:text-right" title={by}>
              {by}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
