"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type FormEvent, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm as useHookForm,
} from "react-hook-form";
import { type FieldNames, placeFaults } from "./place-faults";
import { type ActionFailure, type ActionOutcome, type AfterAction, useAction } from "./use-action";
import { useFirstFault } from "./use-first-fault";

/** The types of a Zod schema, classic or mini. */
type Schema<In, Out> = { _zod: { input: In; output: Out } };

type Options<In extends FieldValues, Out, Data> = AfterAction<[Out], Data> & {
  /** Validates the fields and returns the value to send. */
  schema: Schema<In, Out>;
  /** The initial values. */
  values: NoInfer<In>;
  run: (sent: Out) => Promise<ActionOutcome<Data>>;
  onDone?: (data: Data, sent: Out) => unknown;
  /** The field for an error, by pointer or by code, if the server uses another name. */
  at?: FieldNames<In>;
  /** Called first with a failure. Returns true if it showed it. */
  onRefused?: (failure: ActionFailure) => boolean;
};

export type Form<In extends FieldValues = FieldValues, Out = unknown> = Pick<
  UseFormReturn<In, unknown, Out>,
  "control" | "formState" | "trigger" | "watch" | "setValue" | "getValues" | "reset" | "clearErrors"
> & {
  /** Validates all fields. Sends the form if it is valid, otherwise moves the focus to the first error. */
  submit: (event: Pick<FormEvent<HTMLElement>, "target">) => void;
  /** The fields that are mounted. Only they can show errors of the server. */
  shown: Set<string>;
  isBusy: boolean;
  failure: ActionFailure | null;
  setFailure: (failure: ActionFailure | null) => void;
};

/**
 * A form for one action. Fields are validated on blur, and while typing once they were invalid (`FormField`). Errors of
 * the server are shown at their fields; any other failure is `failure`.
 */
export function useForm<In extends FieldValues, Out, Data>(options: Options<In, Out, Data>): Form<In, Out> {
  const { schema, values, onRefused, at, ...rest } = options;
  const hook = useHookForm<In, unknown, Out>({
    defaultValues: values as DefaultValues<In>,
    resolver: zodResolver<In, unknown, Out, Schema<In, Out>>(schema),
    mode: "onSubmit",
    reValidateMode: "onSubmit",
    shouldFocusError: false,
  });
  const { control, formState, trigger, watch, setValue, getValues, reset, clearErrors } = hook;
  const focusFirstFault = useFirstFault();
  const [shown] = useState(() => new Set<string>());
  const sent = useRef<Element | null>(null);
  const action = useAction({
    ...rest,
    onRefused: (failure) => {
      if (onRefused?.(failure)) return true;
      const faults = placeFaults(failure, shown, at);
      for (const { field, message } of faults) hook.setError(field as Path<In>, { type: "server", message });
      focusFirstFault(faults.length > 0 ? sent.current : null);
      return faults.length > 0;
    },
  });
  const submit: Form<In, Out>["submit"] = ({ target }) => {
    if (action.isBusy) return;
    sent.current = (target as Element).closest("form");
    void hook.handleSubmit(
      (fields) => action.start(fields),
      () => focusFirstFault(sent.current),
    )();
  };
  const { isBusy, failure, setFailure } = action;
  return {
    control,
    formState,
    trigger,
    watch,
    setValue,
    getValues,
    reset,
    clearErrors,
    submit,
    shown,
    isBusy,
    failure,
    setFailure,
  };
}
