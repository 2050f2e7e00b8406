import type { Prisma } from "@/lib/core/generated/prisma/client";
import { mulberry32, normalSample } from "@/lib/experiments/statistics";
import { markReason, reasonNumbers } from "@/lib/telemetry/interaction-mark";
import { type DemoKeys, keysOf } from "./applications";
import type { DemoExperiment } from "./experiment-plans";
import { finishedBy, type Shopper } from "./experiment-traffic";
import { batchOf } from "./kept";
import { idAt } from "./live/samples";
import { answerTime, cachedTokens, tokenPrice, usualCall } from "./usual-calls";

/** An answer that an experiment gave. */
type Answer = {
  id: string;
  user: string;
  version: number;
  at: string;
  completed: boolean;
  refused: boolean;
  violation: boolean;
  /** Null without thumbs. */
  up: boolean | null;
  again: boolean;
  costUsd: number;
  latencyMs: number;
  ttftMs: number;
};

/**
 * Returns the answers that shoppers got: as many, and with the same outcomes, as the shoppers count, and each before
 * the next of the instants `counted` at which the shopper was counted. Pure.
 */
export function answersOf(demo: DemoExperiment, shoppers: readonly Shopper[], counted: readonly Date[]): Answer[] {
  const random = mulberry32(demo.seed + 4_000);
  const variants = demo.plan.variants.map(({ key, version }, index) => ({ key, version, how: demo.behaviours[index] }));
  const [begins, usual] = [answerTime.begins, usualCall(demo.prompt).output * answerTime.perToken];
  const spread = ([p50, p95]: readonly [number, number]) =>
    Math.round(p50 * Math.exp((Math.log(p95 / p50) / 1.645) * normalSample(random)));
  return shoppers.flatMap((one): Answer[] => {
    const { version = 1, how } = variants.find(({ key }) => key === one.variant) ?? {};
    const first = one.exposedAt.getTime();
    const end = counted.find((at) => at.getTime() > first)?.getTime() ?? first;
    const span = Math.max(0, end - first - 100);
    const times = Array.from({ length: one.answers }, (_, use) => first + (use === 0 ? 0 : span * random() ** 2));
    return times
      .toSorted((a, b) => a - b)
      .map((at, use) => ({
        id: markReason(idAt(at, random), "experiment"),
        user: one.unitId,
        version,
        at: new Date(Math.floor(at)).toISOString(),
        completed: finishedBy(one, use + 1) > finishedBy(one, use),
        refused: use < one.refusals,
        violation: use < one.violations,
        up: use < one.thumbsGiven ? use < one.thumbsUp : null,
        again: use < one.askedAgain,
        costUsd: one.costUsd / one.answers,
        latencyMs: spread(how?.latencyMs ?? [begins + usual, 2.2 * (begins + usual)]),
        ttftMs: spread(how?.ttftMs ?? [380, 840]),
      }));
  });
}

type AnswerPlace = { workspaceId: string; environmentId: string; promptId: string; name: string; keys: DemoKeys };

/** Inserts answers of an experiment with their feedback. */
export async function insertAnswers(
  tx: Prisma.TransactionClient,
  { workspaceId, environmentId, promptId, name, keys }: AnswerPlace,
  answers: readonly Answer[],
): Promise<void> {
  const { web, app } = keysOf(name, keys);
  const { input, output } = usualCall(name);
  const usualUsd = (input * tokenPrice.input + output * tokenPrice.output) / 1e6;
  const batch = batchOf(workspaceId);
  await tx.$executeRaw`
    with r as materialized (
      select *, abs(hashtext("user")) as chance
      from json_to_recordset(${JSON.stringify(answers)}::json) as r (id text, "user" text, version int, at timestamptz,
        completed boolean, refused boolean, violation boolean, up boolean, again boolean, "costUsd" float8,
        "latencyMs" float8, "ttftMs" float8)),
    said as (
      insert into feedback (at, batch_id, workspace_id, thumbs_up, regenerated, id, interaction_id)
      select least(at + interval '40 seconds', now()), ${batch}::bigint, ${workspaceId}::uuid, up, nullif(again, false), id || '-said', id
      from r where up is not null or again)
    insert into interactions (at, batch_id, workspace_id, prompt_id, environment_id, version, reason, completed, refused,
      violation, has_content, latency_ms, ttft_ms, cost_usd, input_tokens, output_tokens, cached_tokens, id,
      interaction_id, user_id, session_id, model, attributes, key_id)
    select r.at, ${batch}::bigint, ${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, r.version,
      ${reasonNumbers.experiment}::int, completed, refused, violation, true, "latencyMs", "ttftMs", "costUsd",
      round(${input}::int * least(3, "costUsd" / ${usualUsd}::float8)), round(${output}::int * least(3, "costUsd" / ${usualUsd}::float8)),
      ${cachedTokens("r.id", `${input} * least(3, "costUsd" / ${usualUsd})`)}, r.id, r.id, "user", 's_' || left(md5("user"), 6), v.content -> 'model' ->> 'name',
      jsonb_build_object('country', (array['DE', 'DE', 'NO', 'AT', 'SE', 'DK'])[1 + chance % 6],
        'channel', (array['web', 'web', 'app'])[1 + chance % 3]),
      case when chance % 3 = 2 then ${app ?? web}::uuid else ${web}::uuid end
    from r join versions v on v.prompt_id = ${promptId}::uuid and v.number = r.version`;
}
