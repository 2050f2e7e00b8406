"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { budgetInput } from "@/lib/requests/budgets";
import { removeBudget, saveBudget } from "@/lib/requests/commands/budgets";

/** Sets a monthly budget. */
export const setBudget = defineAction(budgetInput, saveBudget);

/** Removes a monthly budget. */
export const dropBudget = defineAction(z.strictObject({ id: z.uuid() }), removeBudget);
