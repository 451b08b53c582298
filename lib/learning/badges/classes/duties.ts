import type { Duties } from "#lib/module.ts";
import { composeReviewMail, remindOfReviews } from "./reviews.ts";

export const duties: Duties = {
  jobs: { "badge-reviews": remindOfReviews },
  mails: { "badge-reviews": composeReviewMail },
};
