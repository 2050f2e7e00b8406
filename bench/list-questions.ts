/** The queries of the list of requests, one filter after another, for either store. */
import type { Owner } from "./in-turn";

const goalMs = 300;

/** The prompts and environments in the filters. */
export const requestPrompts = {
  environments: ["production", "staging"],
  prompts: Array.from({ length: 20 }, (_, n) => `bench/p${n}`),
};

const filters: Record<string, (run: number) => Record<string, string>> = {
  "the newest": () => ({}),
  "of a prompt in staging": (run) => ({ prompt: `bench/p${run % 20}`, environment: "staging" }),
  "of a user": (run) => ({ userId: `u_${run * 17}` }),
  "of a session": (run) => ({ sessionId: `s_${run * 1_000}` }),
  "of a trace": (run) => ({ traceId: `t_${run * 10_000}` }),
  "with an attribute of one in 20,000": (run) => ({ attribute: `tenant:t${run * 11}` }),
  "of a model": () => ({ model: "gpt-4.1-mini" }),
  "that failed": () => ({ failed: "true" }),
  "with thumbs down": () => ({ thumbs: "down" }),
  "scored below 0.2": () => ({ scoreBelow: "0.2" }),
  "slower than 1,190 ms": () => ({ minLatencyMs: "1190" }),
  "dearer than any": () => ({ minCostUsd: "1" }),
  "that say a word of one in five": () => ({ search: "order" }),
  "that say what none says": () => ({ search: "never said by anybody" }),
  "of a day a month ago": (run) => {
    const to = Date.now() - (30 + (run % 20)) * 86_400_000;
    return { from: new Date(to - 86_400_000).toISOString(), to: new Date(to).toISOString() };
  },
};

export async function listQuestions() {
  const { listRequests } = await import("@/lib/requests/queries/requests");
  return Object.entries(filters).map(([name, filter]) => ({
    what: `requests ${name}`,
    goalMs,
    read: async (actor: Owner, run: number) => {
      const { items, searchedTo, isPartial } = await listRequests(actor, { ...filter(run), limit: 50 });
      if (isPartial) throw new Error("ClickHouse was not asked, or did not answer in time.");
      const back = searchedTo ? Math.round((Date.now() - Date.parse(searchedTo)) / 86_400_000) : null;
      return `; ${items.length} found${back === null ? "" : `, searched back ${back} days`}`;
    },
  }));
}
