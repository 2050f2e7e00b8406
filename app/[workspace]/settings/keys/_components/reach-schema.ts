import * as z from "zod/mini";
import { type ReachChoice, reachFault, reachToSend } from "./reach-fields";

/** The choice of a form with a schema. */
export const reachSchema = (hasRights = true) =>
  z.pipe(
    z.custom<ReachChoice>(),
    z.transform((reach, { issues }) => {
      const fault = reachFault(reach, hasRights);
      if (fault) issues.push({ code: "custom", input: reach, message: fault });
      return reachToSend(reach);
    }),
  );
