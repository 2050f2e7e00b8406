import { answerScim } from "@/lib/api/scim/scim";

export const dynamic = "force-dynamic";

export {
  answerScim as DELETE,
  answerScim as GET,
  answerScim as HEAD,
  answerScim as OPTIONS,
  answerScim as PATCH,
  answerScim as POST,
  answerScim as PUT,
};
