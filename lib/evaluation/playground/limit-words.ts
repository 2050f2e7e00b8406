/** Why a new run is refused: too many concurrent runs, or too many started within a minute. */
export type RunRefusal = { code: "at_once" | "per_minute"; limit: number; waitSeconds: number };

/** The refusal as a sentence. Pure. */
export const runRefusalWords = ({ code, limit, waitSeconds }: RunRefusal): string =>
  code === "at_once"
    ? `${limit} of your runs are under way. Wait for one, or stop it.`
    : `You may start ${limit} runs a minute. Try again in ${waitSeconds} s.`;
