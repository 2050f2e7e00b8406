import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { costText, countText, durationText, largeText, unitCostText, usersText } from "@/lib/requests/figures";
import { changeOf, isOfPeople, type UsageDimension } from "@/lib/requests/usage";
import { filtersOf } from "@/lib/requests/usage-links";
import type { UsageGroup, UsageSums } from "@/lib/requests/usage-views";
import { changeWords, inSentence } from "@/lib/requests/usage-words";
import { withQuery } from "../../_components/paths";
import { RowsLink } from "../../_components/rows-link";

type Props = {
  workspace: string;
  by: UsageDimension;
  label: string;
  groups: readonly UsageGroup[];
  total: UsageSums;
  /** How many users the time had, and whether all of it is counted. Null by user and session. */
  users: { count: number; isCounted: boolean } | null;
  /** How many groups are not listed. Null if the number is unknown. */
  others: number | null;
  /**
   * The environment and time of the answers that are counted, as address parameters. Null if they are no longer kept.
   */
  time: Record<string, string> | null;
};

const shareWords = (part: number, whole: number) => `${whole > 0 ? Math.round((part / whole) * 100) : 0}\u00a0%`;

/** Lists every prompt, version, model, environment or key with its cost, or the most expensive users or sessions. */
export function UsageTable({ workspace, by, label, groups, total, users, others, time }: Props) {
  const listed = groups.reduce(
    (sum, { costUsd, interactions, inputTokens, outputTokens }) => ({
      costUsd: sum.costUsd + costUsd,
      interactions: sum.interactions + interactions,
      tokens: sum.tokens + inputTokens + outputTokens,
    }),
    { costUsd: 0, interactions: 0, tokens: 0 },
  );
  const isCompared = !isOfPeople(by);
  const isTimed = by === "prompt" || by === "version";
  const most = Math.max(...groups.map(({ costUsd }) => costUsd), Number.MIN_VALUE);
  const hidden = "max-md:hidden";
  const rowsOf = (filters: Record<string, string> = {}) =>
    time && withQuery(`/${workspace}/requests`, { ...time, ...filters });
  return (
    <div className="overflow-x-auto">
      <Table
        caption={`Cost by ${inSentence(label)}`}
        foot={
          <Row>
            <RowHead>Total</RowHead>
            <Cell end>
              <b>{costText(total.costUsd)}</b>
            </Cell>
            <Cell className={hidden} />
            {isCompared ? <Cell className={hidden} /> : null}
            <Cell end>
              <RowsLink href={rowsOf()} className="font-semibold text-fg">
                {countText(total.interactions)}
              </RowsLink>
            </Cell>
            {users === null ? null : (
              <Cell end className={hidden}>
                {usersText(users.count, users.isCounted)}
              </Cell>
            )}
            <Cell end className={hidden}>
              {unitCostText(total.interactions > 0 ? total.costUsd / total.interactions : null)}
            </Cell>
            <Cell end className={hidden}>
              {largeText(total.inputTokens + total.outputTokens)}
            </Cell>
            <Cell end className={hidden}>
              {shareWords(total.cachedTokens, total.inputTokens)}
            </Cell>
            <Cell end className={hidden}>
              <RowsLink href={total.failed > 0 ? rowsOf({ failed: "true" }) : null}>{countText(total.failed)}</RowsLink>
            </Cell>
            {isTimed ? (
              <>
                <Cell className={hidden} />
                <Cell className={hidden} />
              </>
            ) : null}
          </Row>
        }
        columns={[
          label,
          { name: "Cost", end: true },
          { name: "Share", className: `w-24 ${hidden}`, isSilent: true },
          isCompared && { name: "Change", end: true, className: hidden },
          { name: "Answers", end: true },
          users !== null && { name: "Users", end: true, className: hidden },
          { name: "Per answer", end: true, className: hidden },
          { name: "Tokens", end: true, className: hidden },
          { name: "Cached", end: true, className: hidden },
          { name: "Failed", end: true, className: hidden },
          isTimed && { name: "p50", end: true, className: hidden },
          isTimed && { name: "p95", end: true, className: hidden },
        ]}
      >
        {groups.map((group) => {
          const filters = filtersOf(by, group.name);
          const href = rowsOf(filters);
          const change = group.before === null ? null : changeOf(group.costUsd, group.before);
          return (
            <Row key={group.name}>
              <RowHead className="min-w-28 font-normal [overflow-wrap:anywhere]">
                <RowsLink href={href} className="text-fg">
                  {group.name}
                </RowsLink>
              </RowHead>
              <Cell end>{costText(group.costUsd)}</Cell>
              <Cell className={hidden}>
                <i
                  aria-hidden="true"
                  style={{ width: `${(group.costUsd / most) * 100}%` }}
                  className="block h-1.5 min-w-px rounded-sm bg-chart-6"
                />
                <span className="sr-only">{shareWords(group.costUsd, total.costUsd)}</span>
              </Cell>
              {isCompared ? (
                <Cell end className={`text-fg-muted ${hidden}`}>
                  {change === null ? "–" : changeWords(change, true)}
                </Cell>
              ) : null}
              <Cell end>
                <RowsLink href={href} className="text-fg">
                  {countText(group.interactions)}
                </RowsLink>
              </Cell>
              {users === null ? null : (
                <Cell end className={`text-fg-muted ${hidden}`}>
                  {usersText(group.users ?? 0, users.isCounted)}
                </Cell>
              )}
              <Cell end className={`text-fg-muted ${hidden}`}>
                {unitCostText(group.interactions > 0 ? group.costUsd / group.interactions : null)}
              </Cell>
              <Cell end className={`text-fg-muted ${hidden}`}>
                {largeText(group.inputTokens + group.outputTokens)}
              </Cell>
              <Cell end className={`text-fg-muted ${hidden}`}>
                {shareWords(group.cachedTokens, group.inputTokens)}
              </Cell>
              <Cell end className={`text-fg-muted ${hidden}`}>
                <RowsLink href={group.failed > 0 ? rowsOf({ ...filters, failed: "true" }) : null}>
                  {countText(group.failed)}
                </RowsLink>
              </Cell>
              {isTimed ? (
                <>
                  <Cell end className={`text-fg-muted ${hidden}`}>
                    {durationText(group.p50)}
                  </Cell>
                  <Cell end className={`text-fg-muted ${hidden}`}>
                    {durationText(group.p95)}
                  </Cell>
                </>
              ) : null}
            </Row>
          );
        })}
        {others !== 0 ? (
          <Row>
            <RowHead className="font-normal text-fg-muted">
              {others === null ? "All others" : `${countText(others)} others`}
            </RowHead>
            <Cell end>{costText(total.costUsd - listed.costUsd)}</Cell>
            <Cell className={hidden} />
            {isCompared ? <Cell className={hidden} /> : null}
            <Cell end>{countText(total.interactions - listed.interactions)}</Cell>
            <Cell end className={`text-fg-muted ${hidden}`}>
              {unitCostText((total.costUsd - listed.costUsd) / (total.interactions - listed.interactions))}
            </Cell>
            <Cell end className={`text-fg-muted ${hidden}`}>
              {largeText(total.inputTokens + total.outputTokens - listed.tokens)}
            </Cell>
            <Cell className={hidden} />
            <Cell className={hidden} />
          </Row>
        ) : null}
      </Table>
    </div>
  );
}
