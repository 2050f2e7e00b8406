"use client";

import { type ChangeEvent, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import { slugFault, slugFrom } from "@/lib/auth/workspace-slug";
import { makeWorkspace } from "../actions";

const checkName = (value: string) => (value.trim() ? null : "Enter a name, such as the team or product it is for.");
const checkSlug = (value: string) => (value === "" ? "Enter an address." : slugFault(value));

export function WorkspaceForm({ host }: { host: string }) {
  const name = useCheckedValue("", checkName);
  const slug = useCheckedValue("", checkSlug);
  const [isSlugOwn, setSlugOwn] = useState(false);
  const router = useRouter();
  const { start, isBusy, failure } = useAction({
    run: makeWorkspace,
    onDone: (made) => {
      router.push(`/${made.slug}`);
      router.refresh();
    },
    onRefused: beside({ slug }),
  });

  // The address follows the name until the person edits the address.
  const rename = (event: ChangeEvent<HTMLInputElement>) => {
    name.props.onChange(event);
    if (isSlugOwn) return;
    slug.setValue(slugFrom(event.target.value));
    slug.setError(null);
  };
  // A form action, so that React also handles a form that was sent before the scripts loaded.
  const submit = (form: FormData) => {
    const enteredName = String(form.get("name") ?? "");
    const sent = { name: enteredName, slug: String(form.get("slug") ?? "") || slugFrom(enteredName) };
    const [isNamed, isPlaced] = [name.isFine(sent.name), slug.isFine(sent.slug)];
    if (isNamed && isPlaced) start(sent);
  };
  return (
    <form noValidate action={submit} className="grid gap-4">
      <FailureCallout message={failure?.message} />
      <Field label="Name" error={name.error}>
        <Input
          {...name.props}
          name="name"
          onChange={rename}
          autoFocus
          maxLength={80}
          placeholder="Fernway"
          autoComplete="off"
        />
      </Field>
      <Field
        label="Address"
        error={slug.error}
        help={`Its pages are at ${host}/${slug.value || "name"}. It stays when the name changes.`}
      >
        <Input
          {...slug.props}
          name="slug"
          onChange={(event) => {
            setSlugOwn(event.target.value !== "");
            slug.props.onChange(event);
          }}
          mono
          maxLength={40}
          autoCapitalize="none"
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <p>
        <Button variant="primary" type="submit" busy={isBusy && "Creating"}>
          Create workspace
        </Button>
      </p>
    </form>
  );
}
