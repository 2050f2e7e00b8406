import { answerCron } from "@/lib/api/cron";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

const handle = async (request: Request, { params }: RouteContext<"/api/cron/[job]">) =>
  answerCron(request, (await params).job);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
