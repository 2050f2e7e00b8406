import type { FilterFault } from "./filter-faults";

/** Returns what the API says about filters that cannot be applied together. Pure. */
export function filterFaultWords(fault: FilterFault): string {
  switch (fault.code) {
    case "needs_experiment":
      return `"${fault.field}" is about the users of an experiment. Send "experiment", too.`;
    case "bounds_crossed":
      return `It is less than "${fault.other}", so no interaction can match.`;
    case "also_missing":
      return `An interaction without "${fault.other}" cannot match the filter "${fault.other}". Send one of them.`;
    case "time_reversed":
      return 'It is not after "from", so no interaction can match.';
  }
}
