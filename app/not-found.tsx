import { NothingHere } from "./_components/nothing-here";

export const metadata = { title: "Not found" };

export default NothingHere;
