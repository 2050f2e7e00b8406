/** Gives properties the same cases in every run of the tests. `npm run test:explore` uses other seeds. */
import fc from "fast-check";
import { cases } from "@/lib/testing/properties";

fc.configureGlobal({ seed: Number(process.env.UNDERSTUDY_TEST_SEED ?? 20_251_122), numRuns: cases(100) });
