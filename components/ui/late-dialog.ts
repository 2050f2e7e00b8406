import dynamic from "next/dynamic";
import type { ComponentType } from "react";
import { DialogLoading } from "./dialog-loading";

/** A dialog whose code loads when it is first shown. `load` imports its file and returns the component. */
export const lateDialog = <Props>(load: () => Promise<ComponentType<Props>>) =>
  dynamic(load, { loading: DialogLoading });
