import { useEffect, useState } from "react";
import type { ModelOption } from "@/lib/evaluation/models/types";

/** Returns the models to choose from. Empty until they are loaded, so that the page does not wait for them. */
export function useModels(coming: Promise<ModelOption[]>): readonly ModelOption[] {
  const [models, setModels] = useState<readonly ModelOption[]>([]);
  useEffect(() => {
    let isCurrent = true;
    coming.then(
      (found) => isCurrent && setModels(found),
      () => {}, // Without the list, names can still be typed and runs still work.
    );
    return () => {
      isCurrent = false;
    };
  }, [coming]);
  return models;
}
