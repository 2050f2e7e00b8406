"use client";

import { type ChangeEvent, useState } from "react";

/** A value that is validated on blur, and while typing once it was invalid. `check` returns the error or null. */
export function useCheckedValue(initial: string, check: (value: string) => string | null) {
  const [value, setValue] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  return {
    value,
    error,
    setValue,
    setError,
    /** Validates the value to send. Returns true if it is valid. */
    isFine(sent = value): boolean {
      const found = check(sent);
      setError(found);
      return found === null;
    },
    /** Shows the server's refusal at the field if it has this code. Returns whether it did. */
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

/** For a form with several fields: shows the server's errors at their fields. Returns whether there was one. */
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
