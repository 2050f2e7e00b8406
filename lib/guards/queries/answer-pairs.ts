import type { UserActor } from "@/lib/auth/actor";
import { listScoredAnswers } from "@/lib/evaluation/online/queries/scored-answers";
import { type AnswerPair, pairAnswers } from "../incident/pairs";
import type { Incident } from "./incident";

/**
 * The worst answers of the released version, each with the previous version's answer to the same question, if
 * there is one.
 */
export async function listAnswerPairs(actor: UserActor, incident: Incident): Promise<AnswerPair[]> {
  const { prompt: name, environment, metric, release } = incident;
  const before = metric?.baseline?.version ?? release.fromVersion;
  if (!metric) return [];
  const query = { name, environment, metric: metric.metric };
  const [now, earlier] = await Promise.all([
    listScoredAnswers(actor, { ...query, version: release.toVersion, order: "worst", limit: 40 }),
    before === null
      ? { items: [] }
      : listScoredAnswers(actor, { ...query, version: before, order: "newest", isFailed: false, limit: 100 }),
  ]);
  return pairAnswers(now.items, earlier.items);
}
