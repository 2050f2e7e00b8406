import { isAppError } from "@/lib/core/errors";

/** The code and the place of the error that a function throws; null if it throws none. */
export const faultOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return { code: error.code, pointer: error.errors?.[0]?.pointer };
    throw error;
  }
  return null;
};
