"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox, Radio } from "@/components/ui/choice";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { ModelMessage } from "@/lib/evaluation/models/types";
import { chooseJudge, judgeOf } from "@/lib/evaluation/scorers/judge-choice";
import { judgeScaleLabels, judgeScales } from "@/lib/evaluation/scorers/judge-scales";
import { familyLabel, familyOf } from "@/lib/evaluation/scorers/model-family";
import type { JudgeConfig } from "@/lib/evaluation/scorers/schema";
import { messageTexts } from "@/lib/template/requests/spoken";
import { previewJudge } from "../actions";
import type { FieldErrors, Patch, ScorerSetup } from "./setup";

type Props = { setup: ScorerSetup; judge: JudgeConfig; patch: Patch; error: FieldErrors };

/** The settings of a judge: criteria, scale, model, and a preview of its prompt. */
export function JudgeFields({ setup, judge, patch, error }: Props) {
  return (
    <>
      <Criteria judge={judge} patch={patch} error={error} />
      <div className="grid grid-cols-2 items-start gap-3 max-md:grid-cols-1">
        <Field label="Scale" help="A wide scale is more precise. Pass or fail gives the most stable results.">
          <Select
            value={judge.scale}
            options={judgeScales.map((value) => ({ value, label: judgeScaleLabels[value] }))}
            onChange={(event) =>
              patch({ scale: event.target.value, threshold: event.target.value === "pass_fail" ? 1 : 0.7 })
            }
          />
        </Field>
        {setup.suiteId === null ? null : (
          <Checkbox
            className="md:mt-6"
            label="Show the expected answer to the judge"
            help="As a correct answer, when the case has one."
            checked={judge.showExpected}
            onChange={(event) => patch({ showExpected: event.target.checked })}
          />
        )}
      </div>
      <Field
        label="More instructions for the judge"
        note="optional"
        error={error("instructions")}
        help="What the judge must know, such as who the readers are and what matters most."
      >
        <Textarea
          rows={2}
          value={judge.instructions}
          maxLength={4000}
          onChange={(event) => patch({ instructions: event.target.value })}
        />
      </Field>
      <JudgeModel setup={setup} judge={judge} patch={patch} error={error} />
      {setup.suiteId === null ? null : <Preview suiteId={setup.suiteId} cases={setup.cases} judge={judge} />}
    </>
  );
}

function Criteria({ judge, patch, error }: Omit<Props, "setup">) {
  const { criteria } = judge;
  const set = (next: readonly string[]) => patch({ criteria: next });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">
        Criteria{" "}
        <span className="ml-1 font-normal text-12 text-fg-subtle">what a good answer does, one point each</span>
      </legend>
      {criteria.map((text, index) => {
        const key = `criterion ${index}`;
        const wrong = error(`criteria/${index}`);
        return (
          <div key={key} className="flex items-start gap-1">
            <Field label={`Criterion ${index + 1}`} hideLabel className="min-w-0 flex-1" error={wrong}>
              <Input
                value={text}
                maxLength={1000}
                autoFocus={index > 0 && text === ""}
                data-autofocus={index === 0 && text === "" ? "" : undefined}
                placeholder={index === 0 ? "It answers what was asked, with facts from the case." : "It stays polite."}
                onChange={(event) => set(criteria.map((one, at) => (at === index ? event.target.value : one)))}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.metaKey || event.ctrlKey) return;
                  event.preventDefault();
                  if (criteria.length < 20 && text.trim()) set([...criteria, ""]);
                }}
              />
            </Field>
            <IconButton
              label={`Remove criterion ${index + 1}`}
              icon={<X />}
              off={criteria.length === 1}
              onClick={() => set(criteria.filter((_, at) => at !== index))}
            />
          </div>
        );
      })}
      {error("criteria") ? <p className="text-12 text-negative">{error("criteria")}</p> : null}
      {criteria.length < 20 ? (
        <div>
          <Button size="sm" icon={<Plus />} onClick={() => set([...criteria, ""])}>
            Add criterion
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}

function JudgeModel({ setup: { models, modelUnderTest }, judge, patch, error }: Props) {
  const chosen = chooseJudge(models, modelUnderTest).model;
  const { model, warning } = judgeOf(judge, models, modelUnderTest);
  const family = familyOf(model);
  const connected = models.filter(({ isConnected }) => isConnected);
  const set = (fields: Partial<typeof model>) => patch({ model: { ...model, ...fields } });
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Judge model</legend>
      <Radio
        name="judge-model"
        label="A model of another family than the evaluated model"
        help={`Chosen when a run starts. Currently ${chosen.name}${chosen.provider === "offline" ? ", because no provider is connected" : ` at ${chosen.provider}`}.`}
        checked={judge.model === null}
        onChange={() => patch({ model: null })}
      />
      <Radio
        name="judge-model"
        label="This model"
        checked={judge.model !== null}
        onChange={() => patch({ model: chosen })}
      />
      {judge.model ? (
        <div className="mt-1 grid grid-cols-2 gap-3 pl-6 max-md:grid-cols-1 max-md:pl-0">
          <Field label="Provider" error={error("model/provider")}>
            <Combobox
              value={judge.model.provider}
              options={[...new Set(connected.map(({ provider }) => provider))].map((value) => ({ value }))}
              onChange={(provider) => set({ provider })}
            />
          </Field>
          <Field label="Model" error={error("model/name")} help={family ? `Family: ${familyLabel(family)}` : undefined}>
            <Combobox
              value={judge.model.name}
              options={connected
                .filter(({ provider }) => provider === model.provider)
                .map(({ name }) => ({ value: name }))}
              onChange={(name) => set({ name })}
            />
          </Field>
        </div>
      ) : null}
      {warning ? (
        <Callout tone="warning" className="mt-1">
          {warning}
        </Callout>
      ) : null}
    </fieldset>
  );
}

type PreviewProps = Pick<ScorerSetup, "cases"> & { suiteId: string; judge: JudgeConfig };

/** The messages to the judge, on request, with the first case of the suite as an example. */
function Preview({ suiteId, cases, judge }: PreviewProps) {
  const workspace = useWorkspace();
  const [messages, setMessages] = useState<readonly ModelMessage[] | null>(null);
  const { start, isBusy, failure } = useAction({
    run: () => {
      const shown = { ...judge, id: judge.id || "preview", name: judge.name || "Judge" };
      return previewJudge({ workspace, id: suiteId, judge: shown, caseKey: cases[0]?.key ?? null });
    },
    onDone: (preview) => setMessages(preview.messages),
  });
  return (
    <div>
      <LinkButton onClick={() => (messages ? setMessages(null) : start())} aria-expanded={messages !== null}>
        {messages ? "Hide the request" : isBusy ? "Reading" : "Show the request"}
      </LinkButton>
      {failure ? <p className="text-12 text-negative">Fill in the criteria first.</p> : null}
      {messageTexts(messages ?? []).map(({ role, text }) => (
        <div key={role} className="mt-2">
          <p className="text-12 text-fg-muted">{role}</p>
          <pre className="max-h-64 overflow-auto whitespace-pre-wrap rounded-md bg-surface-sunken p-3 font-mono text-12 [overflow-wrap:anywhere]">
            {text}
          </pre>
        </div>
      ))}
    </div>
  );
}
