/** What is told apart in an answer as belonging to a person. */
export const piiKinds = ["email", "phone", "credit_card", "iban", "ip_address", "us_ssn"] as const;
export type PiiKind = (typeof piiKinds)[number];
