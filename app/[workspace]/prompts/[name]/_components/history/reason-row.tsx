import { DialogRow } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea, type TextareaProps } from "@/components/ui/input";

type Props = Pick<TextareaProps, "value" | "onChange" | "onBlur" | "required"> & { error?: string | null };

/** The field for the reason of a release. */
export function ReasonRow({ error = null, ...field }: Props) {
  return (
    <DialogRow name="Reason">
      <Field
        label="Reason"
        hideLabel
        error={error}
        help={field.required ? "Stored with the release." : "Stored with the release, if you enter one."}
      >
        <Textarea {...field} maxLength={2000} />
      </Field>
    </DialogRow>
  );
}
