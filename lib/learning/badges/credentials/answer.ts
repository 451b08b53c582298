import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { FOR_EVERYBODY } from "#lib/foundation/platform/http/respond.ts";
import { bakePng, bakeSvg, drawnPng } from "./bake.ts";
import { SEAL } from "./picture.ts";
import type { StoredCredential } from "./queries.ts";

/** The forms in which a badge is handed out, by their media types. */
export const FORMS = {
  json: "application/vc+ld+json",
  jwt: "application/vc+jwt",
  png: "image/png",
  svg: "image/svg+xml",
  pdf: "application/pdf",
} as const;

export type Form = keyof typeof FORMS;

const ACCEPTED: Record<string, Form> = {
  "application/vc+ld+json": "json",
  "application/vc": "json",
  "application/ld+json": "json",
  "application/json": "json",
  "application/vc+jwt": "jwt",
  "application/jwt": "jwt",
  "text/plain": "jwt",
  "image/png": "png",
  "image/svg+xml": "svg",
  "application/pdf": "pdf",
};

/**
 * The form that a program asks for, `page` for a browser. The first of the header that there is.
 */
export function formOf(accept: string | null): Form | "page" {
  for (const part of (accept ?? "").toLowerCase().split(",")) {
    const [type = ""] = part.trim().split(";");
    if (type === "text/html") return "page";
    const form = ACCEPTED[type];
    if (form) return form;
  }
  return "json";
}

/** A badge in one form: what was signed, byte for byte, alone or inside its picture. */
export async function badgeAs(
  form: Exclude<Form, "pdf">,
  badge: StoredCredential,
): Promise<Uint8Array> {
  const svg = badge.imageSvg ?? SEAL;
  switch (form) {
    case "json":
      return Buffer.from(badge.signed);
    case "jwt":
      return Buffer.from(badge.signedJwt);
    case "svg":
      return Buffer.from(bakeSvg(svg, badge.signed));
    case "png":
      return bakePng(await drawnPng(svg), badge.signed);
  }
}

/**
 * What follows the address of a badge: a form to download, the language of its words where the form
 * has any of ours, and the token of a link that was shared.
 */
export const wantedForm = z.object({
  as: z.enum(["json", "jwt", "png", "svg", "pdf"]).optional(),
  language: z.enum(LOCALES).optional(),
  key: z.string().max(100).optional(),
});

/**
 * Headers of what everybody may read, programs in browsers of other sites too; a badge that is
 * withdrawn is known within a minute.
 */
export const PUBLISHED = { ...FOR_EVERYBODY, "access-control-allow-origin": "*" };
