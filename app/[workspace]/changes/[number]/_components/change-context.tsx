"use client";

import { createContext, useContext } from "react";
import type { LiveGate } from "@/app/[workspace]/_components/gate/use-gate";
import type { ActionResult } from "@/lib/api/action";
import type { PersonView } from "@/lib/auth/queries/people";
import type { ChangeRequestDetail } from "@/lib/registry/change-request-views";
import type { Rights } from "./load-change-page";

type Context = {
  workspace: string;
  request: ChangeRequestDetail;
  rights: Rights;
  /** Everybody in the workspace. */
  people: readonly PersonView[];
  /** Everybody but the person who writes. */
  mentionable: readonly PersonView[];
  /** What the gate in front of the environment says of the version. */
  gate: LiveGate;
  /** Runs an act, says what went wrong, and shows the page anew. */
  act: (name: string, run: () => Promise<ActionResult<unknown>>, failed: string) => Promise<boolean>;
  /** The name of the act that runs. */
  busy: string | null;
};

const ChangeContext = createContext<Context | null>(null);
export const ChangeProvider = ChangeContext.Provider;

/** The change request of the page, and how to act on it. */
export function useChange(): Context {
  const context = useContext(ChangeContext);
  if (!context) throw new Error("Use it inside ChangeProvider");
  return context;
}

/** Under what this tab keeps a text that the person types here: their own, of this request. */
export function useKeptKey(...parts: readonly (string | number | null)[]): string {
  const { workspace, request, rights } = useChange();
  return ["change", workspace, request.number, rights.me.id, ...parts].join(" ");
}
