"use client";

import { type ReactNode, useId } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { DraftModel } from "./draft";
import { useEdit } from "./edit-context";

const providers = ["openai", "anthropic", "google", "mistral", "azure", "bedrock", "groq", "ollama"];

/** Which model gets the messages, and how it answers. */
export function ModelPanel() {
  const { draft, dispatch, analysis, isReadOnly } = useEdit();
  const listId = useId();
  const error = (field: string) => analysis.fieldProblems.find((problem) => problem.field === field)?.message;
  const { model } = draft;
  const input = (key: keyof DraftModel, more: { list?: string; inputMode?: "decimal" | "numeric" } = {}) => (
    <Input
      {...more}
      value={model[key]}
      readOnly={isReadOnly}
      onChange={(event) => dispatch({ do: "set model", model: { [key]: event.target.value } })}
    />
  );
  const json = (value: string, rows: number, onChange: (text: string) => void): ReactNode => (
    <Textarea
      mono
      rows={rows}
      value={value}
      readOnly={isReadOnly}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      className="text-12"
    />
  );
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Provider" error={error("model/provider")}>
          {input("provider", { list: listId })}
        </Field>
        <Field label="Model" error={error("model/name")}>
          {input("name")}
        </Field>
        <Field label="Temperature" error={error("model/temperature")} help="0 is steady, 1 is free">
          {input("temperature", { inputMode: "decimal" })}
        </Field>
        <Field label="Max tokens" error={error("model/maxTokens")} help={`Sent as ${model.maxTokensKey}`}>
          {input("maxTokens", { inputMode: "numeric" })}
        </Field>
      </div>
      <datalist id={listId}>
        {providers.map((provider) => (
          <option key={provider} value={provider} />
        ))}
      </datalist>
      <Field label="Other parameters" note="JSON" error={error("model/other")} help='For example { "top_p": 0.9 }'>
        {json(model.other, 3, (other) => dispatch({ do: "set model", model: { other } }))}
      </Field>
      <Field
        label="Response schema"
        note="JSON Schema"
        error={error("responseSchema")}
        help="The form an answer must have. Empty: free text."
      >
        {json(draft.responseSchema, 6, (text) => dispatch({ do: "set json", field: "responseSchema", text }))}
      </Field>
      <Field label="Tools" note="JSON list" error={error("tools")} help="What the model may call.">
        {json(draft.tools, 4, (text) => dispatch({ do: "set json", field: "tools", text }))}
      </Field>
    </div>
  );
}
