"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import { isImageHost } from "@/lib/core/image-hosts";
import type { DraftPart } from "@/lib/editing/draft/draft";
import { useEdit } from "./edit-context";

type Props = { part: DraftPart; index: number; onChange: (part: DraftPart) => void };

const sources = { variable: "from a variable", url: "by address", data: "as data" } as const;
type SourceKind = keyof typeof sources;
const details = { "": "usual detail", auto: "auto detail", low: "low detail", high: "high detail" } as const;

const kindOf = ({ variable, data }: DraftPart): SourceKind =>
  variable !== undefined ? "variable" : data !== undefined ? "data" : "url";

/** The source of an image or a file, and the detail at which the model reads an image. */
export function PartSource({ part, index, onChange }: Props) {
  const setKind = (kind: SourceKind) => {
    const { url: _, data: __, variable: ___, ...rest } = part;
    onChange({ ...rest, [kind]: "" });
  };
  const setDetail = (detail: keyof typeof details) => {
    const { detail: _, ...rest } = part;
    onChange(detail === "" ? rest : { ...rest, detail });
  };
  return (
    <span className="flex items-center gap-x-1 max-md:order-last max-md:-ml-1.5 max-md:w-full">
      <SmallSelect label={`Source of part ${index + 1}`} value={kindOf(part)} options={sources} onChange={setKind} />
      {part.type === "image" ? (
        <SmallSelect
          label={`Detail of part ${index + 1}`}
          value={part.detail ?? ""}
          options={details}
          onChange={setDetail}
        />
      ) : null}
    </span>
  );
}

type SmallSelectProps<Value extends string> = {
  label: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
};

function SmallSelect<Value extends string>({ label, value, options, onChange }: SmallSelectProps<Value>) {
  const { isReadOnly } = useEdit();
  return (
    <span className="relative flex items-center">
      <select
        aria-label={label}
        value={value}
        disabled={isReadOnly}
        onChange={(event) => onChange(event.target.value as Value)}
        className="field-sizing-content h-6 appearance-none rounded-md pr-5 pl-1.5 hover:bg-surface-hover disabled:opacity-100 max-md:h-10"
      >
        {(Object.entries(options) as [Value, string][]).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      {isReadOnly ? null : <ChevronDown aria-hidden className="pointer-events-none absolute right-1 size-3" />}
    </span>
  );
}

const examples = { variable: "photo", url: "https://example.com/{{ id }}.png", data: "base64" } as const;

/** The fields of an image or a file, and its picture if the page may show it. */
export function MediaFields({ part, index, place, onChange }: Props & { place: string }) {
  const { faults, isReadOnly, analysis } = useEdit();
  const { type, media_type: mediaType, filename, data } = part;
  const kind = kindOf(part);
  const what = type === "image" ? "image" : "file";
  const [fault] = faults.get(place) ?? [];
  const variables = (analysis.content.variables ?? []).filter((variable) => variable.type === type);
  const listId = `${place}-variables`;
  const set = (field: "media_type" | "filename", text: string) => {
    const { [field]: _, ...rest } = part;
    onChange(text === "" ? rest : { ...rest, [field]: text });
  };
  return (
    <div className="grid gap-1.5 px-3 pb-2.5">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5 md:auto-cols-[minmax(0,10rem)] md:grid-flow-col">
        <Input
          aria-label={`${{ variable: "Variable", url: "Address", data: "Data" }[kind]} of the ${what}, part ${index + 1}`}
          aria-invalid={fault ? true : undefined}
          mono
          list={kind === "variable" && variables.length > 0 ? listId : undefined}
          placeholder={examples[kind]}
          value={part[kind] ?? ""}
          readOnly={isReadOnly}
          onChange={(event) => onChange({ ...part, [kind]: event.target.value.trim() })}
        />
        {kind === "data" || mediaType !== undefined ? (
          <Input
            aria-label={`Media type of part ${index + 1}`}
            placeholder={type === "image" ? "image/png" : "application/pdf"}
            value={mediaType ?? ""}
            readOnly={isReadOnly}
            onChange={(event) => set("media_type", event.target.value.trim())}
          />
        ) : null}
        {type === "file" ? (
          <Input
            aria-label={`File name of part ${index + 1}`}
            placeholder="name, if it has one"
            value={filename ?? ""}
            readOnly={isReadOnly}
            onChange={(event) => set("filename", event.target.value)}
          />
        ) : null}
        <datalist id={listId}>
          {variables.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      {type === "image" && kind === "data" && data && mediaType?.startsWith("image/") ? (
        <Picture
          key={data.length}
          source={`data:${mediaType};base64,${data}`}
          index={index}
          broken="These data are not an image of this type."
        />
      ) : null}
      {type === "image" && kind === "url" && part.url ? <AddressPicture address={part.url} index={index} /> : null}
      {fault ? <p className="text-12 text-negative">{fault.message}</p> : null}
    </div>
  );
}

/** The picture at an address. Only images of hosts that the operator allows are loaded. */
function AddressPicture({ address, index }: { address: string; index: number }) {
  const { setup } = useEdit();
  const hasVariables = /{{|{%/.test(address);
  if (!hasVariables && isImageHost(setup.imageHosts, address))
    return <Picture key={address} source={address} index={index} broken="There is no image at this address." />;
  const why = hasVariables
    ? "the address holds variables."
    : "the operator of this server allows images of other hosts with IMAGE_HOSTS.";
  return <p className="text-12 text-fg-muted">Not shown here: {why}</p>;
}

function Picture({ source, index, broken }: { source: string; index: number; broken: string }) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <p className="text-12 text-negative">{broken}</p>;
  return (
    // biome-ignore lint/performance/noImgElement: shows the original image that the model gets
    <img
      alt={`Part ${index + 1}`}
      // The browser may load the server-rendered image before React attaches the handler.
      ref={(image) => {
        if (image?.complete && image.naturalWidth === 0) setBroken(true);
      }}
      src={source}
      referrerPolicy="no-referrer"
      onError={() => setBroken(true)}
      className="max-h-40 max-w-full justify-self-start rounded-md border border-line"
    />
  );
}
