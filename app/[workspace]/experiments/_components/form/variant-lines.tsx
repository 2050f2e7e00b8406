"use client";

import { Equal, Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { FieldError } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Form } from "@/components/ui/use-form";
import {
  type FormVariant,
  freeKey,
  type PlanFields,
  type PlanForm,
  sharesOf,
  withShares,
} from "@/lib/editing/plan/plan-form";
import { equally, withOneMore, withoutOne, withShare } from "@/lib/editing/plan/shares";
import { mostVariants } from "@/lib/experiments/plan-rules";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";

type Props = {
  form: PlanForm;
  basis: PlanBasis | null;
  faults: Form<PlanForm, PlanFields>["formState"]["errors"]["variants"];
  onChange: (form: PlanForm) => void;
};

const colours = ["bg-chart-6", "bg-chart-1", "bg-chart-2", "bg-chart-3", "bg-chart-4", "bg-chart-5"];

/** The versions and their shares of users. The shares always add up to 100 %. */
export function VariantLines({ form, basis, faults, onChange }: Props) {
  const { variants } = form;
  const shares = sharesOf(form);
  const set = (index: number, change: Partial<FormVariant>) =>
    onChange({ ...form, variants: variants.map((one, place) => (place === index ? { ...one, ...change } : one)) });
  const options = [
    { value: "", label: basis ? "Choose a version" : "Choose a prompt first" },
    ...(basis?.versions ?? []).map(({ version, message, isOfCopy }) => ({
      value: String(version),
      label: `v${version}${version === basis?.liveVersion ? ", live" : isOfCopy ? ", draft copy" : ""}${message ? `: ${message}` : ""}`,
    })),
  ];
  const add = () => {
    const next = { ...form, variants: [...variants, { key: freeKey(variants), version: null, share: 0 }] };
    onChange(withShares(next, withOneMore(shares)));
  };
  const remove = (index: number) => {
    const next = { ...form, variants: variants.filter((_, place) => place !== index) };
    onChange(withShares(next, withoutOne(shares, index)));
  };
  return (
    <div className="grid gap-3">
      <div
        role="img"
        aria-label={`Shares: ${shares.join(", ")} percent`}
        className="flex h-2 overflow-hidden rounded-sm"
      >
        {variants.map(({ key, share }, index) => (
          <span key={key} className={colours[index % colours.length]} style={{ width: `${share}%` }} />
        ))}
      </div>
      <ul className="grid gap-3">
        {variants.map(({ key, version, share }, index) => {
          const fault = faults?.[index]?.version?.message ?? faults?.[index]?.key?.message;
          const name = index === 0 ? "Control" : variants.length === 2 ? "Candidate" : `Candidate ${index}`;
          return (
            <li
              key={key}
              className={cn(
                "grid items-center gap-2",
                variants.length > 2
                  ? "grid-cols-[88px_minmax(0,1fr)_92px_32px] max-md:grid-cols-[minmax(0,1fr)_92px_40px]"
                  : "grid-cols-[88px_minmax(0,1fr)_92px] max-md:grid-cols-[minmax(0,1fr)_92px]",
              )}
            >
              <span className="font-medium max-md:col-span-full">
                {name}
                {key === name.toLowerCase() ? null : (
                  <span className="block truncate font-normal text-12 text-fg-muted">{key}</span>
                )}
              </span>
              <Select
                aria-label={`Version of the ${name.toLowerCase()}`}
                aria-invalid={Boolean(fault)}
                options={options}
                value={version === null ? "" : String(version)}
                onChange={(event) => set(index, { version: event.target.value ? Number(event.target.value) : null })}
              />
              <ShareInput
                label={`Share of the ${name.toLowerCase()}, percent`}
                value={share}
                onChange={(next) => onChange(withShares(form, withShare(shares, index, next)))}
              />
              {index > 0 && variants.length > 2 ? (
                <IconButton label={`Remove ${name.toLowerCase()}`} icon={<X />} onClick={() => remove(index)} />
              ) : null}
              {fault ? (
                <p role="alert" className="col-start-2 text-12 text-negative max-md:col-span-full max-md:col-start-1">
                  {fault}
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
      {faults?.message ? <FieldError>{faults.message}</FieldError> : null}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<Plus />}
          onClick={add}
          off={variants.length >= mostVariants && "An experiment has at most ten versions."}
        >
          Add a version
        </Button>
        <Button
          size="sm"
          variant="quiet"
          icon={<Equal />}
          onClick={() => onChange(withShares(form, equally(variants.length)))}
        >
          Equal shares
        </Button>
      </div>
    </div>
  );
}

type ShareInputProps = { label: string; value: number; onChange: (share: number) => void };

/** A share in percent. It may be empty while typing. An invalid value is corrected on blur. */
function ShareInput({ label, value, onChange }: ShareInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, 2);
    setTyped(digits);
    if (Number(digits) > 0) onChange(Number(digits));
  };
  return (
    <span className="relative">
      <Input
        aria-label={label}
        inputMode="numeric"
        value={typed ?? value}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
        className="pr-7 text-right tabular-nums"
      />
      <span aria-hidden="true" className="-translate-y-1/2 absolute top-1/2 right-2.5 text-fg-muted">
        %
      </span>
    </span>
  );
}
