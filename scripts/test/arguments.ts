/** The arguments of `npm test`: parts and files, and the name of a test after `-t`. */
export function readArguments(argv: readonly string[]): { args: string[]; testName?: string; unknownOption?: string } {
  const at = argv.indexOf("-t");
  const testName = at < 0 ? undefined : argv[at + 1];
  const args = argv.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const unknownOption = at >= 0 && !testName ? "-t without a name" : args.find((arg) => arg.startsWith("-"));
  return { args, ...(testName && { testName }), ...(unknownOption && { unknownOption }) };
}
