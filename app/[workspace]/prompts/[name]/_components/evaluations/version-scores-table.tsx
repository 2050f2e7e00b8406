import { runPath } from "@/app/[workspace]/_components/paths";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Status, VersionChip } from "@/components/ui/status";
import { Cell, Column, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { VersionScores } from "@/lib/evaluation/comparison/queries/listed-runs";
import { percent } from "@/lib/evaluation/runs/figures";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import { dimensions } from "@/lib/registry/gate/dimensions";

type Props = {
  workspace: string;
  scores: readonly VersionScores[];
  /** The live versions, with the status of their environment. */
  live: readonly { version: number; status: Status }[];
};

const order: Status[] = ["production", "testing", "draft"];
const cell = "py-1.5 max-md:h-9 max-md:pr-2";

/** The last scores of each version on each suite, with the change from the previous version. */
export function VersionScoresTable({ workspace, scores, live }: Props) {
  const statusOf = (version: number) =>
    order.find((status) => live.some((one) => one.version === version && one.status === status));
  return (
    <section aria-labelledby="versions" className="max-md:overflow-x-auto">
      <h2 id="versions" className="px-6 pt-5 pb-1 text-14 max-md:px-4">
        Versions, as last evaluated
      </h2>
      <Table caption="Scores of each version on each suite, newest version first">
        <thead>
          <tr>
            <Column className="w-[110px] pl-6 max-md:w-auto max-md:pl-4">Version</Column>
            <Column className="max-md:hidden">Suite</Column>
            {dimensions.map((one) => (
              <Column key={one} end className="w-[96px] max-md:w-auto max-md:pr-2 max-md:[&:nth-child(6)]:pr-4">
                {dimensionWords[one].name}
              </Column>
            ))}
            <Column className="w-[130px] pl-6 last:pr-6 max-md:hidden">Evaluated</Column>
          </tr>
        </thead>
        <tbody>
          {scores.map((row, index) => {
            const status = statusOf(row.version);
            const before = scores.slice(index + 1).find(({ suite }) => suite.id === row.suite.id);
            return (
              <Row key={row.id}>
                <RowHead className={cn(cell, "pl-6 text-left font-normal max-md:pl-4")}>
                  <TextLink
                    href={runPath(workspace, row.id)}
                    aria-label={`v${row.version} on ${row.suite.name}`}
                    className="text-fg hover:text-fg"
                  >
                    {status ? <VersionChip number={row.version} status={status} /> : `v${row.version}`}
                  </TextLink>
                </RowHead>
                <Cell className={cn(cell, "text-fg-muted max-md:hidden")}>
                  {row.suite.name}, set {row.suite.revision}
                  {row.inconclusive ? <span className="ml-2 text-warning">no verdict</span> : null}
                </Cell>
                {dimensions.map((one) => {
                  const score = row.dimensions?.[one]?.score ?? null;
                  const was = before?.dimensions?.[one]?.score ?? null;
                  return (
                    <Cell
                      key={one}
                      end
                      className={cn(cell, "max-md:[&:nth-child(6)]:pr-4", score === null && "text-fg-subtle")}
                    >
                      {percent(score)}
                      <Change by={score === null || was === null ? 0 : score - was} />
                    </Cell>
                  );
                })}
                <Cell className={cn(cell, "pl-6 text-fg-muted last:pr-6 max-md:hidden")}>
                  <RelativeTime at={row.createdAt} />
                </Cell>
              </Row>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}

/** The change in points from the previous version. Renders nothing if it rounds to zero. */
function Change({ by }: { by: number }) {
  const points = Math.round(by * 1_000) / 10;
  if (points === 0) return null;
  return (
    <span className="block text-12 text-fg-subtle leading-4">
      {`${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}\u00a0pts`}
    </span>
  );
}
