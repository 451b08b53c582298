import { made, type Operation } from "#lib/foundation/platform/http/operation.ts";
import { fileSize, fileUpload } from "./schema.ts";

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/journals/{slug}/files",
    method: "post",
    summary:
      "A photo, drawn anew without what its file told, or a PDF (multipart/form-data: file, phase, words, recognised, agreedOn, visible); the same one twice in a phase is one",
    form: fileUpload,
    answer: { status: 201, schema: made },
    signedIn: true,
    refusals: [404, 409, 413],
  },
  {
    path: "/api/v1/journal-files/{id}",
    method: "get",
    summary:
      "A photo of a journal, small or large, or a document to keep; before it is published for the team of its space alone",
    query: fileSize,
    answer: { status: 200, mediaType: "image/webp" },
    refusals: [404],
  },
];
