import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "mailbox-"));
vi.stubEnv("DATA_DIR", dataDir);
// Settings are read once: another file of the same worker may have read them.
vi.resetModules();
const { keepMail } = await import("./mailbox.ts");
afterAll(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  rmSync(dataDir, { recursive: true });
});

const mail = (id: string) => ({
  id,
  to: "a@trivium.test",
  subject: "",
  text: "",
  at: "2026-03-02T06:00:00Z",
});

test("the folder keeps the newest messages, and no more than it holds", async () => {
  const folder = join(dataDir, "outbox");
  await keepMail(mail("newest"), Buffer.from("x"));
  for (let at = 0; at < 1_200; at += 1) {
    const file = join(folder, `old-${at}.${at % 2 ? "eml" : "json"}`);
    writeFileSync(file, "{}");
    utimesSync(file, at, at);
  }
  await keepMail(mail("last"), Buffer.from("x"));
  const names = readdirSync(folder);
  expect(names).toHaveLength(1_000);
  for (const kept of ["newest.eml", "newest.json", "last.eml", "last.json", "old-1199.eml"])
    expect(names).toContain(kept);
  expect(names).not.toContain("old-0.json");
});
