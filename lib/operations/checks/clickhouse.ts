import { pluralize } from "@/lib/core/words";
import { type Check, type InstanceFacts, isAway } from "../schema";
import { passed, warned } from "../words";

/** Checks ClickHouse. While it is not available, events wait in PostgreSQL. */
export function checkClickHouse({ clickHouse }: InstanceFacts): Check[] {
  if (!clickHouse) return [];
  const of = { id: "clickhouse", title: "ClickHouse" };
  if (isAway(clickHouse))
    return [
      warned(
        of,
        `ClickHouse does not answer: ${clickHouse.error}`,
        "Check CLICKHOUSE_URL and the server. Until then events wait in PostgreSQL, and old requests are not listed.",
      ),
    ];
  const { version, answerMs, missing } = clickHouse;
  if (missing.length > 0)
    return [
      warned(
        of,
        `ClickHouse ${version} lacks ${pluralize(missing.length, "migration")}, first ${missing[0]}.`,
        "Start a worker with CLICKHOUSE_URL: it applies them.",
      ),
    ];
  return [passed(of, `ClickHouse ${version} answers after ${Math.max(1, Math.round(answerMs))} ms.`)];
}
