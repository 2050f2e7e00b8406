import type { UsageStep } from "@/lib/requests/usage-steps";

export const stepLabels: Record<UsageStep, string> = { hour: "Hour", day: "Day", week: "Week", month: "Month" };
