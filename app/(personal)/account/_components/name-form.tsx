"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { changeName } from "../actions";

export function NameForm({ name: before }: { name: string }) {
  const name = useCheckedValue(before, (value) => (value.trim() ? null : "Enter the name that others see."));
  const [isSaving, startSaving] = useTransition();
  const router = useRouter();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSaving || !name.isFine()) return;
    startSaving(async () => {
      const result = await reach(() => changeName({ name: name.value }));
      if (!result.ok) return name.setError(result.error.message);
      name.setValue(result.data.name);
      toast({ title: `Your name is ${result.data.name} now.` });
      router.refresh();
    });
  };
  const isSame = name.value.trim() === before;
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-90 gap-4">
      <Field label="Name" error={name.error}>
        <Input {...name.props} name="name" autoComplete="name" maxLength={100} />
      </Field>
      <p>
        <Button type="submit" busy={isSaving && "Saving"} off={isSame ? "Nothing has changed." : null}>
          Save name
        </Button>
      </p>
    </form>
  );
}
