import { type UsageStep, usageSteps } from "@/lib/requests/usage-steps";

export const stepLabels: Record<UsageStep, string> = { hour: "Hour", day: "Day", week: "Week", month: "Month" };

/** The steps that divide a range into a number of bars that can be read. */
export const stepsOf = (days: number): UsageStep[] =>
  usageSteps.filter(
    (step) =>
      (step === "hour" && days <= 7) ||
      (step === "day" && days > 1 && days <= 120) ||
      (step === "week" && days >= 14) ||
      (step === "month" && days >= 60),
  );
