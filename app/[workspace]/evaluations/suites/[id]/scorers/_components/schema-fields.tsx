"use client";

import { useMemo, useState } from "react";
import { JsonEditor } from "@/components/editor/json-editor";
import { Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { jsonFaults, schemaShape } from "@/lib/editing/json-faults";
import type { FieldErrors, Patch } from "./setup";

type Props = {
  name: string;
  schema: Record<string, unknown> | null;
  patch: Patch;
  error: FieldErrors;
  onReadable: (field: string, isReadable: boolean) => void;
};

const emptySchema = { type: "object", properties: {}, required: [] };

/** The choice between an own schema and that of the version. */
export function SchemaFields({ name, schema, patch, error, onReadable }: Props) {
  const [text, setText] = useState(() => JSON.stringify(schema ?? emptySchema, null, 2));
  const faults = useMemo(() => jsonFaults(text, schemaShape), [text]);
  const [first] = faults;
  const type = (typed: string) => {
    setText(typed);
    const isReadable = jsonFaults(typed, schemaShape).length === 0 && typed.trim() !== "";
    onReadable(name, isReadable);
    if (isReadable) patch({ [name]: JSON.parse(typed) });
  };
  const choose = (chosen: Record<string, unknown> | null) => {
    onReadable(name, true);
    setText(JSON.stringify(chosen ?? emptySchema, null, 2));
    patch({ [name]: chosen });
  };
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Schema</legend>
        <Radio
          name="schema-source"
          label="The response schema of the evaluated version"
          help="A version without one is not measured."
          checked={schema === null}
          onChange={() => choose(null)}
        />
        <Radio
          name="schema-source"
          label="Another schema"
          checked={schema !== null}
          onChange={() => choose(emptySchema)}
        />
      </fieldset>
      {schema === null ? null : (
        <Field
          label="JSON Schema"
          error={first ? `Line ${first.line}: ${first.message}` : error(name)}
          help="Draft 2020-12, 2019-09 or 07."
        >
          <JsonEditor label="JSON Schema" value={text} rows={10} faults={faults} onChange={type} />
        </Field>
      )}
    </>
  );
}
