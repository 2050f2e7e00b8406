import { type AppError, isAppError } from "@/lib/core/errors";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { type LoadSnippet, snippetNames } from "@/lib/template/expand";
import type { Loss } from "@/lib/template/source";
import { type PreparedContent, prepareParsed } from "../prepare";
import { parseContent, promptDescription } from "../schema";
import { type ImportNote, type IncomingPrompt, type IncomingVersion, importLimits } from "./format";
import type { ImportFormat } from "./importers";
import { pointSnippets } from "./snippet-tags";

/** A prompt of a file with its name in this workspace. */
export type NamedPrompt = IncomingPrompt & {
  file: string;
  /** Null if the file cannot be read. */
  format: ImportFormat | null;
  target: string;
  renamed: string | null;
};

/** The existing prompt with this name. */
export type KnownPrompt = {
  id: string;
  latestVersion: number;
  lastNumber: number;
  isArchived: boolean;
  /** The version live in production, which unpinned snippet tags use. */
  productionVersion: number | null;
  newest: Content | null;
  newestHash: string | null;
  /** The version numbers by content hash, of the prompt's own versions. */
  numbers: ReadonlyMap<string, number>;
};

type PlannedVersion = { prepared: PreparedContent; message: string };

/** The planned import of one prompt. */
export type PlannedPrompt = {
  /** The id of the existing prompt, or null. */
  id: string | null;
  latestVersion: number | null;
  source: string;
  file: string;
  format: ImportFormat | null;
  name: string;
  action: "create" | "update" | "unchanged" | "refused";
  description: string | null;
  tags: string[] | null;
  /** The versions to add, oldest first. Their numbers start at `firstNumber`. */
  versions: PlannedVersion[];
  firstNumber: number;
  /** An earlier version with the same content. */
  returnsTo: number | null;
  before: Content | null;
  after: Content | null;
  /** The labels in the file, with the version numbers here. An import deploys nothing. */
  proposals: { label: string; version: number }[];
  problems: ImportNote[];
  warnings: ImportNote[];
  /** Fields that are not imported, the newest version first, at most 100. `lossCount` counts those of the content. */
  losses: Loss[];
  lossCount: number;
};

export type PlanState = {
  known: ReadonlyMap<string, KnownPrompt>;
  /** Former names, with the prompts that they refer to. */
  aliases: ReadonlyMap<string, string>;
  /** Returns snippets of the workspace, loaded before. */
  load: LoadSnippet;
};

/** The numbers and contents of a snippet's versions in this workspace. */
type AssignedVersions = { bySource: Map<number, number>; contents: Map<number, Content>; newest: number };

/** Plans the import of these prompts, snippets first. Yields after each prompt, so that other work can run. Pure. */
export function* planPrompts(
  prompts: readonly NamedPrompt[],
  state: PlanState,
  hasHistory: boolean,
): Generator<PlannedPrompt> {
  const assigned = new Map<string, AssignedVersions>();
  for (const { prompt, isCycle } of inOrder(prompts)) {
    const planned = planOne(prompt, state, assigned, hasHistory);
    if (isCycle) refuse(planned, { pointer: "", message: "Its snippets include each other in a circle." });
    yield planned;
  }
}

