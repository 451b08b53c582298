import { expect, test } from "vitest";
import { isSignedBy } from "#testing/webhook-receiver.ts";
import { newSecret, signatureOf } from "./signed-post.ts";

/** As the libraries of Standard Webhooks test themselves. */
const MESSAGE = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}' };
const SECONDS = 1_614_265_330;
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const headersOf = (secrets: string[]) => ({
  "webhook-id": MESSAGE.id,
  "webhook-timestamp": String(SECONDS),
  "webhook-signature": signatureOf({ ...MESSAGE, secrets }, SECONDS),
});

test("a message is signed as others sign it", () => {
  expect(signatureOf({ ...MESSAGE, secrets: [SECRET] }, SECONDS)).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

test.each([
  ["the new secret", "new", true],
  ["the one that it replaces", "old", true],
  ["another", "other", false],
])("while a secret is replaced, %s is found: %s", (_, which, fits) => {
  const secrets: Record<string, string> = {
    new: newSecret(),
    old: newSecret(),
    other: newSecret(),
  };
  const headers = headersOf([secrets.new ?? "", secrets.old ?? ""]);
  expect(isSignedBy(secrets[which] ?? "", headers, MESSAGE.body, SECONDS)).toBe(fits);
});

test("a secret that an operator chose signs with its own letters", () => {
  const headers = headersOf(["of sixteen or more"]);
  expect(isSignedBy("of sixteen or more", headers, MESSAGE.body, SECONDS)).toBe(true);
  expect(isSignedBy("of sixteen or less", headers, MESSAGE.body, SECONDS)).toBe(false);
});

test("a new secret is 32 random bytes in base64", () => {
  const [prefix, bytes = ""] = newSecret().split("_");
  expect(prefix).toBe("whsec");
  expect(Buffer.from(bytes, "base64")).toHaveLength(32);
  expect(newSecret()).not.toBe(`whsec_${bytes}`);
});
