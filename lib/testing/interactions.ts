/** Interactions of one prompt, `n` minutes before `now`. */
export function interactionsBefore(now: number) {
  const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
  const interaction = (n: number, extra: object = {}) => ({
    type: "interaction",
    id: `e${n}`,
    interactionId: `i${n}`,
    prompt: "told/often",
    version: 1,
    at: at(n),
    environment: "production",
    userId: `u_${n % 3}`,
    completed: false,
    ...extra,
  });
  return { at, interaction };
}