function planOne(
  prompt: NamedPrompt,
  state: PlanState,
  assigned: Map<string, AssignedVersions>,
  hasHistory: boolean,
): PlannedPrompt {
  const existing = state.known.get(prompt.target) ?? null;
  const plan = startPlan(prompt, existing);
  if (prompt.renamed) plan.warnings.push({ pointer: "", message: prompt.renamed });
  if (existing?.isArchived)
    refuse(plan, { pointer: "", message: `${prompt.target} is archived here. Restore it first.` });
  const owner = state.aliases.get(prompt.target);
  if (owner)
    refuse(plan, { pointer: "", message: `${prompt.target} is the former name of ${owner}. Import it into a folder.` });
  if (plan.problems.length > 0) return { ...plan, action: "refused" };

  const imported = hasHistory ? prompt.versions : prompt.versions.slice(-1);
  listLosses(plan, [prompt, ...imported.toReversed()]);
  const own: AssignedVersions = { bySource: new Map(), contents: new Map(), newest: existing?.latestVersion ?? 0 };
  let lastHash = existing?.newestHash ?? null;
  for (const [index, version] of imported.entries()) {
    const isNewest = index === imported.length - 1;
    const prepared = prepareVersion(prompt.target, version, state, assigned, plan, isNewest);
    if (!prepared) continue;
    const { contentHash } = prepared;
    const earlier = existing?.numbers.get(contentHash) ?? null;
    const isHere = contentHash === lastHash || (earlier !== null && !isNewest);
    const number = isHere
      ? contentHash === lastHash
        ? own.newest
        : (earlier ?? 0)
      : plan.firstNumber + plan.versions.length;
    if (!isHere) {
      plan.versions.push({ prepared, message: version.message.slice(0, 2000) });
      if (isNewest) plan.returnsTo = earlier;
      lastHash = contentHash;
      own.newest = number;
    }
    if (isNewest) plan.after = prepared.content;
    own.contents.set(number, prepared.content);
    if (version.number !== null) own.bySource.set(version.number, number);
    for (const label of version.labels) plan.proposals.push({ label, version: number });
  }
  if (plan.problems.length > 0) return { ...plan, versions: [], proposals: [], action: "refused" };
  assigned.set(prompt.target, own);
  return { ...plan, action: plan.versions.length === 0 ? "unchanged" : existing ? "update" : "create" };
}

function startPlan(prompt: NamedPrompt, existing: KnownPrompt | null): PlannedPrompt {
  const { name, file, format, target, description, tags, problems, warnings } = prompt;
  const isFit = description === null || promptDescription.safeParse(description).success;
  return {
    id: existing?.id ?? null,
    latestVersion: existing?.latestVersion ?? null,
    source: name,
    file,
    format,
    name: target,
    action: "create" as const,
    tags,
    versions: [],
    returnsTo: null,
    description: isFit ? description : description.slice(0, 2000),
    firstNumber: (existing?.lastNumber ?? 0) + 1,
    before: existing?.newest ?? null,
    after: null,
    proposals: [],
    problems: [...problems],
    warnings: [
      ...warnings,
      ...(isFit ? [] : [{ pointer: "", message: "The description is cut at 2,000 characters." }]),
    ],
    losses: [],
    lossCount: 0,
  };
}

/** Lists lost content before the metadata of another tool's rows. */
function listLosses(plan: PlannedPrompt, parts: readonly { losses: Loss[] }[]): void {
  const all = parts.flatMap(({ losses }) => losses);
  plan.lossCount = all.filter(({ kind }) => kind === "content").length;
  const sorted = all.toSorted((one, other) => Number(one.kind === "record") - Number(other.kind === "record"));
  plan.losses = sorted.slice(0, importLimits.losses);
}

function refuse(plan: PlannedPrompt, problem: ImportNote): void {
  plan.problems.push(problem);
  Object.assign(plan, { action: "refused", versions: [], proposals: [] });
}

/** Prepares a version for saving. An invalid newest version refuses the prompt; older ones are skipped (a warning). */
function prepareVersion(
  name: string,
  version: IncomingVersion,
  state: PlanState,
  assigned: Map<string, AssignedVersions>,
  plan: PlannedPrompt,
  isNewest: boolean,
): PreparedContent | null {
  const problems = [...version.problems];
  let prepared: PreparedContent | null = null;
  if (problems.length === 0) {
    try {
      const pinned = mapPins(withKnownRole(parseContent(version.content), plan), state, assigned, plan);
      prepared = prepareParsed(pinned, loader(state, assigned), name);
    } catch (error) {
      if (!isAppError(error)) throw error;
      problems.push(...notesOf(error));
    }
  }
  if (isNewest) {
    plan.problems.push(...problems);
    plan.warnings.push(
      ...version.warnings.filter((warning) => !plan.warnings.some((each) => each.message === warning.message)),
    );
  } else if (problems[0])
    plan.warnings.push({ ...problems[0], message: `v${version.number ?? "?"} is left out: ${problems[0].message}` });
  return problems.length > 0 ? null : prepared;
}

