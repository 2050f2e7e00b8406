// Its filters stand in the address.
export { NuqsAdapter as default } from "nuqs/adapters/next/app";
