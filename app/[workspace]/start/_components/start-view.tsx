"use client";

import { Route, UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { PageLayout } from "@/components/layout/page-layout";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Link } from "@/components/ui/link";
import { type Status, VersionChip } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { CallsAnswer } from "@/lib/api/calls";
import type { OwnDemo } from "@/lib/demo/queries";
import { promptPath, withQuery } from "../../_components/paths";
import { Step } from "../../_components/step";
import { beginTour } from "../../_components/tour/begin";
import { useWorkspace } from "../../_components/use-workspace";
import { addFirstPrompt } from "../actions";
import { CallsSide } from "./calls-side";
import { DemoButton } from "./demo-button";

export type StartViewProps = {
  /** The environment where a new version is released first. */
  environment: string;
  prompt: { name: string; live: { version: number; status: Status } | null; variables: readonly string[] } | null;
  steps: CallsAnswer["steps"];
  /** The person's demo workspace. Null if they have none. */
  demo: OwnDemo | null;
  importers: readonly string[];
  /** Why this person may not write. Null if they may. */
  writeOff: string | null;
  canInvite: boolean;
  snippets: ReactNode;
};

/** "It has one variable: name." */
function VariableWords({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      {names.length === 1 ? " It has one variable: " : ` It has ${names.length} variables: `}
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 ? ", " : ""}
          <code>{name}</code>
        </span>
      ))}
      .
    </>
  );
}

export function StartView(props: StartViewProps) {
  const workspace = useWorkspace();
  const { environment, prompt, importers, writeOff, canInvite, snippets } = props;
  const { calls, steps, isListening } = useCalls(props.steps);
  const hasCall = steps.firstCall !== null || calls.length > 0;
  return (
    <PageLayout
      crumbs={[{ label: "Get started" }]}
      actions={
        <>
          {prompt ? (
            <Button icon={<Route />} onClick={beginTour}>
              <span className="max-md:sr-only">Take the tour</span>
            </Button>
          ) : null}
          {props.demo?.slug === workspace ? null : <DemoButton own={props.demo} />}
          {canInvite ? (
            <Button icon={<UserPlus />} href={withQuery(`/${workspace}/settings/members`, { new: "true" })}>
              <span className="max-md:sr-only">Invite people</span>
            </Button>
          ) : null}
        </>
      }
      flush
      className="md:grid md:grid-cols-[minmax(0,1fr)_340px] lg:grid-cols-[minmax(0,1fr)_420px]"
    >
      <div className="max-w-[820px] px-10 pt-7 pb-10 max-lg:p-6 max-md:px-4 max-md:py-5">
        <ol>
          <Step number={1} isDone={prompt !== null} isNow={prompt === null} title="Create a prompt">
            {prompt ? (
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-muted">
                {prompt.live ? <VersionChip number={prompt.live.version} status={prompt.live.status} /> : null}
                <span>
                  <TextLink href={promptPath(workspace, prompt.name)}>{prompt.name}</TextLink>
                  {prompt.live ? ` is live in ${environment}.` : " is not live yet."}
                  {prompt.live ? null : (
                    <>
                      {" "}
                      <TextLink href={promptPath(workspace, prompt.name, { tab: "history" })}>
                        Promote it to {environment}
                      </TextLink>
                      , then apps can get it.
                    </>
                  )}
                  <VariableWords names={prompt.variables} />
                </span>
              </p>
            ) : (
              <CreateFirst off={writeOff} />
            )}
          </Step>
          <Step number={2} isDone={hasCall} isNow={prompt !== null && !hasCall} title="Use it in your app">
            <p className="max-w-[60ch] text-fg-muted">
              Create a key, copy the first call and run it in a terminal. The programs also call your model and report
              what happened. The key reads {environment} only.
            </p>
            {snippets}
            <p className="text-12 text-fg-muted">
              The key is shown once, and copied with the first call. Others are under{" "}
              <TextLink href={`/${workspace}/settings/keys`}>API keys</TextLink>.
            </p>
          </Step>
          <Step
            number={3}
            isDone={steps.hasChange}
            isNow={hasCall && !steps.hasChange}
            title="Change it and see the update"
          >
            <p className="max-w-[60ch] text-fg-muted">
              Edit the prompt and save. Your running app gets the new version in under a second.
            </p>
            {prompt ? (
              <p className="mt-2.5">
                <Button
                  variant={hasCall && !steps.hasChange ? "primary" : "default"}
                  href={promptPath(workspace, prompt.name)}
                >
                  {writeOff === null ? `Edit ${prompt.name}` : `Open ${prompt.name}`}
                </Button>
              </p>
            ) : null}
          </Step>
        </ol>
        {writeOff === null ? (
          <section aria-labelledby="elsewhere" className="border-line border-t pt-6 pl-11 max-md:pl-10">
            <h2 id="elsewhere" className="text-14">
              Already have prompts elsewhere?
            </h2>
            <p className="text-fg-muted">Import them with their history.</p>
            <ul className="mt-2.5 flex flex-wrap gap-2">
              {importers.map((label) => (
                <li key={label}>
                  <Link href={`/${workspace}/import`} className={buttonStyle({ size: "sm" })}>
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
      <CallsSide calls={calls} steps={steps} isListening={isListening} />
    </PageLayout>
  );
}

/** Creates the demo greeting, or links to creating another prompt. */
function CreateFirst({ off }: { off: string | null }) {
  const workspace = useWorkspace();
  const { start, isBusy, failure } = useAction({
    run: () => addFirstPrompt({ workspace }),
    refresh: "done",
  });
  return (
    <>
      <p className="text-fg-muted">A name and a text. It is live in development at once.</p>
      <p className="mt-2.5 flex flex-wrap gap-2">
        <Button variant="primary" off={off} busy={isBusy && "Creating"} onClick={() => start()}>
          Create demo/greeting
        </Button>
        <Button off={off} href={withQuery(`/${workspace}/prompts`, { new: "true" })}>
          Create your own
        </Button>
      </p>
      {failure ? (
        <p role="alert" className="mt-2 text-12 text-negative">
          {failure.message}
        </p>
      ) : null}
    </>
  );
}

const everyMs = 1_000;

/** Polls the calls of applications and the completed steps every second while the page is visible. */
function useCalls(steps: CallsAnswer["steps"]) {
  const workspace = useWorkspace();
  const [answer, setAnswer] = useState<CallsAnswer>({ calls: [], steps });
  const [isListening, setListening] = useState(false);
  const router = useRouter();
  const { hasPrompt, firstCall, hasChange } = answer.steps;
  const done = [hasPrompt, firstCall !== null, hasChange].filter(Boolean).length;
  const shown = useRef(done);
  useEffect(() => {
    if (shown.current === done) return;
    shown.current = done;
    router.refresh(); // updates the step count in the sidebar
  }, [router, done]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new AbortController();
    const ask = async () => {
      if (document.visibilityState === "visible") {
        const found = await fetch(`/api/calls/${workspace}`, { signal: end.signal })
          .then((response) => (response.ok ? (response.json() as Promise<CallsAnswer>) : null))
          .catch(() => null); // also checked here, because the page may have been left during the request
        if (end.signal.aborted) return;
        setListening(found !== null);
        if (found) setAnswer(found);
      }
      if (!end.signal.aborted) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [workspace]);
  return { calls: answer.calls, steps: answer.steps, isListening };
}
