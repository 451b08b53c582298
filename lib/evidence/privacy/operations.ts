import { z } from "zod";
import { moment, type Operation } from "#lib/foundation/platform/http/operation.ts";

/** What one module keeps, as it keeps it. */
const rows = z.array(z.record(z.string(), z.unknown()));

const ownData = z.object({
  madeAt: moment,
  person: z.record(z.string(), z.unknown()),
  roles: rows,
  bookings: rows,
  sessionsLed: rows,
  enrolments: rows,
  attendances: rows,
  visits: rows,
  cards: rows,
  signIns: rows,
  accessTokens: rows,
  answers: rows,
  consents: rows,
  messages: rows,
  audit: rows,
});

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/me/data",
    method: "get",
    summary:
      "Everything that is kept about oneself, as one file; only in a browser where one has signed in",
    answer: { status: 200, schema: ownData },
    signedIn: true,
  },
];
