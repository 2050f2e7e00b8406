"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { LiveGate } from "@/app/[workspace]/_components/gate/use-gate";
import type { ActionResult } from "@/lib/api/action";
import type { PersonView } from "@/lib/auth/queries/people";
import type { Rights } from "@/lib/evaluation/comparison/queries/change-page";
import type { ChangeRequestDetail } from "@/lib/registry/change-request-views";

type Context = {
  workspace: string;
  request: ChangeRequestDetail;
  rights: Rights;
  /** All members of the workspace. */
  people: readonly PersonView[];
  /** All members except the person who writes. */
  mentionable: readonly PersonView[];
  /** The texts of suggestions with the changed words marked, by the id of their comment. */
  suggested: Readonly<Record<string, ReactNode>>;
  /** The verdict of the environment's gate about the version. */
  gate: LiveGate;
  /** Runs an action, shows an error message if it fails, tells screen readers what is done, and refreshes the page. */
  act: (name: string, run: () => Promise<ActionResult<unknown>>, failed: string, done?: string) => Promise<boolean>;
  /** The name of the running action. */
  busy: string | null;
};

const ChangeContext = createContext<Context | null>(null);
export const ChangeProvider = ChangeContext.Provider;

/** Returns the change request of the page and the function that runs actions on it. */
export function useChange(): Context {
  const context = useContext(ChangeContext);
  if (!context) throw new Error("Use it inside ChangeProvider");
  return context;
}

/** Returns the storage key for a text typed in this tab. It is separate for each person and change request. */
export function useKeptKey(...parts: readonly (string | number | null)[]): string {
  const { workspace, request, rights } = useChange();
  return ["change", workspace, request.number, rights.me.id, ...parts].join(" ");
}
