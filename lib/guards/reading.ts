import type { Reading } from "./findings";

/** Whether a guard acts on a reading. */
export const isHarmful = ({ reading }: { reading: Reading }): boolean => reading === "worse" || reading === "critical";
