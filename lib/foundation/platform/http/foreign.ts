import { settings } from "../settings/settings.ts";

/** Methods that change nothing: any site may send a browser there. */
const SAFE = ["GET", "HEAD", "OPTIONS"];

/** Whether an `Authorization` header names a token, as RFC 6750 writes it. */
export function isBearer(authorization: string | null | undefined): boolean {
  return /^Bearer +\S/i.test(authorization ?? "");
}

/**
 * Whether another site's page sends this: it may not act for whoever is signed in here. A request
 * without cookies and without word of where it comes from is a program's.
 */
export function isFromElsewhere(
  method: string,
  header: (name: string) => string | null | undefined,
): boolean {
  if (SAFE.includes(method)) return false;
  const site = header("sec-fetch-site") ?? null;
  if (site !== null) return site !== "same-origin";
  const origin = header("origin") ?? null;
  if (origin === null) return Boolean(header("cookie"));
  return (
    !URL.canParse(origin) ||
    ![new URL(settings().publicUrl).host, header("host")].includes(new URL(origin).host)
  );
}
