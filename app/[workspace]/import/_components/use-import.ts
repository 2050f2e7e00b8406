import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import type { SourceFile } from "@/lib/editing/import/read-files";
import { skippedIn } from "@/lib/editing/import/skipped";
import type { ImportResult } from "@/lib/registry/commands/import-prompts";
import type { ImportPlan } from "@/lib/registry/transfer/plan-items";
import { progressWords, sendImport } from "../../_components/send-import";
import { useWorkspace } from "../../_components/use-workspace";
import { type Pulled, partsOf } from "./use-pull";

export type Options = { folder: string; history: boolean };

type State = {
  files: SourceFile[];
  /** The names of chosen files that are not text. */
  leftOut: string[];
  options: Options;
  /** The options of the last request, which may have failed. */
  asked: Options;
  plan: ImportPlan | null;
  /** The names of prompts that are not imported. */
  skipped: ReadonlySet<string>;
  /** The current activity: "Sending 40 %", "Reading", "Importing". */
  busy: string | false;
  failure: string | null;
  /** The server did not answer, so the same files can be sent again. */
  isLost: boolean;
  result: ImportResult | null;
  /** What was read from another tool, and the parts that are not planned yet. One import has a size limit. */
  pulled: Pulled | null;
  parts: SourceFile[][];
};

const start: State = {
  files: [],
  leftOut: [],
  options: { folder: "", history: true },
  asked: { folder: "", history: true },
  plan: null,
  skipped: new Set(),
  busy: false,
  failure: null,
  isLost: false,
  result: null,
  pulled: null,
  parts: [],
};

/** Manages the steps of an import: files, plan, choices, result. */
export function useImport() {
  const workspace = useWorkspace();
  const router = useRouter();
  const [state, setState] = useState(start);
  const set = useCallback((change: Partial<State>) => setState((known) => ({ ...known, ...change })), []);

  const look = useCallback(
    async (files: SourceFile[], options: Options) => {
      set({ files, asked: options, busy: "Reading", failure: null, result: null });
      const onProgress = (share: number) => set({ busy: progressWords(share, "Reading") });
      const result = await sendImport(workspace, "plan", inputOf(files, options), onProgress);
      // Without an answer, the plan that is shown stays, with the choices made in it.
      if (!result.ok) set({ busy: false, failure: result.error.message, isLost: result.error.code === "unreachable" });
      else
        setState((known) => {
          const skipped = skippedIn(result.data, known);
          return { ...known, options, busy: false, plan: result.data, skipped };
        });
    },
    [workspace, set],
  );

  /** Plans the first part of what was read from another tool. */
  const take = useCallback(
    async (pulled: Pulled) => {
      const [first, ...parts] = partsOf(pulled.files).map((part) => part.map(({ name, text }) => ({ name, text })));
      set({ pulled, parts });
      if (first) await look(first, start.options);
      else set({ failure: "There are no prompts to read." });
    },
    [look, set],
  );

  const next = useCallback(async () => {
    const [first, ...parts] = state.parts;
    set({ parts, plan: null, result: null, skipped: new Set() });
    if (first) await look(first, state.options);
  }, [look, set, state.parts, state.options]);

  const run = useCallback(async () => {
    set({ busy: "Importing", failure: null });
    const { files, options, skipped } = state;
    const input = { ...inputOf(files, options), skip: [...skipped] };
    const onProgress = (share: number) => set({ busy: progressWords(share, "Importing") });
    const result = await sendImport(workspace, "prompts", input, onProgress);
    if (!result.ok) return set({ busy: false, failure: result.error.message, isLost: false });
    set({ busy: false, result: result.data });
    router.refresh();
  }, [state, workspace, set, router]);

  const toggle = (names: readonly string[], isTaken: boolean) =>
    setState((known) => {
      const skipped = new Set(known.skipped);
      for (const name of names) {
        if (isTaken) skipped.delete(name);
        else skipped.add(name);
      }
      return { ...known, skipped };
    });

  return {
    ...state,
    look,
    take,
    next,
    run,
    toggle,
    reset: () => setState(start),
    fail: (failure: string) => set({ failure, isLost: false }),
    leaveOut: (leftOut: string[]) => set({ leftOut }),
  };
}

function inputOf(files: SourceFile[], { folder, history }: Options) {
  const name = folder.trim().replace(/\/+$/, "");
  return { files, history, ...(name && { folder: name }) };
}
