import type { ModelOption } from "@/lib/evaluation/models/types";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import type { FoundSnippet } from "@/lib/registry/queries/snippets";
import type { WorkingDraftLine } from "@/lib/registry/queries/working-drafts";
import type { DraftHead } from "@/lib/registry/working-draft";
import type { Content, ModelRef } from "@/lib/template/content";
import type { Draft } from "./draft";

/** A version and its content. Changes are counted against it. */
export type Base = { version: number; content: Content };

/** A newly saved version, for a notification. */
export type NewerVersion = { version: number; author: string };

/** A newer version with its content, ready to be merged. */
export type LoadedVersion = Base & NewerVersion;

/** The data from the server for the editor. */
export type EditSetup = {
  workspace: string;
  prompt: { id: string; name: string };
  userId: string;
  /** The draft copy in the editor. Null: the prompt itself. */
  copy: Pick<DraftCopyView, "id" | "name" | "status"> | null;
  base: Base;
  latest: NewerVersion;
  /** An older version was opened on purpose. */
  isFromOlder: boolean;
  /** The person's unsaved changes on the server. */
  kept: ServerDraft | null;
  /** The shared draft in which the person takes part. The page opens with its text. Null: none, or `kept` is shown. */
  shared: { id: string; draft: Draft } | null;
  /** All of the person's drafts of this prompt, without their texts. */
  drafts: readonly WorkingDraftLine[];
  snippets: FoundSnippet[];
  snippetNames: string[];
  sampleSets: SampleSetView[];
  /** A promise, because providers may answer slowly. Empty for people who may not run anything. */
  models: Promise<ModelOption[]>;
  /** The model that replaces the prompt's own model, which is not connected. Null: its own model. */
  standIn: ModelRef | null;
  canRun: boolean;
  canKeepSamples: boolean;
  /** The number of prompts that insert this one. 101 means more than 100. */
  uses: number;
  /** Why nothing can be changed. Empty if the page already says it. Null if it can be changed. */
  readOnly: string | null;
  /** The environment to which a new version can be promoted at once. Null if the person lacks permission. */
  firstEnvironment: string | null;
  /** The hosts from which the page may load images. */
  imageHosts: readonly string[];
  /** The environments whose gate evaluates every saved version. */
  evaluatedFor: readonly string[];
};

/** The version that a draft started from, and the newest version that its author knows. */
export type Origin = { base: Base; seen: number };

/** A draft on the server, with the version it started from. `at` in milliseconds since the epoch. */
export type ServerDraft = Origin & { draft: Draft; head: DraftHead; tab: string; at: number };
