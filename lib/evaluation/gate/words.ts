import type { GateResult } from "@/lib/registry/gate/result";
import { refusalWords } from "@/lib/registry/gate/words";
import type { AutomaticRefusal, Candidate } from "./automatic";

type RefusedVersion = Pick<Candidate, "liveVersion"> & { prompt: string; result: GateResult };

const sentences: Record<AutomaticRefusal, (refused: RefusedVersion) => string> = {
  already_live: ({ result }) => `v${result.version} is live in ${result.environment} already.`,
  gate_changed: ({ result }) => `The gate of ${result.environment} changed since this run was made. Run it again.`,
  not_passed: ({ result, prompt }) => refusalWords(result, prompt),
  offline_answers: ({ result }) =>
    `v${result.version} passed by answers of the offline model, because no provider is connected. Connect one and run the gate, or promote it by hand.`,
  was_live: ({ result }) =>
    `v${result.version} was live in ${result.environment} before. It does not go live again automatically.`,
  newer_is_live: ({ result, liveVersion }) =>
    `v${result.version} passed, but v${liveVersion}, which is newer, is live in ${result.environment} by now.`,
  rolled_back: ({ result }) =>
    `v${result.version} passed, but ${result.environment} was rolled back since its run was made. Promote it by hand.`,
};

/** The sentence that says why a version was not promoted automatically. Pure. */
export const automaticRefusalWords = (refusal: AutomaticRefusal, refused: RefusedVersion): string =>
  sentences[refusal](refused);
