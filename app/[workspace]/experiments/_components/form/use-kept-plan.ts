import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { keep, readKept } from "@/components/ui/kept-text";
import type { PlanForm } from "@/lib/editing/plan/plan-form";

/** Stores a changed plan in this tab until it is saved or discarded. Without a key it is not stored. */
export function useKeptPlan(key: string | null, plan: PlanForm, show: (plan: Partial<PlanForm>) => void) {
  const [isBack, setBack] = useState(false);
  const showNow = useEffectEvent(show);
  const isRead = useRef(false);
  useEffect(() => {
    const text = key === null ? null : readKept(key);
    isRead.current = true;
    if (text === null) return;
    showNow(JSON.parse(text) as Partial<PlanForm>);
    setBack(true);
  }, [key]);
  const isWritten = plan.name.trim() !== "" || plan.hypothesis.trim() !== "";
  const text = isWritten ? JSON.stringify(plan) : null;
  useEffect(() => {
    if (key !== null && isRead.current && text !== null) keep(key, text);
  }, [key, text]);
  const forget = useCallback(() => {
    if (key !== null) keep(key, null);
    setBack(false);
  }, [key]);
  return { isBack, forget };
}
