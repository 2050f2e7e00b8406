import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn";

const box =
  "my-0.5 inline-grid size-4 shrink-0 appearance-none place-items-center border border-line-control bg-surface checked:border-ink checked:bg-ink disabled:border-line disabled:bg-surface-sunken after:hidden checked:after:block after:content-['']";
const tick =
  "rounded-sm after:-mt-0.5 after:h-1 after:w-2 after:-rotate-45 after:border-on-ink after:border-b-2 after:border-l-2";
const dot = "rounded-full after:size-1.5 after:rounded-full after:bg-on-ink";

export type ChoiceProps = Omit<ComponentProps<"input">, "type" | "size"> & { label: ReactNode; help?: ReactNode };

function Choice({ kind, label, help, className, ...rest }: ChoiceProps & { kind: "checkbox" | "radio" }) {
  const [labelId, helpId] = [useId(), useId()];
  return (
    <label
      className={cn(
        "flex min-h-6 items-start gap-2 py-0.5 has-disabled:text-fg-subtle max-md:min-h-10 max-md:py-2",
        className,
      )}
    >
      <input
        {...rest}
        type={kind}
        aria-labelledby={help ? labelId : rest["aria-labelledby"]}
        aria-describedby={help ? helpId : rest["aria-describedby"]}
        className={cn(box, kind === "checkbox" ? tick : dot)}
      />
      <span>
        <span id={labelId}>{label}</span>
        {help ? (
          <span id={helpId} className="block text-12 text-fg-muted">
            {help}
          </span>
        ) : null}
      </span>
    </label>
  );
}

export function Checkbox(props: ChoiceProps) {
  return <Choice kind="checkbox" {...props} />;
}

/** One of several with the same `name`. Put them in a fieldset with a legend. */
export function Radio(props: ChoiceProps) {
  return <Choice kind="radio" {...props} />;
}
