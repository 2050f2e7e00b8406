import { baseUrl } from "@/app/_components/base-url";
import { ClientSnippets } from "@/app/_components/client-snippets";
import { UseSnippets } from "@/app/_components/use-snippets";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { loadUse } from "@/app/[workspace]/use/_components/load-use";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { VersionChip } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { capitalize } from "@/lib/core/words";
import { inLaneOrder } from "@/lib/registry/environment-order";
import { chipStatus } from "@/lib/registry/lanes";
import type { VersionDetail } from "@/lib/registry/queries/versions";
import { writeEnvelope, writeUnfilled } from "@/lib/runtime/body";
import { compileContent } from "@/lib/template/render";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

const mostShown = 20_000;

/** Shortens a code to 20,000 characters, so that the page stays small. */
function shortened(code: string): string {
  if (code.length <= mostShown) return code;
  return `${code.slice(0, mostShown)}\n… ${(code.length - mostShown).toLocaleString("en")} more characters`;
}

/** Shows how an application calls the prompt. */
export default async function UsePage(page: PromptPageProps) {
  const { actor, workspace, prompt, environments, query } = await openTab(page, "use");
  const { name } = prompt;
  const ordered = inLaneOrder(environments);
  const liveIn = (environment: string) => prompt.deployments.find((live) => live.environment === environment);
  const chosen =
    ordered.find((environment) => environment.name === query.environment) ??
    ordered.findLast((environment) => liveIn(environment.name)) ??
    ordered.at(-1);
  if (!chosen) return null;
  const [{ live, version, options }, address] = await Promise.all([loadUse(actor, prompt, chosen), baseUrl()]);
  const title = capitalize(chosen.name);

  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_minmax(0,436px)] max-lg:grid-cols-1">
      <div className="min-w-0 px-6 pt-5 pb-8 max-md:px-4">
        <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <SegmentedLinks
            label="Environment"
            items={ordered.map((environment) => ({
              label: capitalize(environment.name),
              href: promptPath(workspace, name, { tab: "use", environment: environment.name }),
              current: environment.id === chosen.id,
            }))}
          />
          <p className="flex items-center gap-1.5 text-fg-muted">
            {live ? (
              <>
                Applications get <VersionChip number={live.version} status={chipStatus(chosen, live)} /> here.
              </>
            ) : (
              "Nothing is live here yet: applications get 404."
            )}
          </p>
        </div>
        <h2 className="text-14">Use it in your app</h2>
        <p className="mb-3 max-w-[62ch] text-fg-muted">
          The first call answers with the messages. The programs also call the model and report the result. Both need a
          key that reads {chosen.name}, from <TextLink href={`/${workspace}/settings/keys`}>API keys</TextLink>.
        </p>
        <UseSnippets baseUrl={address} name={name} environment={chosen.name} {...options} />
        <ClientSnippets baseUrl={address} name={name} environment={chosen.name} {...options} />
        <p className="mt-3 max-w-[62ch] text-12 text-fg-muted">
          Uses and experiments are counted from what the last step reports, in batches of up to 1,000 events. You can
          send an event again: its id counts once.
        </p>
      </div>
      <div className="min-w-0 border-line border-l bg-surface-sunken px-6 pt-5 pb-8 max-lg:border-t max-lg:border-l-0 max-md:px-4">
        <h2 className="text-14">Response</h2>
        {live ? (
          <>
            <p className="mb-3 text-fg-muted">
              The current response in {chosen.name}, without variables. Its messages are templates.
            </p>
            <CodeBlock
              language="json"
              title={`v${live.version}`}
              code={shortened(writeExampleAnswer(version, { environment: chosen.name, promptId: prompt.id }))}
            />
          </>
        ) : (
          <EmptyState
            plain
            heading="h3"
            title={`Nothing in ${chosen.name} yet`}
            action={<TextLink href={promptPath(workspace, name, { tab: "history" })}>Promote a version</TextLink>}
          >
            {title} answers 404 <code>not_found</code> until a version is promoted there.
          </EmptyState>
        )}
      </div>
    </div>
  );
}

type ExampleTarget = { environment: string; promptId: string };

/** Returns the resolve response for a released version without variables, indented by two spaces. */
function writeExampleAnswer(detail: VersionDetail, { environment, promptId }: ExampleTarget): string {
  const { prompt: name, id: versionId, version, contentHash, content, expanded } = detail;
  const record = { promptId, name, environment, versionId, version, contentHash, content: expanded ?? content };
  const assignment = { reason: "release", experimentId: null, variant: null } as const;
  const { before, after } = writeEnvelope(record, "messages", { assignment, isStale: false });
  const text = before + writeUnfilled(record, "messages", () => compileContent(record.content)) + after;
  return JSON.stringify(JSON.parse(text), null, 2);
}
