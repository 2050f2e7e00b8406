"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useTimeZone } from "@/components/ui/time-zone";
import { useFilters } from "@/components/ui/use-filters";
import { instantOf } from "@/lib/core/time-zone";
import { PromptPicker } from "../../_components/prompt-picker";
import { questionParsers } from "./question";
import { placeOf, toFieldValue } from "./zone";

export type QuestionFormProps = {
  environments: readonly string[];
  question: { prompt: string; environment: string; at: number; user: string };
  now: number;
};

export function QuestionForm({ environments, question, now }: QuestionFormProps) {
  const [isPending, startTransition] = useTransition();
  const [, ask] = useFilters(questionParsers, { startTransition });
  const [prompt, setPrompt] = useState(question.prompt);
  const [environment, setEnvironment] = useState(question.environment);
  const [user, setUser] = useState(question.user);
  const [typedTime, setTypedTime] = useState<string | null>(null);
  const [faults, setFaults] = useState<{ prompt?: string; time?: string }>({});
  const zone = useTimeZone();

  const submit = () => {
    const at = typedTime === null ? question.at : instantOf(Date.parse(`${typedTime}Z`), zone);
    const found = {
      ...(prompt ? {} : { prompt: "Choose a prompt." }),
      ...(Number.isNaN(at) ? { time: "Enter a day and a time." } : {}),
      ...(at > Math.max(now, Date.now()) ? { time: "This time is in the future." } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    ask({ prompt, environment, at: new Date(at), user: user.trim() || null }, { push: true });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid shrink-0 grid-cols-[1.4fr_1fr_1.2fr_1fr_auto] max-lg:grid-cols-2 gap-3 border-line border-b px-6 pt-4 pb-[18px] max-md:px-4 max-md:py-3.5"
    >
      <Field label="Prompt" error={faults.prompt}>
        <PromptPicker value={prompt} onPick={setPrompt} />
      </Field>
      <Field label="Environment">
        <Select
          value={environment}
          onChange={(event) => setEnvironment(event.target.value)}
          options={environments.map((name) => ({ value: name, label: name }))}
        />
      </Field>
      <Field label="Day and time" note={placeOf(zone)} error={faults.time} className="max-md:col-span-2">
        <Input
          type="datetime-local"
          step={1}
          value={typedTime ?? toFieldValue(question.at, zone)}
          max={toFieldValue(now, zone)}
          onChange={(event) => setTypedTime(event.target.value)}
          className="tabular-nums"
        />
      </Field>
      <Field label="User id" note="optional">
        <Input
          value={user}
          maxLength={200}
          placeholder="u_1042"
          onChange={(event) => setUser(event.target.value)}
          autoComplete="off"
        />
      </Field>
      <Button type="submit" variant="primary" busy={isPending && "Looking up"} className="mt-[26px]">
        Look up
      </Button>
    </form>
  );
}
