"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Textarea } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import { useAction } from "@/components/ui/use-action";
import type { RedactionRule } from "@/lib/telemetry/content-policy";
import { commonRules } from "@/lib/telemetry/content-policy-words";
import { tryRedaction } from "../actions";

export type RuleDraft = RedactionRule & { key: string };
type Props = { rules: readonly RuleDraft[]; onChange: (rules: RuleDraft[]) => void };

const empty: RedactionRule = { name: "", pattern: "", replacement: "[removed]" };

/** The rules that replace parts of contents, with a preview on a text. */
export function RuleFields({ rules, onChange }: Props) {
  const workspace = useWorkspace();
  const [text, setText] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const trial = useAction({
    run: () =>
      tryRedaction({
        workspace,
        text,
        rules: rules.map(({ name, pattern, replacement }) => ({ name, pattern, replacement })),
      }),
    onDone: (done) => setShown(done.text),
    onRefused: () => {
      setShown(null);
      return false;
    },
  });
  const add = (rule: RedactionRule) => onChange([...rules, { ...rule, key: crypto.randomUUID() }]);
  const change = (key: string, part: Partial<RedactionRule>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...part } : rule)));
  const left = commonRules.filter(({ name }) => !rules.some((rule) => rule.name === name));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">Rules that replace parts</legend>
      {rules.length === 0 ? <p className="text-fg-muted">No rule: contents are stored as they are sent.</p> : null}
      {rules.map(({ key, name, pattern, replacement }, index) => (
        <div key={key} className="grid grid-cols-[150px_minmax(0,1fr)_110px_auto] gap-2 max-md:grid-cols-[1fr_auto]">
          <Input
            aria-label={`Name of rule ${index + 1}`}
            placeholder="Name"
            value={name}
            onChange={(event) => change(key, { name: event.target.value })}
            className="max-md:col-start-1"
          />
          <Input
            mono
            aria-label={`Pattern of rule ${index + 1}, in RE2 syntax`}
            placeholder="RE2 pattern"
            value={pattern}
            onChange={(event) => change(key, { pattern: event.target.value })}
            className="max-md:col-start-1"
          />
          <Input
            aria-label={`Replacement of rule ${index + 1}`}
            placeholder="Becomes"
            value={replacement}
            onChange={(event) => change(key, { replacement: event.target.value })}
            className="max-md:col-start-1"
          />
          <IconButton
            label={`Remove rule ${index + 1}`}
            icon={<Trash2 />}
            onClick={() => onChange(rules.filter((rule) => rule.key !== key))}
            className="max-md:col-start-2 max-md:row-start-1"
          />
        </div>
      ))}
      <div>
        <Menu
          label="Rules to add"
          align="start"
          trigger={
            <Button size="sm" icon={<Plus />}>
              Add a rule
            </Button>
          }
          items={[
            ...left.map((rule) => ({ label: rule.name, onSelect: () => add(rule) })),
            ...(left.length > 0 ? (["line"] as const) : []),
            { label: "Custom pattern", onSelect: () => add(empty) },
          ]}
        />
      </div>
      {rules.length > 0 ? (
        <div className="grid gap-2 rounded-lg border border-line p-3">
          <Field label="Try them" help="Nothing of this text is stored." error={trial.failure?.message}>
            <Textarea
              value={text}
              placeholder="Write to ada@example.com"
              onChange={(event) => {
                setText(event.target.value);
                setShown(null);
              }}
            />
          </Field>
          <div className="flex flex-wrap items-start gap-3">
            <Button size="sm" onClick={() => trial.start()} busy={trial.isBusy && "Trying"}>
              Try
            </Button>
            <output className="min-w-0 flex-1 whitespace-pre-wrap pt-1 font-mono text-12 [overflow-wrap:anywhere]">
              {shown}
            </output>
          </div>
        </div>
      ) : null}
    </fieldset>
  );
}
