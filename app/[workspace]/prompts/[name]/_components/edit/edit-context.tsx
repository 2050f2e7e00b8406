"use client";

import { createContext, type Dispatch, type RefObject, useContext } from "react";
import type { EditorHandle } from "@/components/editor/editor-types";
import type { DraftAnalysis, TextFault } from "@/lib/editing/draft/analysis";
import type { LineMarks } from "@/lib/editing/draft/changes";
import type { Draft } from "@/lib/editing/draft/draft";
import type { DraftAction } from "@/lib/editing/draft/draft-reducer";
import type { SnippetShelf } from "@/lib/editing/draft/draft-snippets";
import type { Samples } from "@/lib/editing/draft/preview";
import type { EditSetup, NewerVersion, Origin } from "@/lib/editing/draft/setup";
import type { ModelOption } from "@/lib/evaluation/models/types";
import type { ContentDiff } from "@/lib/registry/diff";
import type { PresenceView } from "@/lib/registry/queries/presences";
import type { Sampling } from "../samples/use-samples";
import type { EditorSession } from "./shared/editor-session";
import type { DraftRun } from "./use-draft-run";

/** The state that the parts of the editor share. */
export type Edit = {
  setup: EditSetup;
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  /** The analysis of the draft. It follows the draft after a short delay. */
  analysis: DraftAnalysis;
  diff: ContentDiff;
  /** Whether `analysis` and `diff` describe the current draft. */
  isSettled: boolean;
  origin: Origin;
  marks: ReadonlyMap<string, LineMarks>;
  /** Faults by place, including those that the server found. */
  faults: ReadonlyMap<string, readonly TextFault[]>;
  shelf: SnippetShelf;
  samples: Samples;
  setSample: (name: string, value: string) => void;
  /** The samples with their sets and the chat history. */
  sampling: Sampling;
  running: DraftRun;
  models: readonly ModelOption[];
  /** Shows the variables and focuses the sample of one of them. */
  showVariables: (name: string) => void;
  isReadOnly: boolean;
  /** Other people who have this prompt open. */
  others: readonly PresenceView[];
  /** The shared draft that is edited. Null for the person's own draft. */
  session: EditorSession | null;
  /** Merges the changes of a newer version into the draft. */
  bringIn: (newer: NewerVersion) => Promise<void>;
  /** The mounted editors by place, and the place of the last edit. */
  handles: RefObject<Map<string, EditorHandle>>;
  lastPlace: RefObject<string | null>;
  /** The place that gets the cursor once its editor has loaded. */
  awaited: RefObject<string | null>;
};

const Context = createContext<Edit | null>(null);

export const EditProvider = Context;

export function useEdit(): Edit {
  const edit = useContext(Context);
  if (!edit) throw new Error("useEdit is for parts of the editor.");
  return edit;
}
