"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { toast } from "@/components/ui/toast";
import type { ContentPolicyView } from "@/lib/telemetry/queries/content-policies";
import { changePolicy } from "../actions";
import { dayWords, type Retention } from "./policy-words";
import { RuleFields } from "./rule-fields";

type Props = { workspace: string; policy: ContentPolicyView; retention: Retention; onClose: () => void };

const modes = [
  { value: "all", label: "All" },
  { value: "share", label: "A share" },
  { value: "none", label: "None" },
] as const;
type Mode = (typeof modes)[number]["value"];
const modeOf = (share: number): Mode => (share >= 1 ? "all" : share <= 0 ? "none" : "share");

const daysOf = (text: string) => (text.trim() === "" ? null : Number(text));
const isDays = (text: string) => text.trim() === "" || (/^\d+$/.test(text.trim()) && Number(text) >= 1);

/** Changes what an environment keeps of contents: how much, what is replaced, for how long. */
export function PolicyDialog({ workspace, policy, retention, onClose }: Props) {
  const { environment, contentShare } = policy;
  const [mode, setMode] = useState<Mode>(modeOf(contentShare));
  const [percent, setPercent] = useState(modeOf(contentShare) === "share" ? String(contentShare * 100) : "10");
  const [rules, setRules] = useState(() => policy.rules.map((rule) => ({ ...rule, key: crypto.randomUUID() })));
  const [fields, setFields] = useState(policy.fields.join("\n"));
  const [contentDays, setContentDays] = useState(String(policy.contentDays ?? ""));
  const [eventDays, setEventDays] = useState(String(policy.eventDays ?? ""));
  const router = useRouter();

  const check = () => {
    if (mode === "share" && !(Number(percent) > 0 && Number(percent) < 100))
      return "The share that is kept lies between 0 and 100 %.";
    return (isDays(contentDays) && isDays(eventDays)) || "Write days as whole numbers from 1, or leave them empty.";
  };
  const share = mode === "all" ? 1 : mode === "none" ? 0 : Number(percent) / 100;
  const save = () =>
    changePolicy({
      workspace,
      environment,
      contentShare: share,
      rules: rules.map(({ name, pattern, replacement }) => ({ name, pattern, replacement })),
      fields: fields
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      contentDays: daysOf(contentDays),
      eventDays: daysOf(eventDays),
    });
  const tell = () => {
    toast({ title: `${environment} has new rules for contents.`, detail: "On every instance within 30 seconds." });
    router.refresh();
    onClose();
  };
  const installation = (days: number) => `Empty: as long as the installation, ${dayWords(days)}.`;
  return (
    <ActionDialog
      width="wide"
      onClose={onClose}
      title={`Contents in ${environment}`}
      description="For requests from now on. Shorter times also remove stored contents, permanently."
      act="Save"
      acting="Saving"
      check={check}
      run={save}
      onDone={tell}
    >
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 font-medium">Input, output and comments that are kept</legend>
        <div className="flex flex-wrap items-center gap-3">
          <Segmented label="Contents that are kept" value={mode} onChange={setMode} options={modes} />
          {mode === "share" ? (
            <span className="flex items-center gap-1.5">
              <Input
                aria-label="Share that is kept, in percent"
                className="w-20"
                inputMode="decimal"
                value={percent}
                onChange={(event) => setPercent(event.target.value)}
              />
              %
            </span>
          ) : null}
        </div>
        <p className="text-12 text-fg-muted">
          {mode === "all"
            ? "Rules below still replace parts of them."
            : "Scorers, judges and search have nothing to read where contents are not kept. Counts, costs and times stay complete."}
        </p>
      </fieldset>
      <RuleFields workspace={workspace} rules={rules} onChange={setRules} />
      <Field
        label="Fields that are replaced"
        note="one on each line"
        help="As input.customer.email or output.*.phone: * matches any name or position. Their values become [removed]."
      >
        <Textarea mono rows={3} value={fields} onChange={(event) => setFields(event.target.value)} />
      </Field>
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <Field label="Days that contents stay" help={installation(retention.contentDays)}>
          <Input inputMode="numeric" value={contentDays} onChange={(event) => setContentDays(event.target.value)} />
        </Field>
        <Field label="Days that requests stay" help={installation(retention.eventDays)}>
          <Input inputMode="numeric" value={eventDays} onChange={(event) => setEventDays(event.target.value)} />
        </Field>
      </div>
    </ActionDialog>
  );
}
