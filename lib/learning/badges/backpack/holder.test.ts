import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { holderOf } from "./holder.ts";

const hashed = (value: string, salt = "", algorithm = "sha256") => ({
  type: "IdentityObject",
  hashed: true,
  identityType: "emailAddress",
  identityHash: `${algorithm}$${createHash(algorithm).update(`${value}${salt}`).digest("hex")}`,
  ...(salt && { salt }),
});
const plain = (identityHash: string, identityType = "emailAddress") => ({
  type: "IdentityObject",
  hashed: false,
  identityType,
  identityHash,
});
const mine = "Noor@Example.org";

test.each<[string, object, string]>([
  ["an opaque number", { id: "urn:uuid:6d0f5a52-6f0a-4b8e-9a3c-2f4f0d7b7c12" }, "unknown"],
  ["a did", { id: "did:example:ebfeb1f712ebc6f1c276e12ec21" }, "unknown"],
  ["nothing", {}, "unknown"],
  ["their address", { identifier: [plain("noor@example.org")] }, "matches"],
  ["their address, written otherwise", { identifier: plain("NOOR@example.ORG") }, "matches"],
  ["their address as an id", { id: "mailto:noor@example.org" }, "matches"],
  ["another address as an id", { id: "mailto:sam@example.org" }, "other"],
  ["their address, hashed", { identifier: [hashed("noor@example.org")] }, "matches"],
  ["it hashed with salt", { identifier: [hashed("noor@example.org", "deadsea")] }, "matches"],
  ["it hashed as it is written", { identifier: [hashed("Noor@Example.org", "x")] }, "matches"],
  ["it hashed as before", { identifier: [hashed("noor@example.org", "x", "md5")] }, "matches"],
  ["it with another salt", { identifier: [{ ...hashed(mine, "x"), salt: "y" }] }, "other"],
  ["another, hashed", { identifier: [hashed("sam@example.org", "deadsea")] }, "other"],
  ["two, one of them theirs", { identifier: [hashed("s@e.org"), hashed(mine)] }, "matches"],
  ["a did and another address", { id: "did:x:1", identifier: [plain("s@e.org")] }, "other"],
  ["a name", { identifier: [plain("Noor", "name")] }, "unknown"],
  ["a hash of an unknown kind", { identifier: [plain("sha512$00ff")] }, "unknown"],
  ["identities that are none", { identifier: [null, 5, "x", { identityType: 7 }] }, "unknown"],
])("a badge that names %s", (_, subject, expected) => {
  expect(holderOf({ credentialSubject: subject }, mine)).toBe(expected);
});

test("who has no address here is compared with nothing", () => {
  const badge = { credentialSubject: [{ identifier: [plain("noor@example.org")] }] };
  expect(holderOf(badge, null)).toBe("unknown");
});
