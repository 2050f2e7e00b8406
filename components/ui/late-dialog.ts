import type { ComponentType } from "react";
import { DialogLoading } from "./dialog-loading";
import { latePart } from "./late-part";

/** A dialog whose code loads when it is first shown. `load` imports its file and returns the component. */
export const lateDialog = <Props extends { onClose: (isDone: false) => void }>(
  load: () => Promise<ComponentType<Props>>,
) => latePart(load, DialogLoading, ({ onClose }) => onClose(false));
