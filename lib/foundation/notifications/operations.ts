import { type Operation, plainText } from "#lib/foundation/platform/http/operation.ts";

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/mailbox/{id}",
    method: "get",
    summary: "A message of the demonstration; elsewhere mail leaves and this is not there",
    answer: { status: 200, schema: plainText, mediaType: "message/rfc822" },
    signedIn: true,
    refusals: [404],
  },
];
