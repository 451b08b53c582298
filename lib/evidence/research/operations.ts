import { z } from "zod";
import {
  moment,
  nextPage,
  type Operation,
  plainText,
} from "#lib/foundation/platform/http/operation.ts";
import { DATASETS, indicatorInput, registerQuery, releaseRequest } from "./schema.ts";

const release = z.object({
  id: z.uuid(),
  dataset: z.enum(DATASETS),
  parameters: z.object({ from: z.string(), to: z.string(), spaces: z.array(z.string()) }),
  purpose: z.string(),
  rows: z.int(),
  sha256: z.string(),
  protection: z.object({ steps: z.array(z.string()), withheld: z.int() }),
  createdAt: moment,
});

const releases = z.object({ items: z.array(release), next: nextPage });

/** Its routes below /api/v1. */
export const operations: readonly Operation[] = [
  {
    path: "/api/v1/indicators.csv",
    method: "get",
    summary:
      "Common indicators of ESF+ by gender: whole months of one’s own spaces, as they are; or published figures of a closed quarter or year, of a region or of all (`region`); `not_published` where no file of them was made",
    query: indicatorInput,
    answer: { status: 200, schema: plainText, mediaType: "text/csv" },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/research/releases",
    method: "get",
    summary: "The register of releases, newest first",
    query: registerQuery,
    answer: { status: 200, schema: releases },
    signedIn: true,
  },
  {
    path: "/api/v1/research/releases",
    method: "post",
    summary: "Makes a release that protects people, or the one that answers this question already",
    body: releaseRequest,
    answer: { status: 201, schema: release },
    signedIn: true,
    refusals: [409],
  },
  {
    path: "/api/v1/research/releases/{id}",
    method: "get",
    summary: "A release",
    answer: { status: 200, schema: release },
    signedIn: true,
    refusals: [404],
  },
  {
    path: "/api/v1/research/releases/{id}/package.zip",
    method: "get",
    summary: "The data and its codebook (Data Package v2); the download is in the register",
    answer: { status: 200, schema: plainText, mediaType: "application/zip" },
    signedIn: true,
    refusals: [404],
  },
];
