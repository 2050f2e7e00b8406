import { useEffect, useState } from "react";
import type { ModelOption } from "@/lib/evaluation/models/types";

/** The models one may choose, as soon as they are known; the page does not wait for them. */
export function useModels(coming: Promise<ModelOption[]>): readonly ModelOption[] {
  const [models, setModels] = useState<readonly ModelOption[]>([]);
  useEffect(() => {
    let isCurrent = true;
    coming.then(
      (found) => isCurrent && setModels(found),
      () => {}, // Names can still be typed, and runs go on without the list.
    );
    return () => {
      isCurrent = false;
    };
  }, [coming]);
  return models;
}
