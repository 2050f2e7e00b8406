import { useCallback } from "react";
import { useLatest } from "@/components/ui/use-latest";

type Events = {
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
};

/** Listens to events inside the editor, including Monaco: keys before Monaco handles them, and changes of focus. */
export function useBodyEvents(events: Events) {
  const latest = useLatest(events);
  return useCallback(
    (body: HTMLElement | null) => {
      if (!body) return;
      const onKeyDown = (event: KeyboardEvent) => latest.current.onKeyDown(event);
      const onFocus = (event: FocusEvent) => latest.current.onFocus(event);
      const onBlur = () => latest.current.onBlur();
      body.addEventListener("keydown", onKeyDown, true);
      body.addEventListener("focusin", onFocus);
      body.addEventListener("focusout", onBlur);
      return () => {
        body.removeEventListener("keydown", onKeyDown, true);
        body.removeEventListener("focusin", onFocus);
        body.removeEventListener("focusout", onBlur);
      };
    },
    [latest],
  );
}
