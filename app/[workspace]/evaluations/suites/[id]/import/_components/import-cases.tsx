"use client";

import { useEffect, useState } from "react";
import { latePart } from "@/components/ui/late-part";
import { PartLoading } from "@/components/ui/part-loading";
import type { ChosenFile } from "@/lib/editing/cases/read-case-file";
import type { PromptShape } from "@/lib/evaluation/suites/transfer/mapping";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { ChooseFile } from "./choose-file";

const load = () => import("./chosen-file-view");
const ChosenFileView = latePart(() => load().then((module) => module.ChosenFileView), PartLoading);

type Props = { suite: SuiteView; prompt: PromptShape };

/** The import of a file of cases. What reads the file loads while the person chooses it. */
export function ImportCases({ suite, prompt }: Props) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  useEffect(() => {
    load().catch(() => {}); // asked for again when a file is chosen
  }, []);
  if (!file) return <ChooseFile onFile={setFile} />;
  return (
    <ChosenFileView
      key={`${file.name} ${file.text.length} ${file.source?.encoding}`}
      suite={suite}
      prompt={prompt}
      file={file}
      onFile={setFile}
    />
  );
}
