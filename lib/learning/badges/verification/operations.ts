import type { Operation } from "#lib/foundation/platform/http/operation.ts";
import { verifyAnswer, verifyForm, verifyRequest } from "./schema.ts";

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/verify",
    method: "post",
    summary:
      "Checks an Open Badge 3.0 of any issuer: its text (JSON or JWT) or its address, or a file of up to 4 MB (multipart/form-data: file; PNG, SVG, JSON, JWT, or a picture of its QR code)",
    body: verifyRequest,
    form: verifyForm,
    answer: { status: 200, schema: verifyAnswer },
    refusals: [413, 429],
  },
];
