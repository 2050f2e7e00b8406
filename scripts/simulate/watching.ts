import type { OnlineEvaluationView } from "@/lib/evaluation/online/queries/online-evaluations";
import type { GuardView } from "@/lib/guards/views";
import { bodyOf, type Call, must } from "./api";
import type { Flop } from "./flops";
import { Trouble } from "./options";

const environment = "production";
/** The number of answers of a new version that are scored regardless of the sample rate. */
const scoredAtOnce = 1_000;

const evaluationPath = (prompt: string) =>
  `/prompts/${encodeURIComponent(prompt)}/online-evaluations/${encodeURIComponent(environment)}`;

/** The guard of a prompt in production. Null: none. */
export async function findGuard(manage: Call, prompt: string): Promise<GuardView | null> {
  const query = `prompt=${encodeURIComponent(prompt)}&environment=${environment}`;
  const { items } = await must<{ items: GuardView[] }>("Reading its guard", manage("GET", `/guards?${query}`));
  return items[0] ?? null;
}

type Rules = Pick<
  OnlineEvaluationView,
  "isEnabled" | "sampleRate" | "minimumPerVersion" | "scorers" | "dailyBudgetUsd"
>;
const rulesOf = ({ isEnabled, sampleRate, minimumPerVersion, scorers, dailyBudgetUsd }: Rules): Rules => ({
  isEnabled,
  sampleRate,
  minimumPerVersion,
  scorers,
  dailyBudgetUsd,
});

/** The settings changed so that the story takes a minute instead of a day, as text, and how to restore them. */
export type StoryStep = { messages: string[]; undo: () => Promise<void> };

/** Ensures that enough answers of the prompt are scored. Returns its changes. */
export async function scoreEnough(manage: Call, { prompt, scorer }: Flop): Promise<StoryStep> {
  const path = evaluationPath(prompt);
  const known = await manage<OnlineEvaluationView>("GET", path);
  const save = (rules: object) => must("Saving what is scored", manage("PUT", path, rules));
  if (known.status === 404) {
    await save({ sampleRate: 1, minimumPerVersion: scoredAtOnce, scorers: [scorer] });
    const messages = [`Its answers are scored from now on ("${scorer.name}"): nothing looked at them before.`];
    return { messages, undo: async () => {} };
  }
  const before = rulesOf(bodyOf("Reading what is scored", known));
  const isThere = before.scorers.some(({ id }) => id === scorer.id);
  if (before.isEnabled && isThere && before.minimumPerVersion >= scoredAtOnce)
    return { messages: [], undo: async () => {} };
  const scorers = isThere ? before.scorers : [...before.scorers, scorer];
  await save({
    ...before,
    isEnabled: true,
    scorers,
    minimumPerVersion: Math.max(before.minimumPerVersion, scoredAtOnce),
  });
  const undo = async () => void (await save({ ...before, scorers }));
  const messages = [
    `For the story the first ${scoredAtOnce.toLocaleString("en")} answers of a version are scored, not ${before.minimumPerVersion} a day; set back at the end.`,
  ];
  return { messages: isThere ? messages : [...messages, `"${scorer.name}" scores them too.`], undo };
}

/** Ensures that a guard with rollback watches the prompt, and reports if it had none. Throws Trouble. */
export async function watchIt(
  manage: Call,
  { prompt, scorer }: Flop,
): Promise<{ guard: GuardView; messages: string[] }> {
  const known = await findGuard(manage, prompt);
  if (known && !(known.isEnabled && known.rollsBack))
    throw new Trouble(
      `The guard of ${prompt} does not roll back automatically. Let it, or name another prompt with --prompt.`,
    );
  if (known) return { guard: known, messages: [] };
  const metrics = [
    { name: `scorer:${scorer.id}`, worse: "lower" },
    { name: "completion", worse: "lower" },
  ];
  const guard = await must<GuardView>("Setting a guard", manage("POST", "/guards", { prompt, environment, metrics }));
  return { guard, messages: ["A guard watches it from now on: nobody had set one."] };
}

/** Counts the measured answers of a version, for the metric with the most. Stops at `upTo`. */
export async function countScored(manage: Call, guard: GuardView, version: number, upTo: number): Promise<number> {
  const counts = await Promise.all(
    guard.metrics.slice(0, 2).map(async ({ name }) => {
      const query = `environment=${environment}&metric=${name}&version=${version}&order=newest&limit=100`;
      const path = `/prompts/${encodeURIComponent(guard.prompt)}/scored-answers?${query}`;
      let count = 0;
      for (let cursor: string | null = ""; cursor !== null && count < upTo; ) {
        const page: { items: unknown[]; nextCursor: string | null } = await must(
          "Reading what is scored",
          manage("GET", cursor === "" ? path : `${path}&cursor=${encodeURIComponent(cursor)}`),
        );
        count += page.items.length;
        cursor = page.nextCursor;
      }
      return count;
    }),
  );
  return Math.max(...counts);
}
