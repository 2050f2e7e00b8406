/**
 * An interaction as an application reports it: an answer of version 1 in production. `fields` adds and replaces fields.
 */
export const interactionEvent = (id: string, fields: { prompt: string; [field: string]: unknown }) => ({
  type: "interaction",
  id,
  interactionId: id,
  version: 1,
  environment: "production",
  ...fields,
});

/** Interactions of one prompt, `n` minutes before `now`. */
export function interactionsBefore(now: number) {
  const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
  const interaction = (n: number, extra: object = {}) =>
    interactionEvent(`e${n}`, {
      interactionId: `i${n}`,
      prompt: "told/often",
      at: at(n),
      userId: `u_${n % 3}`,
      completed: false,
      ...extra,
    });
  return { at, interaction };
}
