"use client";

import { useMemo } from "react";
import { JsonEditor } from "@/components/editor/json-editor";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { capitalize } from "@/lib/core/words";
import type { DraftModel } from "@/lib/editing/draft/draft";
import { priceFor } from "@/lib/editing/draft/estimate";
import { type JsonShape, jsonFaults, objectShape, schemaShape, toolsShape } from "@/lib/editing/json-faults";
import { pricesKnownOn } from "@/lib/evaluation/models/prices";
import { offlineModel } from "@/lib/evaluation/models/types";
import { priceText } from "@/lib/evaluation/runs/figures";
import { useEdit } from "./edit-context";
import { SettingFields } from "./setting-fields";

/** The model, its settings, the response schema and the tools. */
export function ModelPanel() {
  const { draft, dispatch, analysis, isReadOnly } = useEdit();
  const { model } = draft;
  const error = (field: string) => analysis.fieldProblems.find((problem) => problem.field === field)?.message;
  const input = (key: "temperature" | "maxTokens", inputMode: "decimal" | "numeric") => (
    <Input
      inputMode={inputMode}
      value={model[key]}
      readOnly={isReadOnly}
      onChange={(event) => dispatch({ do: "set model", model: { [key]: event.target.value } })}
    />
  );
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-3">
        <ModelFields />
        <Field label="Temperature" error={error("model/temperature")} help="0: most predictable. 1: most varied.">
          {input("temperature", "decimal")}
        </Field>
        <Field label="Max tokens" error={error("model/maxTokens")} help={`Sent as ${model.maxTokensKey}`}>
          {input("maxTokens", "numeric")}
        </Field>
      </div>
      <SettingFields />
      <JsonField
        label="Other parameters"
        note="JSON"
        help='Sent as they are. For example { "top_p": 0.9 }'
        value={model.other}
        rows={2}
        shape={objectShape}
        onChange={(other) => dispatch({ do: "set model", model: { other } })}
      />
      <JsonField
        label="Response schema"
        note="JSON Schema"
        help="The required format of an answer. Empty: free text."
        value={draft.responseSchema}
        rows={5}
        shape={schemaShape}
        onChange={(text) => dispatch({ do: "set json", field: "responseSchema", text })}
      />
      <FormatFields />
      <JsonField
        label="Tools"
        note="JSON list"
        help="Functions that the model can call."
        value={draft.tools}
        rows={4}
        shape={toolsShape}
        onChange={(text) => dispatch({ do: "set json", field: "tools", text })}
      />
    </div>
  );
}

const strictness = [
  { value: "", label: "As the provider decides" },
  { value: "true", label: "Exactly" },
  { value: "false", label: "Best effort" },
];

/** The name and strictness of the response schema. Hidden if there is no schema. */
function FormatFields() {
  const { draft, dispatch, isReadOnly } = useEdit();
  const { responseSchema, responseFormat: format } = draft;
  if (responseSchema.trim() === "" && !format) return null;
  const { strict, ...rest } = format ?? {};
  return (
    <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
      <Field label="Schema name" help="Letters, digits, _ and -.">
        <Input
          value={format?.name ?? ""}
          placeholder="answer"
          readOnly={isReadOnly}
          onChange={(event) => dispatch({ do: "set format", format: { ...format, name: event.target.value } })}
        />
      </Field>
      <Field label="Follow the schema">
        <Select
          value={strict === undefined ? "" : String(strict)}
          disabled={isReadOnly}
          options={strictness}
          onChange={({ target: { value } }) =>
            dispatch({ do: "set format", format: { ...rest, ...(value !== "" && { strict: value === "true" }) } })
          }
        />
      </Field>
    </div>
  );
}

/** Provider and model. Connected ones are suggested, but any text is allowed. */
function ModelFields() {
  const { draft, dispatch, analysis, isReadOnly, models, setup } = useEdit();
  const { provider, name } = draft.model;
  const error = (field: string) => analysis.fieldProblems.find((problem) => problem.field === field)?.message;
  const set = (model: Partial<DraftModel>) => dispatch({ do: "set model", model });
  const providers = [...new Set(models.map((model) => model.provider))].map((value) => {
    const isConnected = models.some((model) => model.provider === value && model.isConnected);
    return { value, hint: value === offlineModel.provider ? "no real answers" : isConnected ? "connected" : undefined };
  });
  const ofProvider = models.filter((model) => provider.trim() === "" || model.provider === provider.trim());
  const chosen = { provider: provider.trim(), name: name.trim() };
  const price = chosen.provider && chosen.name ? priceFor(chosen, models) : null;
  const isKnown = models.some((model) => model.provider === chosen.provider && model.isConnected);
  return (
    <>
      <Field label="Provider" error={error("model/provider")}>
        <Combobox
          value={provider}
          readOnly={isReadOnly}
          options={providers}
          onChange={(value) => set({ provider: value })}
        />
      </Field>
      <Field label="Model" error={error("model/name")}>
        <Combobox
          value={name}
          readOnly={isReadOnly}
          options={ofProvider.map((model) => ({
            value: model.name,
            hint: model.isOffline ? "no real answers" : provider.trim() ? undefined : model.provider,
          }))}
          onChange={(value) => set({ name: value })}
          onPick={({ value }) => {
            const option = ofProvider.find((model) => model.name === value);
            set({ name: value, ...(option && { provider: option.provider }) });
          }}
        />
      </Field>
      {chosen.provider && chosen.name ? (
        <p className="col-span-2 -mt-1 text-12 text-fg-muted">
          {price
            ? `${capitalize(priceText(price))}, by the list prices of ${pricesKnownOn}.`
            : "No price is known for this model."}{" "}
          {models.length > 0 && !isKnown ? (
            <>
              {chosen.provider} is not connected, so you cannot run the prompt here. Applications are not affected.{" "}
              <TextLink href={`/${setup.workspace}/settings/models`}>Open model providers</TextLink>
            </>
          ) : null}
        </p>
      ) : null}
    </>
  );
}

type JsonFieldProps = {
  label: string;
  note: string;
  help: string;
  value: string;
  rows: number;
  shape: JsonShape;
  onChange: (text: string) => void;
};

/** A JSON field with a description of its faults below it. */
function JsonField({ label, note, help, value, rows, shape, onChange }: JsonFieldProps) {
  const { isReadOnly } = useEdit();
  const faults = useMemo(() => jsonFaults(value, shape), [value, shape]);
  const [first] = faults;
  const more = faults.length > 1 ? ` And ${faults.length - 1} more.` : "";
  return (
    <Field
      label={label}
      note={note}
      help={help}
      {...(first && { error: `Line ${first.line}: ${first.message}${more}` })}
    >
      <JsonEditor label={label} value={value} rows={rows} readOnly={isReadOnly} faults={faults} onChange={onChange} />
    </Field>
  );
}
