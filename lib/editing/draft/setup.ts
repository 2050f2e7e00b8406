import type { ModelOption } from "@/lib/evaluation/models/types";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import type { FoundSnippet } from "@/lib/registry/queries/snippets";
import type { WorkingDraftLine } from "@/lib/registry/queries/working-drafts";
import type { DraftHead } from "@/lib/registry/working-draft";
import type { Content } from "@/lib/template/content";
import type { Draft } from "./draft";

/** A version and its content: what the edits are counted against. */
export type Base = { version: number; content: Content };

/** A version somebody saved, as news. */
export type NewerVersion = { version: number; author: string };

/** The same with its content, ready to be brought in. */
export type LoadedVersion = Base & NewerVersion;

/** What the server gives the editor. */
export type EditSetup = {
  workspace: string;
  prompt: { id: string; name: string };
  userId: string;
  /** The draft copy that is edited; null is the prompt itself. */
  copy: Pick<DraftCopyView, "id" | "name" | "status"> | null;
  base: Base;
  latest: NewerVersion;
  /** An older version was asked for on purpose. */
  isFromOlder: boolean;
  /** What this person had not saved, as the server keeps it. */
  kept: ServerDraft | null;
  /** Every draft of theirs here, without the texts. */
  drafts: readonly WorkingDraftLine[];
  snippets: FoundSnippet[];
  snippetNames: string[];
  sampleSets: SampleSetView[];
  /** On its way: providers may take a moment to say what they have. Empty for those who may not run anything. */
  models: Promise<ModelOption[]>;
  /** What runs in place of the prompt's own model, which is not connected; null: its own. */
  standIn: { provider: string; name: string } | null;
  canRun: boolean;
  canKeepSamples: boolean;
  /** How many other prompts put this one in; 101 is more than 100. */
  uses: number;
  /** Why nothing can be changed here, empty where the page says it already; null when it can. */
  readOnly: string | null;
  /** The environment a new version can go to at once; null when the person may not. */
  firstEnvironment: string | null;
  /** The hosts whose images the page may load. */
  imageHosts: readonly string[];
  /** The environments whose gate evaluates every version as it is saved. */
  evaluatedFor: readonly string[];
};

/** What a draft started from, and the newest version its author knows. */
export type Origin = { base: Base; seen: number };

/** A draft as the server holds it, with the version it started from; `at` in milliseconds since the epoch. */
export type ServerDraft = Origin & { draft: Draft; head: DraftHead; tab: string; at: number };
