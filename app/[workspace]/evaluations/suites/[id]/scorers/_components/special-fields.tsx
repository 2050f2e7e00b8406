"use client";

import { useMemo, useState } from "react";
import { JsonEditor } from "@/components/editor/json-editor";
import { jsonFaults, schemaShape } from "@/components/editor/json-faults";
import { Checkbox, Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { piiKinds } from "@/lib/evaluation/scorers/pii-kinds";
import type { ConfigOf } from "@/lib/evaluation/scorers/schema";
import { Check, FenceCheck, type FieldsOf } from "./check-box";
import { NumberInput } from "./field-inputs";
import { piiLabel } from "./scorer-words";

/** A pattern and its flags. */
export function RegexFields({ scorer, patch, error }: FieldsOf<ConfigOf<"regex">>) {
  const flag = (one: string, isSet: boolean) =>
    patch({ flags: [...scorer.flags].filter((other) => other !== one).join("") + (isSet ? one : "") });
  return (
    <>
      <Field
        label="Pattern"
        error={error("pattern")}
        help="In RE2 syntax, found anywhere in the answer; ^ and $ bind it to the ends."
      >
        <Input
          mono
          value={scorer.pattern}
          spellCheck={false}
          onChange={(event) => patch({ pattern: event.target.value })}
          placeholder="#\d{4,}"
        />
      </Field>
      <div className="grid gap-1">
        <Checkbox
          label="Upper and lower case are the same"
          checked={scorer.flags.includes("i")}
          onChange={(event) => flag("i", event.target.checked)}
        />
        <Checkbox
          label="^ and $ bind to each line"
          checked={scorer.flags.includes("m")}
          onChange={(event) => flag("m", event.target.checked)}
        />
        <Checkbox
          label="A dot takes line breaks too"
          checked={scorer.flags.includes("s")}
          onChange={(event) => flag("s", event.target.checked)}
        />
        <Checkbox
          label="The answer must not match"
          checked={!scorer.shouldMatch}
          onChange={(event) => patch({ shouldMatch: !event.target.checked })}
        />
      </div>
    </>
  );
}

/** How far a number may be off. */
export function NumericFields({ scorer, patch, error }: FieldsOf<ConfigOf<"numeric">>) {
  const isRelative = scorer.mode === "relative";
  return (
    <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
      <Field label="May be off by" note={isRelative ? "%" : undefined} error={error("tolerance")}>
        <NumberInput
          key={scorer.mode}
          value={isRelative ? Number((scorer.tolerance * 100).toFixed(6)) : scorer.tolerance}
          onChange={(value) => patch({ tolerance: (value ?? 0) / (isRelative ? 100 : 1) })}
        />
      </Field>
      <Field label="Measured">
        <Select
          value={scorer.mode}
          options={[
            { value: "absolute", label: "as a number" },
            { value: "relative", label: "in percent of it" },
          ]}
          onChange={(event) => patch({ mode: event.target.value, tolerance: 0 })}
        />
      </Field>
      <Field label="Which number of the answer">
        <Select
          value={scorer.pick}
          options={[
            { value: "last", label: "the last one" },
            { value: "first", label: "the first one" },
          ]}
          onChange={(event) => patch({ pick: event.target.value })}
        />
      </Field>
    </div>
  );
}

/** Which personal data. */
export function PiiFields({ scorer, patch, error }: FieldsOf<ConfigOf<"pii">>) {
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Looks for</legend>
        {piiKinds.map((kind) => (
          <Checkbox
            key={kind}
            label={piiLabel(kind)}
            checked={scorer.kinds.includes(kind)}
            onChange={(event) =>
              patch({
                kinds: piiKinds.filter((one) => (one === kind ? event.target.checked : scorer.kinds.includes(one))),
              })
            }
          />
        ))}
        {error("kinds") ? <p className="text-12 text-negative">{error("kinds")}</p> : null}
      </fieldset>
      <Check
        field="isInputAllowed"
        label="What stands in the case may be repeated"
        help="A customer's own e-mail address in the answer to that customer is fine."
        value={scorer.isInputAllowed}
        patch={patch}
      />
    </>
  );
}

const emptySchema = { type: "object", properties: {}, required: [] };

/** A schema of its own, or the version's. */
export function SchemaFields({ scorer, patch, error, onReadable }: FieldsOf<ConfigOf<"json_schema">>) {
  const [text, setText] = useState(() => JSON.stringify(scorer.schema ?? emptySchema, null, 2));
  const faults = useMemo(() => jsonFaults(text, schemaShape), [text]);
  const [first] = faults;
  const type = (typed: string) => {
    setText(typed);
    const isReadable = jsonFaults(typed, schemaShape).length === 0 && typed.trim() !== "";
    onReadable("schema", isReadable);
    if (isReadable) patch({ schema: JSON.parse(typed) });
  };
  const choose = (schema: Record<string, unknown> | null) => {
    onReadable("schema", true);
    setText(JSON.stringify(schema ?? emptySchema, null, 2));
    patch({ schema });
  };
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Schema</legend>
        <Radio
          name="schema-source"
          label="The response schema of the version that is run"
          help="A version without one is not measured."
          checked={scorer.schema === null}
          onChange={() => choose(null)}
        />
        <Radio
          name="schema-source"
          label="A schema of its own"
          checked={scorer.schema !== null}
          onChange={() => choose(emptySchema)}
        />
      </fieldset>
      {scorer.schema === null ? null : (
        <Field
          label="JSON Schema"
          error={first ? `Line ${first.line}: ${first.message}` : error("schema")}
          help="Draft 2020-12, 2019-09 or 07."
        >
          <JsonEditor label="JSON Schema" value={text} rows={10} faults={faults} onChange={type} />
        </Field>
      )}
      <FenceCheck scorer={scorer} patch={patch} />
    </>
  );
}