/** Other formats have no role for a text prompt, so the text keeps its current role here. */
function withKnownRole(content: Content, { format, before }: PlannedPrompt): Content {
  const [message] = content.messages;
  const [known] = before?.type === "text" ? before.messages : [];
  if (format === "bundle" || content.type !== "text" || !message || !known) return content;
  if (isPlaceholder(message) || isPlaceholder(known) || message.role !== "user") return content;
  return { ...content, messages: [{ ...message, role: known.role }] };
}

const notesOf = (error: AppError): ImportNote[] =>
  error.errors?.map(({ pointer, message, line, column }) => ({
    pointer,
    message,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })) ?? [{ pointer: "", message: error.message }];

/** Replaces the version numbers in pins by the numbers that those versions have in this workspace. */
function mapPins(
  content: Content,
  state: PlanState,
  assigned: Map<string, AssignedVersions>,
  plan: PlannedPrompt,
): Content {
  if (!content.snippets) return content;
  const used = new Set(snippetNames(content));
  const snippets = content.snippets.flatMap(({ name, version }) => {
    if (!used.has(name)) return [];
    const own = assigned.get(name);
    const number = own ? own.bySource.get(version) : state.load(name, version)?.version;
    if (number !== undefined) return [{ name, version: number }];
    const message = `The file pins ${name} to v${version}, which is not here: the version in use is taken.`;
    if (!plan.warnings.some((warning) => warning.message === message)) plan.warnings.push({ pointer: "", message });
    return [];
  });
  const { snippets: _old, ...rest } = content;
  return snippets.length > 0 ? { ...rest, snippets } : rest;
}

function loader(state: PlanState, assigned: Map<string, AssignedVersions>): LoadSnippet {
  return (name, version) => {
    const own = assigned.get(name);
    const inUse = state.known.get(name)?.productionVersion;
    const number = version ?? (own && !inUse ? own.newest : undefined);
    const content = number === undefined ? undefined : own?.contents.get(number);
    if (content && number !== undefined) return { name, version: number, content };
    return state.load(name, version);
  };
}

/** Sorts prompts after the snippets that they include. A cycle is reported for the prompts in it. */
function inOrder(prompts: readonly NamedPrompt[]): { prompt: NamedPrompt; isCycle: boolean }[] {
  const byName = new Map(prompts.map((prompt) => [prompt.target, prompt]));
  const done = new Map<NamedPrompt, { isCycle: boolean }>();
  const open = new Set<NamedPrompt>();
  const visit = (prompt: NamedPrompt): boolean => {
    if (open.has(prompt)) return true;
    const checked = done.get(prompt);
    if (checked) return checked.isCycle;
    open.add(prompt);
    let isCycle = false;
    for (const name of new Set(prompt.versions.flatMap(({ content }) => namesIn(content)))) {
      const snippet = byName.get(name);
      if (snippet && visit(snippet)) isCycle = true;
    }
    open.delete(prompt);
    done.set(prompt, { isCycle });
    return isCycle;
  };
  for (const prompt of prompts) visit(prompt);
  return [...done].map(([prompt, { isCycle }]) => ({ prompt, isCycle }));
}

/** The snippets that a content includes. The content may be invalid. */
export function namesIn(content: unknown): string[] {
  try {
    return snippetNames(content as Content);
  } catch {
    return [];
  }
}

/** The prompts with their new names, also in snippet tags. */
export function applyNames(prompts: readonly NamedPrompt[], names: ReadonlyMap<string, string>): NamedPrompt[] {
  return prompts.map((prompt) => ({
    ...prompt,
    versions: prompt.versions.map((version) => ({ ...version, content: pointSnippets(version.content, names) })),
  }));
}
