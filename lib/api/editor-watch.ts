import { z } from "zod";
import { authorize } from "@/lib/auth/authorize";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { parseInput } from "@/lib/core/validation";
import { loadPromptOfDraft } from "@/lib/registry/commands/load-draft-place";
import { isHintFor, presenceTopic } from "@/lib/registry/presence-topic";
import { promptName } from "@/lib/registry/schema";
import { sharedDraftsTopic } from "@/lib/registry/shared-draft/topic";
import { tabId } from "@/lib/registry/working-draft";
import { answerOwnPage, type FindActor } from "./own-page";
import { parseQuery } from "./query";

/** How long a request waits. */
const waitMs = 15_000;

/** The end of this process, for all copies of this module. */
const ending = () => singleton("editor-watch", () => new AbortController());

/** Answers all waiting requests, and later ones at once, so that they do not delay the end of the process. */
export const endWatches = () => ending().abort();

/** The hints about open editors that other machines must get. */
export const editorTopics = [presenceTopic, sharedDraftsTopic] as const;

const watchInput = z.strictObject({ name: promptName, tab: tabId });

/**
 * Answers when another tab opens the prompt or shares its draft, or after 15 s. While it waits it does not use the
 * database. Hints reach other machines only through Redis; the editor also asks every few seconds. Never throws.
 */
export async function watchEditor(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, workspace, findActor, async ({ actor, incoming, headers }) => {
    authorize(actor, "prompt:read");
    const { name, tab } = parseInput(watchInput, parseQuery(incoming.search));
    const { promptId } = await loadPromptOfDraft(actor.workspaceId, { name, draftCopyId: null });
    const isNews = await waitForHint({ promptId, tab }, AbortSignal.any([request.signal, ending().signal]));
    return Response.json({ isNews }, { headers });
  });
}

function waitForHint(place: { promptId: string; tab: string }, signal: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const end = (isNews: boolean) => {
      stop();
      clearTimeout(timer);
      done(isNews);
    };
    const stop = subscribe(presenceTopic, (hint) => {
      if (isHintFor(hint, place)) end(true);
    });
    const timer = setTimeout(end, waitMs, false);
    timer.unref();
    signal.addEventListener("abort", () => end(false), { once: true });
    if (signal.aborted) end(false);
  });
}
