import { useCallback, useRef, useState } from "react";
import type { PulledDataset, PulledFile } from "@/lib/registry/pull/define-source";
import type { PullInput, PullStep } from "@/lib/registry/pull/schema";
import { sendImport } from "../../_components/send-import";
import { useWorkspace } from "../../_components/use-workspace";

/** The address and the keys of the other tool. They are kept only on this page. */
export type Target = Pick<PullInput, "tool" | "host" | "key" | "secret">;
export type Pulled = { target: Target; files: PulledFile[]; datasets: PulledDataset[] };

type State = {
  pulled: Pulled | null;
  total: number | null;
  /** The cursor of the next step. Null before the start and at the end. */
  cursor: string | null;
  isBusy: boolean;
  failure: string | null;
};

const start: State = { pulled: null, total: null, cursor: null, isBusy: false, failure: null };

/** Reads another tool step by step. After a failure it continues at the step that failed. */
export function usePull(onDone: (pulled: Pulled) => void) {
  const workspace = useWorkspace();
  const [state, setState] = useState(start);
  const stopped = useRef(false);

  const goOn = useCallback(
    async (target: Target, from: Pick<State, "pulled" | "cursor">) => {
      stopped.current = false;
      let pulled: Pulled = from.pulled ?? { target, files: [], datasets: [] };
      let cursor = from.cursor;
      setState((known) => ({ ...known, pulled, isBusy: true, failure: null }));
      do {
        const result = await sendImport(workspace, "pull", { ...target, ...(cursor && { cursor }) });
        if (!result.ok) {
          setState((known) => ({ ...known, isBusy: false, failure: result.error.message }));
          return;
        }
        const step: PullStep = result.data;
        const { files, datasets, total } = step;
        pulled = { target, files: [...pulled.files, ...files], datasets: joinDatasets(pulled.datasets, datasets) };
        cursor = step.cursor;
        const [now, next] = [pulled, cursor];
        setState((known) => ({ ...known, pulled: now, cursor: next, total: total ?? known.total }));
      } while (cursor !== null && !stopped.current);
      setState((known) => ({ ...known, isBusy: false }));
      if (cursor === null) onDone(pulled);
    },
    [workspace, onDone],
  );
  const stop = () => {
    stopped.current = true;
  };
  return { ...state, goOn, stop, reset: () => setState(start) };
}

/** Merges the parts of each dataset. */
function joinDatasets(known: readonly PulledDataset[], more: readonly PulledDataset[]): PulledDataset[] {
  const joined = new Map(known.map((dataset) => [dataset.name, dataset]));
  for (const { name, text, rows } of more) {
    const before = joined.get(name);
    joined.set(
      name,
      before ? { name, text: `${before.text}\n${text}`, rows: before.rows + rows } : { name, text, rows },
    );
  }
  return [...joined.values()];
}

const limits = { prompts: 500, versions: 1_000, bytes: 4 * 1024 * 1024 };

/** Splits the files into parts that fit into one import. */
export function partsOf(files: readonly PulledFile[]): PulledFile[][] {
  const parts: PulledFile[][] = [];
  let room = { prompts: 0, versions: 0, bytes: 0 };
  for (const file of files) {
    const bytes = new TextEncoder().encode(file.text).length;
    const last = parts.at(-1);
    const isFull = room.prompts < file.prompts || room.versions < file.versions || room.bytes < bytes;
    if (last && !isFull) last.push(file);
    else {
      parts.push([file]);
      room = { ...limits };
    }
    room = {
      prompts: room.prompts - file.prompts,
      versions: room.versions - file.versions,
      bytes: room.bytes - bytes,
    };
  }
  return parts;
}
