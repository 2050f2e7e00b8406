"use client";

import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { parseJson } from "@/lib/core/parse-json";
import type { Draft } from "@/lib/editing/draft/draft";
import { settingText, withSetting } from "@/lib/editing/draft/model-settings";
import { type ModelSetting, settingsKnownOn, settingsOf } from "@/lib/evaluation/models/known-settings";
import { useEdit } from "./edit-context";

const labels: Record<ModelSetting, string> = {
  effort: "Reasoning effort",
  budget: "Thinking budget",
  toolChoice: "Tool choice",
  parallel: "Parallel tool calls",
  stop: "Stop sequences",
  seed: "Seed",
  tier: "Service tier",
};
const help: Partial<Record<ModelSetting, string>> = {
  budget: "Tokens for reasoning.",
  stop: "One per line; \\n is a new line.",
  seed: "The same seed gives about the same answer.",
};
const unset = "As the provider decides";

/** Returns the names of the tools in the draft. */
function toolNames({ tools }: Draft): string[] {
  const list = parseJson(tools);
  const named = (tool: { function?: { name?: unknown }; name?: unknown } | null) => tool?.function?.name ?? tool?.name;
  return Array.isArray(list) ? list.map(named).filter((name): name is string => typeof name === "string") : [];
}

/** The settings that the chosen model supports, and unsupported ones that have a value. */
export function SettingFields() {
  const { draft } = useEdit();
  const { model } = draft;
  const [provider, name] = [model.provider.trim(), model.name.trim()];
  if (!provider || !name) return null;
  const { known, isListed } = settingsOf(provider, name);
  const shown = (Object.keys(labels) as ModelSetting[]).filter((one) => known[one] || settingText(model, one) !== "");
  if (shown.length === 0) return null;
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        {shown.map((setting) => (
          <SettingField key={setting} setting={setting} options={known[setting]} />
        ))}
      </div>
      <p className="-mt-1 text-12 text-fg-muted">
        {isListed
          ? `Settings of ${name}, as known on ${settingsKnownOn}. Set anything else under Other parameters.`
          : `Nothing is listed about ${name}, so every setting is offered. Empty ones are not sent.`}
      </p>
    </div>
  );
}

/** One setting. `options`: its known values. Undefined if the model is not known to support the setting. */
function SettingField({ setting, options }: { setting: ModelSetting; options: readonly string[] | undefined }) {
  const { draft, dispatch, analysis, isReadOnly } = useEdit();
  const value = settingText(draft.model, setting);
  const set = (text: string) =>
    dispatch({ do: "set model", model: { settings: withSetting(draft.model, setting, text) } });
  const problem = analysis.fieldProblems.find(({ field }) => field === `model/${setting}`)?.message;
  const isRefused =
    value !== "" && options && options.length > 0 && setting !== "toolChoice" && !options.includes(value);
  const warning = !options
    ? "This model is not known to support it."
    : isRefused
      ? `Known values: ${options.join(", ")}.`
      : help[setting];
  return (
    <Field label={labels[setting]} error={problem} help={warning}>
      {setting === "parallel" ? (
        <Select
          value={value}
          disabled={isReadOnly}
          options={[
            { value: "", label: unset },
            { value: "true", label: "Allowed" },
            { value: "false", label: "One call at a time" },
          ]}
          onChange={(event) => set(event.target.value)}
        />
      ) : setting === "stop" ? (
        <Textarea mono rows={2} value={value} readOnly={isReadOnly} onChange={(event) => set(event.target.value)} />
      ) : setting === "budget" || setting === "seed" ? (
        <Input
          inputMode="numeric"
          value={value}
          readOnly={isReadOnly}
          onChange={(event) => set(event.target.value.trim())}
        />
      ) : (
        <Combobox
          value={value}
          placeholder={unset}
          readOnly={isReadOnly}
          options={[...(options ?? []), ...(setting === "toolChoice" ? toolNames(draft) : [])].map((one) => ({
            value: one,
          }))}
          onChange={(text) => set(text.trim())}
        />
      )}
    </Field>
  );
}
