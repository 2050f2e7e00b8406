import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";
import { StageDrawing } from "@/components/ui/stage-drawing";
import { VersionChip } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { pageParams, textParam } from "@/lib/core/address-params";
import type { Stage } from "@/lib/registry/lifecycle";
import { listEnvironments } from "@/lib/registry/queries/environments";
import type { DeploymentView } from "@/lib/registry/queries/prompts";
import { baseUrl } from "../../_components/base-url";
import { ClientSnippets } from "../../_components/client-snippets";
import { promptPath, withQuery } from "../_components/paths";
import { Step } from "../_components/step";
import { UseWithKey } from "../_components/use-with-key";
import { choosePrompt, loadUse } from "./_components/load-use";
import { UseForm } from "./_components/use-form";

export const metadata: Metadata = { title: "Use in your app" };

const loadChoice = pageParams({ prompt: textParam(), environment: textParam() });

/** Guides from a prompt to the first call of an application in three steps. */
export default async function UsePage({ params, searchParams }: PageProps<"/[workspace]/use">) {
  const [{ workspace }, choice, url] = await Promise.all([params, loadChoice(searchParams), baseUrl()]);
  const actor = await requireActor(workspace);
  const [environments, prompt] = await Promise.all([listEnvironments(actor), choosePrompt(actor, choice.prompt)]);
  const environment = environments.find(({ name }) => name === choice.environment) ?? environments[0];
  const use = prompt && environment ? await loadUse(actor, prompt, environment) : null;
  const canWrite = can(actor, "prompt:write");
  const name = prompt?.name ?? "demo/greeting";
  return (
    <PageLayout
      crumbs={[{ label: "Use in your app" }]}
      flush
      className="md:grid md:grid-cols-[minmax(0,1fr)_340px] lg:grid-cols-[minmax(0,1fr)_420px]"
    >
      <ol className="max-w-[820px] px-10 pt-7 pb-10 max-lg:p-6 max-md:px-4 max-md:py-5">
        {prompt && environment && use ? (
          <Step number={1} isDone={use.live !== null} title="Choose a prompt">
            <UseForm
              prompt={prompt.name}
              environment={environment.name}
              environments={environments.map((one) => one.name)}
            />
            {use.live ? null : (
              <Callout
                tone="warning"
                className="mt-3"
                action={<TextLink href={promptPath(workspace, prompt.name, { tab: "history" })}>Promote one</TextLink>}
              >
                No version of {prompt.name} is live in {environment.name}, so the call below answers 404.
              </Callout>
            )}
          </Step>
        ) : (
          <Step number={1} title="Create a prompt">
            <p className="text-fg-muted">A name, a text, and it is live in development.</p>
            <p className="mt-2.5">
              <Button
                variant="primary"
                href={withQuery(`/${workspace}/prompts`, { new: "true" })}
                off={canWrite ? null : `Your role, ${actor.role}, reads prompts.`}
              >
                New prompt
              </Button>
            </p>
          </Step>
        )}
        <Step number={2} title="Request it before each model call">
          <p className="max-w-[60ch] text-fg-muted">
            The first call needs only a key and answers with the messages. The programs also call the model and report
            what happened. They read the key from <code>UNDERSTUDY_API_KEY</code>.
          </p>
          <UseWithKey
            key={environment?.name}
            canMake={can(actor, "key:write")}
            className="mt-3 mb-2"
            baseUrl={url}
            name={name}
            environment={environment?.name ?? "development"}
            {...use?.options}
          />
          <p className="text-12 text-fg-muted">
            To fill in yourself, <code>GET</code> the same address without variables: that answer carries an{" "}
            <code>ETag</code>, so unchanged content is answered with 304.{" "}
            <TextLink href="/api/v1/docs">The whole API</TextLink>
          </p>
          <ClientSnippets
            baseUrl={url}
            name={name}
            environment={environment?.name ?? "development"}
            {...use?.options}
          />
        </Step>
        <Step number={3} title="Change it and see the effect">
          <p className="max-w-[60ch] text-fg-muted">
            Save a new version, promote it, and call again: no deployment of your app in between.
          </p>
          {prompt ? (
            <p className="mt-2.5">
              <Button variant={use?.live ? "primary" : "default"} href={promptPath(workspace, prompt.name)}>
                {canWrite ? `Edit ${prompt.name}` : `Open ${prompt.name}`}
              </Button>
            </p>
          ) : null}
        </Step>
      </ol>
      <NowSide
        name={prompt?.name ?? null}
        environment={environment?.name ?? ""}
        stage={environment?.stage ?? "development"}
        live={use?.live ?? null}
      />
    </PageLayout>
  );
}

type NowSideProps = { name: string | null; environment: string; stage: Stage; live: DeploymentView | null };

/** Shows what an application gets if it resolves now. */
function NowSide({ name, environment, stage, live }: NowSideProps) {
  return (
    <aside
      aria-labelledby="now"
      className="border-line border-l bg-surface-sunken px-8 py-7 max-lg:px-4 max-lg:py-6 max-md:border-t max-md:border-l-0"
    >
      <StageDrawing isLive={live !== null} />
      <h2 id="now" className="mt-2 text-16">
        {live ? "What your app gets now" : "Nothing is live here yet"}
      </h2>
      {live ? (
        <dl className="mt-2 grid grid-cols-[96px_minmax(0,1fr)] gap-y-1.5">
          <dt className="text-fg-muted">Prompt</dt>
          <dd className="break-words font-medium">{name}</dd>
          <dt className="text-fg-muted">Environment</dt>
          <dd>{environment}</dd>
          <dt className="text-fg-muted">Version</dt>
          <dd>
            <VersionChip number={live.version} status={stage === "production" ? "production" : live.status} />
          </dd>
          <dt className="text-fg-muted">Since</dt>
          <dd>
            <RelativeTime at={live.since} />
          </dd>
        </dl>
      ) : (
        <p className="text-fg-muted">
          {name ? `As soon as a version of ${name} is promoted to ${environment}, apps get it.` : null}
          {name ? null : "As soon as there is a prompt, apps get its live version."}
        </p>
      )}
    </aside>
  );
}
