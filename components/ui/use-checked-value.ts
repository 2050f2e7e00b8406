"use client";

import { type ChangeEvent, useState } from "react";

/** A value checked on leaving its field, and while typing once it was wrong. `check` says what is wrong, or null. */
export function useCheckedValue(initial: string, check: (value: string) => string | null) {
  const [value, setValue] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  return {
    value,
    error,
    setValue,
    setError,
    /** Checks what is sent; true when nothing is wrong. */
    isFine(sent = value): boolean {
      const found = check(sent);
      setError(found);
      return found === null;
    },
    /** Shows a refusal of the server beside the field when its code is this one; whether it did. */
    takeRefusal:
      (code: string) =>
      (failure: { code: string; message: string }): boolean => {
        if (failure.code !== code) return false;
        setError(failure.message);
        return true;
      },
    props: {
      value,
      onBlur: () => {
        if (value !== initial) setError(check(value));
      },
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
        setValue(event.target.value);
        if (error) setError(check(event.target.value));
      },
    },
  };
}

type CheckedField = { setError: (error: string | null) => void };

/** For a form of several fields: shows what the server objected to beside the fields it names; whether it named one. */
export const beside =
  (fields: Readonly<Record<string, CheckedField>>) =>
  ({ errors = [] }: { errors?: readonly { pointer: string; message: string }[] | undefined }): boolean => {
    const placed = errors.filter(({ pointer, message }) => {
      const field = fields[pointer.split("/")[1] ?? ""];
      field?.setError(message);
      return field !== undefined;
    });
    return placed.length > 0;
  };
