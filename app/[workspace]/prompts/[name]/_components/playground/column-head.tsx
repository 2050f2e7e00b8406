"use client";

import { ChevronDown, Play, Square, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { StatusGlyph } from "@/components/ui/status";
import { Tag } from "@/components/ui/tag";
import type { PlaygroundColumn } from "@/lib/editing/playground/columns";
import { type ModelOption, offlineModel } from "@/lib/evaluation/models/types";
import type { ModelRef } from "@/lib/template/content";
import type { PlaygroundProps, VersionChoice } from "./playground-types";

type Props = Pick<PlaygroundProps, "versions" | "canRun"> & {
  models: readonly ModelOption[];
  column: PlaygroundColumn;
  /** The version's own model. */
  own: ModelRef | undefined;
  isRunning: boolean;
  onChange: (column: PlaygroundColumn) => void;
  /** Undefined if there is only one column. */
  onRemove: (() => void) | undefined;
  onRun: () => void;
  onStop: () => void;
};

const modelWord = (model: ModelRef | undefined | null) =>
  !model ? "no model" : model.provider === offlineModel.provider ? "Offline model" : model.name;

const labelOf = ({ version, copy, message }: VersionChoice) =>
  [`v${version}`, copy ? `in ${copy}` : null, message].filter(Boolean).join("  ");

/** The choice of a version and a model, and the buttons to run and stop. */
export function ColumnHead({
  column,
  own,
  versions,
  models,
  canRun,
  isRunning,
  onChange,
  onRemove,
  onRun,
  onStop,
}: Props) {
  const chosen = versions.find(({ version }) => version === column.version);
  const model = column.model ?? own;
  return (
    <header className="grid gap-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <Menu
          label="Version"
          align="start"
          className="max-h-80 overflow-y-auto"
          items={versions.map((choice) => ({
            label: labelOf(choice),
            icon: <StatusGlyph status={choice.status} />,
            checked: choice.version === column.version,
            onSelect: () => onChange({ ...column, version: choice.version }),
          }))}
          trigger={
            <Button size="sm" iconEnd={<ChevronDown className="size-3.5" />} aria-label={`Version: v${column.version}`}>
              {chosen ? <StatusGlyph status={chosen.status} /> : null}v{column.version}
            </Button>
          }
        />
        <Menu
          label="Model"
          align="start"
          className="max-h-80 overflow-y-auto"
          items={[
            {
              label: `Version default: ${modelWord(own)}`,
              checked: column.model === null,
              onSelect: () => onChange({ ...column, model: null }),
            },
            "line",
            ...models.map((option) => ({
              label: option.isOffline ? option.label : option.name,
              hint: option.isOffline ? undefined : option.isConnected ? option.provider : "not connected",
              checked: column.model?.provider === option.provider && column.model.name === option.name,
              onSelect: () => onChange({ ...column, model: { provider: option.provider, name: option.name } }),
            })),
          ]}
          trigger={
            <Button
              size="sm"
              iconEnd={<ChevronDown className="size-3.5" />}
              aria-label={`Model of v${column.version}: ${modelWord(model)}`}
              className="min-w-0"
            >
              <span className="max-w-40 truncate">{modelWord(model)}</span>
            </Button>
          }
        />
        <span className="ml-auto flex items-center gap-1">
          {!canRun ? null : isRunning ? (
            <IconButton
              label={`Stop v${column.version}`}
              size="sm"
              icon={<Square className="size-3.5" />}
              onClick={onStop}
            />
          ) : (
            <IconButton
              label={`Run v${column.version}`}
              size="sm"
              icon={<Play className="size-3.5" />}
              onClick={onRun}
            />
          )}
          {onRemove ? (
            <IconButton
              label={`Remove v${column.version}`}
              size="sm"
              icon={<X className="size-3.5" />}
              onClick={onRemove}
            />
          ) : null}
        </span>
      </div>
      <p className="min-h-[22px] truncate text-12 text-fg-muted">
        {model?.provider === offlineModel.provider ? (
          <Tag tone="warning">Offline: not real answers</Tag>
        ) : (
          chosen?.message || "No message"
        )}
      </p>
    </header>
  );
}
