import { lateCode } from "@/components/ui/late-code";

// The forms for comments. They load after the page, and then open at once.
export const remarkForm = lateCode(() => import("./remark-form").then((part) => part.RemarkForm));
export const commentForm = lateCode(() => import("./comment-form").then((part) => part.CommentForm));
