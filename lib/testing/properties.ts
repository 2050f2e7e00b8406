/**
 * The factor for the number of cases of a property: `npm test` runs a third of them, `npm run test:explore` ten times
 * as many.
 */
const casesFactor = Number(process.env.UNDERSTUDY_TEST_CASES ?? 1);

/** The number of cases of a property that needs more or fewer than the default of 100. */
export const cases = (usual: number): number => Math.ceil(usual * casesFactor);
