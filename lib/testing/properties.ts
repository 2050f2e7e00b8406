/** How many times the usual number of cases a property is tried: 1, or what `npm run test:explore` sets. */
const casesFactor = Number(process.env.UNDERSTUDY_TEST_CASES ?? 1);

/** The number of cases of a property that needs more or fewer than the usual 100. */
export const cases = (usual: number): number => usual * casesFactor;
