/** The address parameters of the page Requests that show the requests of a note, the first of them open. Pure. */
export function mentionQuery(interactionIds: readonly string[]): Record<string, string> {
  const query: Record<string, string> = { range: "all", request: interactionIds[0] ?? "" };
  return interactionIds.length > 1 ? { ...query, ids: interactionIds.join(",") } : query;
}
