import type { ModelOption } from "@/lib/evaluation/models/types";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { VersionStatus } from "@/lib/registry/lifecycle";
import type { Content } from "@/lib/template/content";
import type { GivenValues } from "../samples/use-samples";
import type { PlaygroundColumn } from "./columns";

/** A version's content with its snippets put in. */
export type VersionContent = { version: number; content: Content };

/** A version one may choose; `copy` names the draft copy it was saved in. */
export type VersionChoice = { version: number; message: string; status: VersionStatus; copy: string | null };

export type PlaygroundProps = {
  workspace: string;
  prompt: { id: string; name: string };
  columns: readonly PlaygroundColumn[];
  contents: readonly VersionContent[];
  versions: readonly VersionChoice[];
  sampleSets: readonly SampleSetView[];
  askedSamples: string | undefined;
  /** What a request was filled with, when it is tried again here. */
  given: GivenValues | null;
  /** On its way: providers may take a moment to say what they have. */
  models: Promise<ModelOption[]>;
  role: string;
  canRun: boolean;
  canKeep: boolean;
};
