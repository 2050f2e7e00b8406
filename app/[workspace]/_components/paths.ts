/** The page of a prompt: "/fernway/prompts/support/reply". */
export function promptPath(workspace: string, name: string, query: Record<string, string | number> = {}): string {
  const path = `/${workspace}/prompts/${name.split("/").map(encodeURIComponent).join("/")}`;
  return withQuery(path, query);
}

/** An address with parameters. */
export function withQuery(path: string, query: Record<string, string | number>): string {
  const params = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** How a prompt does in an environment, live. */
export function qualityPath(workspace: string, name: string, query: Record<string, string | number> = {}): string {
  return withQuery(`/${workspace}/quality/${name.split("/").map(encodeURIComponent).join("/")}`, query);
}

/** The page of an evaluation run. */
export function runPath(workspace: string, id: string): string {
  return `/${workspace}/evaluations/runs/${id}`;
}
