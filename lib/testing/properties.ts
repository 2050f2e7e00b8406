/** The factor for the number of cases of a property: 1, or the value that `npm run test:explore` sets. */
const casesFactor = Number(process.env.UNDERSTUDY_TEST_CASES ?? 1);

/** The number of cases of a property that needs more or fewer than the default of 100. */
export const cases = (usual: number): number => usual * casesFactor;
