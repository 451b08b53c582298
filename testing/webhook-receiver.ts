import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/**
 * What a receiver does by Standard Webhooks: one of the signatures is of its secret, and the
 * message is five minutes old at most.
 */
export function isSignedBy(
  secret: string,
  headers: IncomingHttpHeaders,
  body: string,
  nowSeconds: number,
): boolean {
  const {
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": signatures,
  } = headers;
  if (!(Math.abs(nowSeconds - Number(seconds)) <= 300)) return false;
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;
  const expected = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest();
  return String(signatures)
    .split(" ")
    .map((part) => part.split(/,(.*)/s))
    .some(([version, mac = ""]) => {
      const given = Buffer.from(mac, "base64");
      return (
        version === "v1" && given.length === expected.length && timingSafeEqual(given, expected)
      );
    });
}
