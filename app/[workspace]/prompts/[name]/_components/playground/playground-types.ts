import type { PlaygroundColumn } from "@/lib/editing/playground/columns";
import type { VersionContent } from "@/lib/editing/playground/shared-values";
import type { ModelOption } from "@/lib/evaluation/models/types";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { VersionStatus } from "@/lib/registry/lifecycle";
import type { GivenValues } from "../samples/use-samples";

/** A version to choose from. `copy` is the name of the draft copy in which it was saved. */
export type VersionChoice = { version: number; message: string; status: VersionStatus; copy: string | null };

export type PlaygroundProps = {
  prompt: { id: string; name: string };
  columns: readonly PlaygroundColumn[];
  contents: readonly VersionContent[];
  versions: readonly VersionChoice[];
  sampleSets: readonly SampleSetView[];
  askedSamples: string | undefined;
  /** The values of a request that is repeated here. Null if there is none. */
  requestValues: GivenValues | null;
  /** A promise, because listing the providers' models takes time. */
  models: Promise<ModelOption[]>;
  role: string;
  canRun: boolean;
  canKeep: boolean;
};
