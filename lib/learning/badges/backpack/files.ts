import { createHash } from "node:crypto";

export function fileHash(file: Uint8Array): string {
  return createHash("sha256").update(file).digest("hex");
}

export const MEDIA_TYPES: Record<string, string> = {
  json: "application/vc+ld+json",
  jwt: "application/vc+jwt",
  png: "image/png",
  svg: "image/svg+xml",
};

/** A name for a file that every system takes. */
export function fileName(name: string, id: string, kind: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 60);
  return `${plain || "badge"}-${id.slice(0, 8)}.${kind}`;
}
