"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { changeName } from "../actions";

export function NameForm({ name: before }: { name: string }) {
  const name = useCheckedValue(before, (value) => (value.trim() ? null : "Enter the name that others see."));
  const { start, isBusy } = useAction({
    run: changeName,
    done: (saved) => ({ title: `Your name is ${saved.name} now.` }),
    onDone: (saved) => name.setValue(saved.name),
    refresh: "done",
    onRefused: ({ message }) => {
      name.setError(message);
      return true;
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.isFine()) start({ name: name.value });
  };
  const isSame = name.value.trim() === before;
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-90 gap-4">
      <Field label="Name" error={name.error}>
        <Input {...name.props} name="name" autoComplete="name" maxLength={100} />
      </Field>
      <p>
        <Button type="submit" busy={isBusy && "Saving"} off={isSame ? "Nothing has changed." : null}>
          Save name
        </Button>
      </p>
    </form>
  );
}
