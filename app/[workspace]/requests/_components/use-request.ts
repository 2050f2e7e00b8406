"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ActionResult } from "@/lib/api/action";
import type { MarksView } from "@/lib/requests/queries/marks";
import type { RequestDetail } from "@/lib/requests/queries/request";
import { useWorkspace } from "../../_components/use-workspace";
import { readRequest } from "../actions";

/** A request with the permissions of this person. */
export type OpenRequest = RequestDetail & {
  canKeep: boolean;
  canWrite: boolean;
  canShare: boolean;
  suites: { id: string; name: string }[];
  members: { id: string; name: string }[];
  /** The members who may read the request. */
  readers: { id: string; name: string }[];
  /** Those of them whom a note can mention. */
  mentionable: { id: string; name: string }[];
  /** Whether a note mentions this person, who has not opened the request since. */
  hasMention: boolean;
};

type Result = ActionResult<OpenRequest>;
const mostKept = 40;
/** Scores and feedback arrive later, so a request is loaded again when it is opened after this time. */
const freshMs = 20_000;
/** How long a request stays open before it is loaded, while someone moves through the list quickly. */
const restMs = 150;

/** Loads the open request and preloads its neighbours, so that moving to them is immediate. */
export function useRequest(interactionId: string, neighbours: readonly (string | undefined)[]) {
  const workspace = useWorkspace();
  const known = useRef(new Map<string, { flight: Promise<Result>; at: number }>());
  const [shown, setShown] = useState<{ id: string; result: Result } | null>(null);
  const get = useCallback(
    (id: string) => {
      const kept = known.current.get(id);
      const now = performance.now();
      if (kept && now - kept.at < freshMs) return kept.flight;
      const flight = readRequest({ workspace, interactionId: id });
      known.current.delete(id);
      known.current.set(id, { flight, at: now });
      flight.then((result) => result.ok || known.current.delete(id)).catch(() => known.current.delete(id));
      const [oldest] = known.current.keys();
      if (known.current.size > mostKept && oldest !== undefined) known.current.delete(oldest);
      return flight;
    },
    [workspace],
  );
  const lastMove = useRef(0);
  const around = neighbours.filter(Boolean).join("\n");
  useEffect(() => {
    let isCurrent = true;
    const isQuick = Date.now() - lastMove.current < restMs && !known.current.has(interactionId);
    lastMove.current = Date.now();
    const rest = isQuick ? new Promise((resolve) => setTimeout(resolve, restMs)) : Promise.resolve();
    rest
      .then(() => (isCurrent ? get(interactionId) : null))
      .then((result) => {
        if (!result) return;
        if (!isCurrent) return;
        setShown({ id: interactionId, result });
        for (const id of around.split("\n").filter(Boolean)) get(id).catch(() => null);
      })
      .catch(() => {
        const message = "The server did not answer. Try again.";
        if (isCurrent)
          setShown({ id: interactionId, result: { ok: false, error: { code: "internal_error", message } } });
      });
    return () => {
      isCurrent = false;
    };
  }, [get, interactionId, around]);
  /** Replaces the labels, reviewers and notes of a request after a change on this page. */
  const setMarks = useCallback((id: string, marks: MarksView) => {
    setShown((now) => {
      if (!now?.result.ok || now.id !== id) return now;
      const result: Result = { ok: true, data: { ...now.result.data, marks } };
      known.current.set(id, { flight: Promise.resolve(result), at: performance.now() });
      return { id, result };
    });
  }, []);
  return { result: shown?.result ?? null, isOld: shown !== null && shown.id !== interactionId, setMarks };
}
