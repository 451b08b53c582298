import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "mailer-"));
vi.stubEnv("DATA_DIR", dataDir);
vi.stubEnv("SMTP_URL", "");
// Settings are read once: another file of the same worker may have read them.
vi.resetModules();
const { mailer } = await import("./mailer.ts");
afterAll(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  rmSync(dataDir, { recursive: true });
});

/** The names of the headers of a letter as it leaves, in lower case. */
function headersOf(id: string): string[] {
  const letter = readFileSync(join(dataDir, "outbox", `${id}.eml`), "utf8");
  const [head = ""] = letter.split("\r\n\r\n");
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, " ");
  return unfolded.split("\r\n").map((line) => line.split(":")[0]?.toLowerCase() ?? "");
}

const PLAIN = {
  id: "plain",
  to: "a@trivium.test",
  locale: "en",
  subject: "Hello",
  text: "Hello",
} as const;

test.each([
  ["a line of its own in a subject", { subject: "Club\r\nBcc: all@trivium.test" }],
  ["a bare line feed", { subject: "Club\nBcc: all@trivium.test" }],
  ["a bare carriage return", { subject: "Club\rBcc: all@trivium.test" }],
  ["the end of the head", { subject: "Club\r\n\r\n<script>alert(1)</script>" }],
  ["a folded line", { subject: "Club\r\n Bcc: all@trivium.test" }],
  [
    "signs that end a line elsewhere",
    { subject: "Club\u2028Bcc: all@trivium.test\u0085Cc: b@c.d" },
  ],
  ["an encoded word", { subject: "=?utf-8?Q?Club=0D=0ABcc:_all@trivium.test?=" }],
  ["a head in the text", { text: "Bcc: all@trivium.test\r\n\r\n.\r\nMAIL FROM:<x@y.z>" }],
])("%s makes no header of a letter", async (_, hostile) => {
  await mailer()(PLAIN);
  await mailer()({ ...PLAIN, id: "hostile", ...hostile });
  expect(headersOf("hostile").toSorted()).toEqual(headersOf("plain").toSorted());
});
