import { LinkNotFound } from "@/app/_components/link-not-found";

export const metadata = { title: "Not found" };

export default LinkNotFound;
