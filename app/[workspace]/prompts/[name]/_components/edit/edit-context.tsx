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
import type { SharedSession } from "./shared/shared-session";
import type { DraftRun } from "./use-draft-run";

/** What the parts of the editor share. */
export type Edit = {
  setup: EditSetup;
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  /** Of the draft as it was a moment ago. */
  analysis: DraftAnalysis;
  diff: ContentDiff;
  origin: Origin;
  marks: ReadonlyMap<string, LineMarks>;
  /** By place, with those the server found. */
  faults: ReadonlyMap<string, readonly TextFault[]>;
  shelf: SnippetShelf;
  samples: Samples;
  setSample: (name: string, value: string) => void;
  /** The samples with their sets and the chat history. */
  sampling: Sampling;
  running: DraftRun;
  models: readonly ModelOption[];
  /** Brings the variables into sight, with the sample of one ready to be typed. */
  showVariables: (name: string) => void;
  isReadOnly: boolean;
  /** Other people who have this prompt open. */
  others: readonly PresenceView[];
  /** The shared draft that is edited here; null: one's own. */
  session: SharedSession | null;
  /** Brings what a newer version changed into the draft. */
  bringIn: (newer: NewerVersion) => Promise<void>;
  /** The editors that are there, by place, and the one last written in. */
  handles: RefObject<Map<string, EditorHandle>>;
  lastPlace: RefObject<string | null>;
  /** Where to put the cursor once its editor has loaded. */
  awaited: RefObject<string | null>;
};

const Context = createContext<Edit | null>(null);

export const EditProvider = Context;

export function useEdit(): Edit {
  const edit = useContext(Context);
  if (!edit) throw new Error("useEdit is for parts of the editor.");
  return edit;
}
