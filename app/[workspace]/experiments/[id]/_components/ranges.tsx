import { formatValue } from "@/lib/experiments/results/figures";

type Range = { p50: number; p95: number } | null;

/** p50 and p95 of every version on one axis from 0. */
export function Ranges({ title, rows }: { title: string; rows: readonly { name: string; range: Range }[] }) {
  const known = rows.flatMap(({ range }) => (range ? [range.p95] : []));
  if (known.length === 0) return null;
  const most = Math.max(...known) * 1.12;
  const percent = (ms: number) => `${(ms / most) * 100}%`;
  return (
    <>
      <h3 className="mt-2.5 mb-0.5 font-normal text-12 text-fg-muted">{title}</h3>
      <ul>
        {rows.map(({ name, range }, index) =>
          range ? (
            <li key={name} className="grid h-6 grid-cols-[22px_minmax(0,1fr)_112px] items-center gap-2 text-12">
              <span>{name}</span>
              <svg
                aria-hidden="true"
                width="100%"
                height="14"
                className={index === 0 ? "text-chart-6" : "text-chart-1"}
              >
                <line x1="0" x2="100%" y1="13.5" y2="13.5" className="stroke-chart-grid" />
                <line
                  x1={percent(range.p50)}
                  x2={percent(range.p95)}
                  y1="7"
                  y2="7"
                  stroke="currentColor"
                  strokeWidth="2"
                />
                <circle cx={percent(range.p50)} cy="7" r="4" fill="currentColor" />
                <svg x={percent(range.p95)} overflow="visible" aria-hidden="true">
                  <rect x="-3.5" y="3.5" width="7" height="7" fill="currentColor" />
                </svg>
              </svg>
              <span className="whitespace-nowrap text-right text-fg-muted tabular-nums">{`${formatValue("latency_p50", range.p50)} to ${formatValue("latency_p95", range.p95)}`}</span>
            </li>
          ) : null,
        )}
      </ul>
    </>
  );
}
