import * as z from "zod/mini";
import { FormField } from "@/components/ui/form-field";
import { Input, Textarea } from "@/components/ui/input";
import type { Form } from "@/components/ui/use-form";
import { needed } from "@/lib/editing/form-schema";

/** The title and description of a change request. */
export const requestWords = z.object({
  title: needed("Describe the change in a few words."),
  description: z.string(),
});

type Words = z.input<typeof requestWords>;

/** The fields for title and description. The form may have other fields too. */
export function RequestWords<In extends Words>(props: {
  form: Pick<Form<In>, "control" | "trigger" | "formState" | "shown">;
}) {
  // A form with more fields is not a subtype of one with fewer, but only these two are used here.
  const form = props.form as unknown as Form<Words>;
  return (
    <>
      <FormField form={form} name="title" label="Title" help="What changes for users, in a few words.">
        {(field) => <Input {...field} maxLength={200} />}
      </FormField>
      <FormField
        form={form}
        name="description"
        label="Description"
        note="optional"
        help="Why it should go live, and what reviewers should look at."
      >
        {(field) => <Textarea {...field} maxLength={10_000} rows={5} />}
      </FormField>
    </>
  );
}
