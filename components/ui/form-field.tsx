"use client";

import { type ReactNode, useEffect } from "react";
import { type FieldPath, type FieldPathValue, type FieldValues, useController } from "react-hook-form";
import { Field, type FieldProps } from "./field";
import type { Form } from "./use-form";

/** The props of a control: input props, or a value and a change handler. */
type ControlProps<In extends FieldValues, Name extends FieldPath<In>> = {
  name: Name;
  value: FieldPathValue<In, Name>;
  onChange: (next: unknown) => void;
  onBlur: () => void;
  ref: (control: HTMLElement | null) => void;
};

type FieldPlace<In extends FieldValues, Name extends FieldPath<In>> = {
  form: Pick<Form<In>, "control" | "trigger" | "formState" | "shown">;
  name: Name;
};

/** One field of a form and its error. Validated on blur after a change, and on every change once it was invalid. */
export function useFormField<In extends FieldValues, Name extends FieldPath<In>>({ form, name }: FieldPlace<In, Name>) {
  const { field, fieldState } = useController({ control: form.control, name });
  const { error, isDirty } = fieldState;
  const { shown } = form;
  useEffect(() => {
    shown.add(name);
    return () => void shown.delete(name);
  }, [shown, name]);
  const control: ControlProps<In, Name> = {
    name,
    value: field.value as FieldPathValue<In, Name>,
    ref: field.ref,
    onChange: (next) => {
      field.onChange(next);
      // This change may fix the error of another field. An error from the server stays until its own field changes.
      const wrong = Object.entries(form.formState.errors).filter(([, fault]) => fault?.type !== "server");
      const again = wrong.map(([other]) => other as FieldPath<In>);
      if (error) again.push(name);
      if (again.length > 0) void form.trigger(again);
    },
    onBlur: () => {
      field.onBlur();
      if (isDirty || error) void form.trigger(name);
    },
  };
  return { control, error: error?.message };
}

export type FormFieldProps<In extends FieldValues, Name extends FieldPath<In>> = Omit<
  FieldProps,
  "error" | "children"
> &
  FieldPlace<In, Name> & { children: (control: ControlProps<In, Name>) => ReactNode };

/** A field of a form with its label. Its error is shown below it. */
export function FormField<In extends FieldValues, Name extends FieldPath<In>>(props: FormFieldProps<In, Name>) {
  const { form, name, children, ...rest } = props;
  const { control, error } = useFormField({ form, name });
  return (
    <Field {...rest} error={error}>
      {children(control)}
    </Field>
  );
}
