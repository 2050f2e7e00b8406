import type { Metadata } from "next";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { findOwnDemo } from "@/lib/demo/queries";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { importers } from "@/lib/registry/transfer/importers";
import { getFirstSteps } from "@/lib/runtime/first-steps/queries";
import { baseUrl } from "../../_components/base-url";
import { UseWithKey } from "../_components/use-with-key";
import { choosePrompt, loadUse } from "../use/_components/load-use";
import { StartView } from "./_components/start-view";

export const metadata: Metadata = { title: "Get started" };

/** Guides from an empty workspace to an application that gets a prompt, and then a change to that prompt. */
export default async function GetStartedPage({ params }: PageProps<"/[workspace]/start">) {
  const [{ workspace }, url] = await Promise.all([params, baseUrl()]);
  const actor = await requireActor(workspace);
  const [environments, prompt, steps, demo] = await Promise.all([
    listEnvironments(actor),
    choosePrompt(actor, null),
    getFirstSteps(actor),
    findOwnDemo(actor),
  ]);
  // The first call must find something: where the prompt is live, else where a new version is live first.
  const isLive = ({ name }: (typeof environments)[number]) =>
    prompt?.deployments.some((deployment) => deployment.environment === name);
  const environment = environments.find(isLive) ?? environments[0];
  const use = prompt && environment ? await loadUse(actor, prompt, environment) : null;
  const name = prompt?.name ?? "demo/greeting";
  const place = environment?.name ?? "development";
  return (
    <StartView
      environment={place}
      prompt={
        prompt && {
          name,
          live: use?.live ? { version: use.live.version, status: use.live.status } : null,
          variables: use?.options.variables.map((variable) => variable.name) ?? [],
        }
      }
      steps={steps}
      demo={demo}
      importers={importers.map(({ label }) => label)}
      writeOff={can(actor, "prompt:write") ? null : `Your role, ${actor.role}, reads prompts. Ask for the role editor.`}
      canInvite={can(actor, "member:write")}
      snippets={
        <UseWithKey
          canMake={can(actor, "key:write")}
          className="mt-3 mb-2 [&_pre]:max-h-[400px]"
          baseUrl={url}
          name={name}
          environment={place}
          {...(use?.options ?? { variables: [{ name: "name", type: "string", required: true }] })}
        />
      }
    />
  );
}
