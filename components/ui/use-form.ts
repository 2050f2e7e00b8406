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

/** Zod's types of a schema, classic or mini. */
type Schema<In, Out> = { _zod: { input: In; output: Out } };

type Options<In extends FieldValues, Out, Data> = AfterAction<[Out], Data> & {
  /** Checks the fields and gives what is sent. */
  schema: Schema<In, Out>;
  /** What the fields hold at first. */
  values: NoInfer<In>;
  run: (sent: Out) => Promise<ActionOutcome<Data>>;
  onDone?: (data: Data, sent: Out) => unknown;
  /** The field of a fault, where the server names it otherwise: by pointer or by code. */
  at?: FieldNames<In>;
  /** Sees a failure first; true when it showed it. */
  onRefused?: (failure: ActionFailure) => boolean;
};

export type Form<In extends FieldValues = FieldValues, Out = unknown> = Pick<
  UseFormReturn<In, unknown, Out>,
  "control" | "formState" | "trigger" | "watch" | "setValue" | "getValues" | "reset" | "clearErrors"
> & {
  /** Checks everything. Sends it when it is right, else goes to the first fault. */
  submit: (event: Pick<FormEvent<HTMLElement>, "target">) => void;
  /** The fields that are on the page: only they show what the server objects to. */
  shown: Set<string>;
  isBusy: boolean;
  failure: ActionFailure | null;
  setFailure: (failure: ActionFailure | null) => void;
};

/**
 * A form around one action. Fields are checked when they are left, and while somebody types once they were wrong
 * (`FormField`). What the server objects to stands beside its field; anything else is `failure`.
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
