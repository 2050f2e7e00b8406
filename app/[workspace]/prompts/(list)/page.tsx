import type { Metadata } from "next";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { packPage } from "@/lib/guards/packed-page";
import { listGotWorse } from "@/lib/guards/queries/got-worse";
import { firstRows, withFigures } from "@/lib/guards/queries/listed-prompts";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { listWaiting } from "@/lib/registry/queries/inbox";
import { listPrompts } from "@/lib/registry/queries/prompts";
import { listPromptOwners } from "@/lib/registry/queries/tags";
import { toWaitingLine } from "@/lib/registry/waiting-line";
import { promptCounts, waitingExperiments } from "../../_components/shared-reads";
import { loadListFilters, serializeListFilters, toPromptFilter } from "./_components/filters";
import { PromptsView } from "./_components/prompts-view";

export const metadata: Metadata = { title: "Prompts" };

/** The list of all prompts, with the live version of each environment. */
export default async function PromptsPage({ params, searchParams }: PageProps<"/[workspace]/prompts">) {
  const [{ workspace }, filters] = await Promise.all([params, loadListFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [page, environments, counts, waiting, undecided, worse, owners] = await Promise.all([
    listPrompts(actor, { ...toPromptFilter(filters), limit: firstRows }).then((found) => withFigures(actor, found)),
    listEnvironments(actor),
    promptCounts(actor),
    listWaiting(actor, 3),
    waitingExperiments(actor),
    listGotWorse(actor, 3),
    listPromptOwners(actor),
  ]);
  const isReader = !can(actor, "prompt:write");
  return (
    <PromptsView
      filters={filters}
      listKey={serializeListFilters(filters)}
      page={packPage(page)}
      environments={environments.map((environment) => ({
        ...environment,
        canPromote: can(actor, "prompt:promote", environment) && environment.requiredApprovals === 0,
      }))}
      counts={{ total: counts.total, archived: counts.archived }}
      waiting={{ count: waiting.count, items: waiting.items.map(toWaitingLine) }}
      undecided={undecided}
      worse={worse}
      hasOwners={owners.length > 1}
      owner={owners.find(({ id }) => id === filters.owner) ?? null}
      createOff={isReader ? `Your role, ${actor.role}, reads prompts. Ask an admin for the role editor.` : null}
    />
  );
}
