/** The kinds of personal data that are detected in an answer. */
export const piiKinds = ["email", "phone", "credit_card", "iban", "ip_address", "us_ssn"] as const;
export type PiiKind = (typeof piiKinds)[number];
