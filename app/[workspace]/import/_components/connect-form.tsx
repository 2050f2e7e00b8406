"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { pluralize } from "@/lib/core/words";
import type { ToolView } from "./format-views";
import { type Pulled, type Target, usePull } from "./use-pull";

type Props = { tools: readonly ToolView[]; onPulled: (pulled: Pulled) => void };

/** Reads all prompts of another tool through its API. Address and keys are sent with each step and are not stored. */
export function ConnectForm({ tools, onPulled }: Props) {
  const [tool, setTool] = useState<ToolView | undefined>(tools[0]);
  const [host, setHost] = useState(tools[0]?.host ?? "");
  const [keys, setKeys] = useState({ key: "", secret: "" });
  const pull = usePull(onPulled);
  const { pulled, total, isBusy, failure, cursor } = pull;
  if (!tool) return null;
  const count = pulled?.files.length ?? 0;
  const hasBegun = pulled !== null && (isBusy || failure !== null || cursor !== null);
  const missing = tool.keys.find(({ name }) => keys[name].trim() === "");
  const target = (): Target => ({
    tool: tool.tool,
    host: host.trim(),
    key: keys.key.trim(),
    ...(keys.secret.trim() && tool.keys.length > 1 && { secret: keys.secret.trim() }),
  });
  return (
    <form
      className="grid max-w-xl gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void pull.goOn(target(), hasBegun ? { pulled, cursor } : { pulled: null, cursor: null });
      }}
    >
      <Field label="Tool">
        <Select
          options={tools.map(({ tool: value, label }) => ({ value, label }))}
          value={tool.tool}
          disabled={isBusy}
          onChange={(event) => {
            const next = tools.find((each) => each.tool === event.target.value);
            setTool(next);
            setHost(next?.host ?? "");
            setKeys({ key: "", secret: "" });
            pull.reset();
          }}
        />
      </Field>
      <Field label="Address" help="Its cloud, or where you run it.">
        <Input value={host} type="url" required readOnly={isBusy} onChange={(event) => setHost(event.target.value)} />
      </Field>
      {tool.keys.map(({ name, label, help }) => (
        <Field key={name} label={label} help={help}>
          <Input
            mono
            type="password"
            autoComplete="off"
            value={keys[name]}
            readOnly={isBusy}
            onChange={(event) => setKeys({ ...keys, [name]: event.target.value })}
          />
        </Field>
      ))}
      <p className="text-12 text-fg-muted">
        {tool.label} is only read. The keys are not stored. They stay on this page until you leave it.
      </p>
      <FailureCallout message={failure} />
      {hasBegun ? (
        <div role="status" className="grid gap-1.5">
          <p>
            {count.toLocaleString("en")}
            {total === null ? "" : ` of ${total.toLocaleString("en")}`}{" "}
            {count === 1 && total === null ? "prompt" : "prompts"} read
            {pulled.datasets.length > 0 ? `, ${pluralize(pulled.datasets.length, "dataset")}` : ""}.
          </p>
          {total === null ? null : (
            <progress className="h-1.5 w-full accent-accent" value={Math.min(count, total)} max={Math.max(total, 1)} />
          )}
        </div>
      ) : null}
      <div className="flex gap-2">
        <Button
          type="submit"
          variant="primary"
          busy={isBusy && "Reading"}
          off={missing ? `${missing.label} is missing` : host.trim() === "" ? "The address is missing" : null}
        >
          {hasBegun ? "Continue" : "Read prompts"}
        </Button>
        {isBusy ? (
          <Button variant="quiet" onClick={pull.stop}>
            Stop
          </Button>
        ) : null}
      </div>
    </form>
  );
}
