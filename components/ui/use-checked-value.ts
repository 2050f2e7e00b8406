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
