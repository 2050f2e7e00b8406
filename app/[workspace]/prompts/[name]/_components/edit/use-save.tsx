import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { Link } from "@/components/ui/link";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { analyzeDraft, type TextFault } from "@/lib/editing/draft/analysis";
import { countFaults, firstFault, toFault } from "@/lib/editing/draft/blocking";
import type { Draft } from "@/lib/editing/draft/draft";
import { toDraftVariable } from "@/lib/editing/draft/draft-content";
import type { SnippetShelf } from "@/lib/editing/draft/draft-snippets";
import type { EditSetup, LoadedVersion, Origin } from "@/lib/editing/draft/setup";
import { loadNewer, saveEdit } from "../../actions/edit";
import type { DraftState } from "./use-draft";

type Input = {
  setup: EditSetup;
  kept: DraftState;
  shelf: SnippetShelf;
  setServerFaults: (found: { of: Draft; faults: TextFault[] }) => void;
  onSaved: () => void;
  /** The shared draft that is saved. All its participants continue from the new version. */
  sharedDraft: string | null;
};

type Saving = {
  message: string;
  deployTo: string | null;
  /** The newest version, if its changes are left out on purpose. */
  onTop?: number;
  /** The result of a merge that the page does not show yet. */
  merged?: { draft: Draft; origin: Origin };
};

/** Saves the draft. The result is a newer version, faults at their places, or an error message. */
export function useSave({ setup, kept, shelf, setServerFaults, onSaved, sharedDraft }: Input) {
  const { workspace, prompt, copy } = setup;
  const { origin, keeper, saved: settle } = kept;
  const router = useRouter();
  const [isSaving, setSaving] = useState(false);
  const [found, setNewer] = useState<LoadedVersion | null>(null);
  // A shared draft goes on from the newest version by itself.
  const newer = found && found.version > origin.seen ? found : null;
  const [refusal, setRefusal] = useState<string | null>(null);

  const lookForNewer = useCallback(async () => {
    const draftCopyId = copy?.id ?? null;
    const result = await reach(() => loadNewer({ workspace, name: prompt.name, draftCopyId, seen: origin.seen }));
    setNewer(result.ok ? result.data : null);
  }, [workspace, prompt.name, copy?.id, origin.seen]);

  const save = useCallback(
    async ({ message, deployTo, onTop, merged }: Saving) => {
      if (isSaving) return;
      const { draft, origin } = merged ?? kept;
      const analysis = analyzeDraft(draft, shelf, prompt.name);
      if (countFaults(analysis) > 0) return setRefusal(firstFault(analysis, draft));
      setSaving(true);
      setRefusal(null);
      // Saving deletes the draft on the server, so no write to it may be in flight.
      keeper.holdBack(true);
      await keeper.settled();
      const result = await reach(() =>
        saveEdit({
          workspace,
          name: prompt.name,
          content: analysis.content,
          parentVersion: origin.base.version,
          expectedLatest: onTop ?? origin.seen,
          ...(message.trim() && { message: message.trim() }),
          ...(deployTo && { deployTo }),
          ...(copy && { draftCopyId: copy.id }),
          workingDraft: keeper.head,
          sharedDraft,
        }),
      );
      keeper.holdBack(false);
      setSaving(false);
      if (!result.ok) {
        const { code, message: sentence, errors = [] } = result.error;
        if (code === "revision_conflict") await lookForNewer();
        else setRefusal(code === "unchanged" || code === "unreachable" ? sentence : `Not saved. ${sentence}`);
        setServerFaults({ of: draft, faults: errors.flatMap((error) => toFault(error, draft)) });
        return;
      }
      const { version, content, deployment } = result.data;
      settle({ version, content }, draft, (content.variables ?? []).map(toDraftVariable));
      setNewer(null);
      onSaved();
      const where = deployment ? `Live in ${deployment.environment} at once.` : "It is not live yet.";
      const history = promptPath(workspace, prompt.name, { tab: "history" });
      const uses = promptPath(workspace, prompt.name, { tab: "uses" });
      const evaluate = promptPath(workspace, prompt.name, { tab: "history", ask: `evaluate::${version}` });
      toast({
        title: `v${version} is saved.`,
        detail: (
          <>
            {where}{" "}
            <Link href={setup.uses > 0 ? uses : history} className="underline underline-offset-2">
              {setup.uses > 0 ? "See what it would change" : "See the history"}
            </Link>{" "}
            or{" "}
            <Link href={evaluate} className="underline underline-offset-2">
              evaluate it
            </Link>
          </>
        ),
      });
      router.replace(promptPath(workspace, prompt.name, copy ? { copy: copy.id } : {}), { scroll: false });
      router.refresh();
    },
    [
      isSaving,
      setup.uses,
      kept,
      shelf,
      prompt.name,
      workspace,
      copy,
      keeper,
      settle,
      lookForNewer,
      setServerFaults,
      onSaved,
      sharedDraft,
      router,
    ],
  );
  const forgetNewer = useCallback(() => setNewer(null), []);
  return { save, isSaving, newer, refusal, setRefusal, lookForNewer, forgetNewer };
}
