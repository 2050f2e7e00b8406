"use client";

import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { FieldError } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input, Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { useForm } from "@/components/ui/use-form";
import { typedOrNone } from "@/lib/editing/form-schema";
import { dayWords, type Retention } from "@/lib/telemetry/content-policy-words";
import type { ContentPolicyView } from "@/lib/telemetry/queries/content-policies";
import { changePolicy } from "../actions";
import { type RuleDraft, RuleFields } from "./rule-fields";

type Props = { policy: ContentPolicyView; retention: Retention; onClose: () => void };

const modes = [
  { value: "all", label: "All" },
  { value: "share", label: "A share" },
  { value: "none", label: "None" },
] as const;
type Mode = (typeof modes)[number]["value"];
const modeOf = (share: number): Mode => (share >= 1 ? "all" : share <= 0 ? "none" : "share");

const wholeDays = (text: string) => (/^\d+$/.test(text.trim()) && Number(text) >= 1 ? Number(text) : null);
const days = typedOrNone(wholeDays, "A whole number from 1, or empty.");

/** Converts the fields to a policy. */
const schema = z.pipe(
  z
    .object({
      mode: z.custom<Mode>(),
      percent: z.string(),
      rules: z.custom<RuleDraft[]>(),
      fields: z.string(),
      contentDays: days,
      eventDays: days,
    })
    .check(
      z.refine(({ mode, percent }) => mode !== "share" || (Number(percent) > 0 && Number(percent) < 100), {
        path: ["percent"],
        error: "The share that is kept lies between 0 and 100 %.",
        when: () => true,
      }),
    ),
  z.transform(({ mode, percent, rules, fields, ...kept }) => ({
    ...kept,
    contentShare: mode === "all" ? 1 : mode === "none" ? 0 : Number(percent) / 100,
    rules: rules.map(({ name, pattern, replacement }) => ({ name, pattern, replacement })),
    fields: fields
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  })),
);

/** Changes which contents an environment stores, what is replaced in them, and the retention. */
export function PolicyDialog({ policy, retention, onClose }: Props) {
  const workspace = useWorkspace();
  const { environment, contentShare } = policy;
  const form = useForm({
    schema,
    values: {
      mode: modeOf(contentShare),
      percent: modeOf(contentShare) === "share" ? String(contentShare * 100) : "10",
      rules: policy.rules.map((rule) => ({ ...rule, key: crypto.randomUUID() })),
      fields: policy.fields.join("\n"),
      contentDays: String(policy.contentDays ?? ""),
      eventDays: String(policy.eventDays ?? ""),
    },
    run: (sent) => changePolicy({ workspace, environment, ...sent }),
    done: { title: `${environment} has new rules for contents.`, detail: "On every instance within 30 seconds." },
    onDone: onClose,
    refresh: "done",
  });
  const mode = form.watch("mode");
  const percent = useFormField({ form, name: "percent" });
  const installation = (days: number) => `Empty: the limit of the installation, ${dayWords(days)}.`;
  return (
    <FormDialog
      form={form}
      width="wide"
      onClose={onClose}
      title={`Contents in ${environment}`}
      description="For requests from now on. Shorter times also remove stored contents, permanently."
      act="Save"
      acting="Saving"
    >
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 font-medium">Input, output and comments that are kept</legend>
        <div className="flex flex-wrap items-center gap-3">
          <Segmented
            label="Contents that are kept"
            value={mode}
            onChange={(next) => form.setValue("mode", next)}
            options={modes}
          />
          {mode === "share" ? (
            <span className="flex items-center gap-1.5">
              <Input
                {...percent.control}
                aria-label="Share that is kept, in percent"
                aria-invalid={percent.error !== undefined}
                className="w-20"
                inputMode="decimal"
              />
              %
            </span>
          ) : null}
        </div>
        {percent.error ? <FieldError>{percent.error}</FieldError> : null}
        <p className="text-12 text-fg-muted">
          {mode === "all"
            ? "Rules below still replace parts of them."
            : "Scorers, judges and search have nothing to read where contents are not kept. Counts, costs and times stay complete."}
        </p>
      </fieldset>
      <RuleFields rules={form.watch("rules")} onChange={(rules) => form.setValue("rules", rules)} />
      <FormField
        form={form}
        name="fields"
        label="Fields that are replaced"
        note="one on each line"
        help="As input.customer.email or output.*.phone: * matches any name or position. Their values become [removed]."
      >
        {(field) => <Textarea {...field} mono rows={3} />}
      </FormField>
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <FormField
          form={form}
          name="contentDays"
          label="Days to keep contents"
          help={installation(retention.contentDays)}
        >
          {(field) => <Input {...field} inputMode="numeric" />}
        </FormField>
        <FormField form={form} name="eventDays" label="Days to keep requests" help={installation(retention.eventDays)}>
          {(field) => <Input {...field} inputMode="numeric" />}
        </FormField>
      </div>
    </FormDialog>
  );
}
