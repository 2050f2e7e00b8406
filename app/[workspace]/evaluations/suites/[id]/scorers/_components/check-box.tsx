import { Checkbox } from "@/components/ui/choice";
import type { FieldErrors, Patch } from "./setup";

/** What the fields of one type of scorer get. */
export type FieldsOf<T> = {
  scorer: T;
  patch: Patch;
  error: FieldErrors;
  /** Whether what is typed in a field of JSON can be read. */
  onReadable: (field: string, isReadable: boolean) => void;
};

type CheckProps = { field: string; label: string; help?: string; value: boolean; patch: Patch };
/** Yes or no. */
export const Check = ({ field, label, help, value, patch }: CheckProps) => (
  <Checkbox label={label} help={help} checked={value} onChange={(event) => patch({ [field]: event.target.checked })} />
);

/** Whether a fence around JSON is taken off. */
export function FenceCheck({ scorer, patch }: { scorer: { isFenceAllowed: boolean }; patch: Patch }) {
  return (
    <Check
      field="isFenceAllowed"
      label="A ```json fence around the answer is fine"
      value={scorer.isFenceAllowed}
      patch={patch}
    />
  );
}
