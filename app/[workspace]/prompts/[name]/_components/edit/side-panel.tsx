"use client";

import dynamic from "next/dynamic";
import { Segmented } from "@/components/ui/segmented";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { SamplePicker } from "../samples/sample-picker";
import { useEdit } from "./edit-context";
import { PreviewPanel } from "./preview-panel";

const ModelPanel = dynamic(() => import("./model-panel").then((module) => module.ModelPanel), {
  loading: () => (
    <Loading label="Loading the model" className="grid gap-5 py-2">
      <Skeleton className="w-44" />
      <Skeleton className="w-64" />
      <Skeleton className="w-52" />
    </Loading>
  ),
});

/** The panel beside the messages: the preview, or the model and its settings. */
export function SidePanel() {
  const { analysis, running, sampling, setup } = useEdit();
  const { view, setView } = running;
  const modelFaults = analysis.fieldProblems.filter(({ field }) => !field.startsWith("variables/")).length;
  return (
    <>
      <header className="flex min-h-13 flex-wrap items-center justify-between gap-2 px-5 py-3 max-md:px-4">
        <Segmented
          label="Beside the messages"
          value={view}
          onChange={setView}
          options={[
            { value: "preview", label: "Preview" },
            {
              value: "model",
              label: modelFaults ? (
                <>
                  Model <span className="text-negative">{modelFaults}</span>
                </>
              ) : (
                "Model"
              ),
            },
          ]}
        />
        {view === "preview" ? (
          <SamplePicker
            prompt={setup.prompt.name}
            sampling={sampling}
            variables={[...(analysis.content.variables ?? []), ...analysis.inherited]}
            canWrite={setup.canKeepSamples}
          />
        ) : null}
      </header>
      <h2 className="sr-only">{view === "preview" ? "Preview" : "Model"}</h2>
      <div className="px-5 pb-8 max-md:px-4">{view === "preview" ? <PreviewPanel /> : <ModelPanel />}</div>
    </>
  );
}
