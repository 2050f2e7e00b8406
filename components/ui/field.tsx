"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn";
import { MaskIcon } from "./mask-icon";

type FieldContext = { id: string; describedBy: string | undefined; invalid: boolean };
const Context = createContext<FieldContext | null>(null);

export type FieldProps = {
  label: ReactNode;
  /** Beside the label, lighter: "if you know it". */
  note?: ReactNode;
  /** On the right of the label, for a link. */
  labelEnd?: ReactNode;
  help?: ReactNode;
  /** What is wrong and how to fix it. Replaces the help. */
  error?: ReactNode;
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
};

/** A label above, help below. An error replaces the help. The control inside gets the ids. */
export function Field({ label, note, labelEnd, help, error, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const below = error || help;
  const describedBy = below ? `${id}-below` : undefined;
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <div className={cn("flex items-baseline gap-2", hideLabel && "sr-only")}>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {note ? <span className="text-12 text-fg-subtle">{note}</span> : null}
        {labelEnd ? <span className="ml-auto">{labelEnd}</span> : null}
      </div>
      <Context value={{ id, describedBy, invalid: Boolean(error) }}>{children}</Context>
      {error ? (
        <FieldError id={describedBy}>{error}</FieldError>
      ) : help ? (
        <p id={describedBy} className="text-12 text-fg-muted">
          {help}
        </p>
      ) : null}
    </div>
  );
}

/** The error of a field, or of a group of fields. */
export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex gap-1.5 text-12 text-negative">
      <MaskIcon name="circle-exclamation-point" className="mt-px size-3.5" />
      <span>{children}</span>
    </p>
  );
}

type DescribedControl = {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling";
};

/** The props that a control inside a Field gets from it. */
export function useFieldProps(own: DescribedControl): DescribedControl {
  const field = useContext(Context);
  return {
    id: own.id ?? field?.id,
    "aria-describedby": own["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": own["aria-invalid"] ?? (field?.invalid || undefined),
  };
}
