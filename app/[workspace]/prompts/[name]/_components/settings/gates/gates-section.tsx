"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { removeGate, saveGate } from "@/app/[workspace]/prompts/[name]/actions/release";
import { Callout } from "@/components/ui/callout";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { GateSuite } from "@/lib/evaluation/gate/queries";
import type { ModelOption } from "@/lib/evaluation/models/types";
import { describeGate, gateWarnings } from "@/lib/registry/gate/describe-gate";
import type { GatePolicyView } from "@/lib/registry/gate/queries/policies";
import { useModels } from "../../run/use-models";
import { GateSentences } from "./gate-sentences";

const GateDialog = lateDialog(() => import("./gate-dialog").then((module) => module.GateDialog));

type Props = {
  name: string;
  /** In the order of the lanes, production last. */
  environments: readonly { name: string; title: string }[];
  policies: readonly GatePolicyView[];
  suites: readonly GateSuite[];
  models: Promise<ModelOption[]>;
  /** Why nothing can be changed. Null if it can. */
  off: string | null;
};

/** Describes the gate of each environment in a sentence, with buttons to change it. */
export function GatesSection({ name, environments, policies, suites, models, off }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const options = useModels(models);
  const [selected, setSelected] = useState<string | null>(null);

  return (
    <section id="gates" aria-labelledby="gates-title" className="mt-8 scroll-mt-28 border-line border-t pt-5">
      <h2 id="gates-title" className="text-14">
        Gates
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        A gate evaluates a version before it goes live, and blocks a version that is not good enough. A version that was
        live before can always be deployed again.
      </p>
      <ul className="border-line border-t">
        {environments.map(({ name: environment, title }) => {
          const policy = policies.find((one) => one.environment === environment);
          const suite = suites.find(({ id }) => id === policy?.suite.id);
          return (
            <li
              key={environment}
              className="grid grid-cols-[112px_minmax(0,1fr)_auto] gap-x-3 border-line border-b py-2.5 last:border-b-0 last:pb-0 max-md:grid-cols-1 max-md:gap-y-1"
            >
              <h3 className="font-medium">{title}</h3>
              <div className="min-w-0">
                {policy ? (
                  <GateSentences sentences={describeGate(environment, policy.suite.name, { ...policy })} />
                ) : (
                  <p className="text-fg-muted">No gate. Every version can go live here.</p>
                )}
                {policy ? (
                  <p className="mt-1 text-12 text-fg-muted">
                    {`Uses revision ${policy.suite.revision} of `}
                    <TextLink href={`/${workspace}/evaluations/suites/${policy.suite.id}`}>
                      {policy.suite.name}
                    </TextLink>
                    {policy.suite.approvedBy ? (
                      <>
                        {`, approved by ${policy.suite.approvedBy.name}, `}
                        <RelativeTime at={policy.suite.approvedBy.at} />
                      </>
                    ) : null}
                    .
                  </p>
                ) : null}
                {policy?.suite.hasWaitingChanges ? (
                  <Callout
                    tone="warning"
                    className="mt-2"
                    action={
                      <TextLink href={`/${workspace}/evaluations/suites/${policy.suite.id}`}>
                        {off === null ? "Review them" : "See them"}
                      </TextLink>
                    }
                  >
                    Changes of {policy.suite.name} are waiting for approval.
                  </Callout>
                ) : null}
                {policy && suite
                  ? gateWarnings(suite, policy).map((warning) => (
                      <Callout key={warning} tone="warning" className="mt-2">
                        {warning}
                      </Callout>
                    ))
                  : null}
              </div>
              {off === null && (suites.length > 0 || policy) ? (
                <span className="flex items-start gap-3">
                  <LinkButton
                    aria-label={policy ? `Change the gate of ${environment}` : `Set up a gate for ${environment}`}
                    onClick={() => setSelected(environment)}
                  >
                    {policy ? "Change" : "Set up"}
                  </LinkButton>
                  {policy ? <RemoveGate name={name} policy={policy} /> : null}
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      {off !== null ? (
        <p className="mt-2 text-12 text-fg-muted">{off}</p>
      ) : suites.length === 0 ? (
        <p className="mt-2 text-fg-muted">
          A gate needs a suite of cases. <TextLink href={`/${workspace}/evaluations/suites`}>Create one</TextLink>
        </p>
      ) : null}
      {selected !== null ? (
        <GateDialog
          name={name}
          suites={suites}
          environment={selected}
          models={options}
          policy={policies.find(({ environment }) => environment === selected) ?? null}
          onClose={() => setSelected(null)}
          onSaved={({ environment }) => {
            setSelected(null);
            toast({ title: `The gate of ${environment} is saved.` });
            router.refresh();
          }}
        />
      ) : null}
    </section>
  );
}

function RemoveGate({ name, policy }: { name: string; policy: GatePolicyView }) {
  const workspace = useWorkspace();
  const { prompt: _, suite, updatedBy: __, updatedAt: ___, ...rules } = policy;
  const { environment } = rules;
  const undo = {
    run: () => saveGate({ workspace, name, suite: suite.id, ...rules }),
    failed: "The gate was not restored.",
  };
  const { start, isBusy } = useAction({
    run: () => removeGate({ workspace, name, environment }),
    done: {
      title: `The gate of ${environment} is removed.`,
      detail: "Every version can go live there.",
      // An undo would approve the current suite, so there is none if changes of the suite are waiting for approval.
      undo: suite.hasWaitingChanges ? undefined : undo,
    },
    refresh: "done",
    failed: "The gate was not removed.",
  });
  return (
    <LinkButton aria-label={`Remove the gate of ${environment}`} disabled={isBusy} onClick={() => start()}>
      {isBusy ? "Removing" : "Remove"}
    </LinkButton>
  );
}
