import { dropIn } from "@/lib/api/drop-in/drop-in";

export const dynamic = "force-dynamic";

export {
  dropIn as DELETE,
  dropIn as GET,
  dropIn as HEAD,
  dropIn as OPTIONS,
  dropIn as PATCH,
  dropIn as POST,
  dropIn as PUT,
};
