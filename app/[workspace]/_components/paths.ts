import type { Incident } from "@/lib/guards/queries/incident";

/** The tabs of a prompt, in order. Each is a route. The editor has the prompt's own address. */
export const promptTabs = [
  "edit",
  "playground",
  "history",
  "experiments",
  "evaluations",
  "copies",
  "use",
  "uses",
  "settings",
] as const;
export type PromptTab = (typeof promptTabs)[number];
export type PromptQuery = Record<string, string | number> & { tab?: PromptTab };

/**
 * The address of a prompt: "/fernway/prompts/support/reply"; of its history:
 * "/fernway/prompts/support/reply/-/history". No part of a prompt's name can be "-", so the tab is unambiguous.
 */
export function promptPath(workspace: string, name: string, { tab = "edit", ...query }: PromptQuery = {}): string {
  const path = `/${workspace}/prompts/${name.split("/").map(encodeURIComponent).join("/")}`;
  return withQuery(tab === "edit" ? path : `${path}/-/${tab}`, query);
}

/** The name of a prompt from the segments of a route. */
export const nameOfSegments = (segments: readonly string[]) => segments.map(decodeURIComponent).join("/");

/** An address with parameters. */
export function withQuery(path: string, query: Record<string, string | number>): string {
  const params = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** The live quality of a prompt in an environment. */
export function qualityPath(workspace: string, name: string, query: Record<string, string | number> = {}): string {
  return withQuery(`/${workspace}/quality/${name.split("/").map(encodeURIComponent).join("/")}`, query);
}

/** The page about a release and what happened around it. Alerts link to it. */
export function incidentPath(
  workspace: string,
  name: string,
  query: { environment: string; revision: number } & Record<string, string | number>,
): string {
  return withQuery(`/${workspace}/incidents/${name.split("/").map(encodeURIComponent).join("/")}`, query);
}

/** The page of an evaluation run. */
export function runPath(workspace: string, id: string): string {
  return `/${workspace}/evaluations/runs/${id}`;
}

/** A session as a conversation. */
export function sessionPath(workspace: string, sessionId: string, query: Record<string, string> = {}): string {
  return withQuery(`/${workspace}/requests/sessions/${encodeURIComponent(sessionId)}`, query);
}

/** The steps of a trace. */
export function tracePath(workspace: string, traceId: string): string {
  return `/${workspace}/requests/traces/${encodeURIComponent(traceId)}`;
}

type RanExperiment = { id: string; startedAt: string | null; endedAt: string | null };

/** The requests of an experiment while it ran, to the present if it runs. */
export function experimentRequestsPath(
  workspace: string,
  { id, startedAt, endedAt }: RanExperiment,
  query: Record<string, string>,
): string {
  const time = { ...(startedAt && { from: startedAt }), ...(startedAt && endedAt && { to: endedAt }) };
  return withQuery(`/${workspace}/requests`, { experiment: id, ...query, ...time });
}

/** The page of a change request: "/fernway/changes/12". */
export function changePath(workspace: string, number: number): string {
  return `/${workspace}/changes/${number}`;
}

/** The path of a prompt's draft copies. */
export const copiesPath = (workspace: string, name: string, query: Record<string, string | number> = {}): string =>
  promptPath(workspace, name, { tab: "copies", ...query });

/** The path of one draft copy. `query` can select its merge. */
export const copyPath = (
  workspace: string,
  name: string,
  id: string,
  query: Record<string, string | number> = {},
): string => copiesPath(workspace, name, { copy: id, ...query });

/** The path of the editor for a draft copy. */
export const editCopyPath = (workspace: string, name: string, id: string): string =>
  promptPath(workspace, name, { copy: id });

/** The address of the settings of guards and scorers of a prompt in an environment. */
export const guardsPath = (workspace: string, prompt: string, environment: string): string =>
  promptPath(workspace, prompt, { tab: "settings", guards: environment });

type Released = Pick<Incident, "prompt" | "environment" | "release">;

/** The rejected answers of the released version, in groups. Each group becomes a suite with one click. */
export function rejectedPath(workspace: string, { prompt, environment, release }: Released): string {
  const groups = { environment, answers: "groups", version: release.toVersion };
  return `${qualityPath(workspace, prompt, groups)}#answers`;
}
