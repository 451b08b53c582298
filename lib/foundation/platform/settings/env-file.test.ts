import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { faultsOf, readEnvFile } from "./env-file.ts";

const folder = mkdtempSync(join(tmpdir(), "trivium-env-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string | Uint8Array, env: NodeJS.ProcessEnv = {} as NodeJS.ProcessEnv) {
  const file = join(folder, "some.env");
  writeFileSync(file, text);
  chmodSync(file, 0o600);
  const said: string[] = [];
  readEnvFile(Object.assign(env, { ENV_FILE: file }), (sentence) =>
    said.push(sentence.replace(file, ".env")),
  );
  return { env, said };
}

test.each([
  ["a plain value", "PORT=3100", { PORT: "3100" }],
  ["lines of another system", "PORT=3100\r\nHOST=::1\r\n", { PORT: "3100", HOST: "::1" }],
  ["a mark of its encoding", "\uFEFFPORT=3100", { PORT: "3100" }],
  ["blanks and words", "\n  # words, and A=B\n\n PORT = 3100 # why\n", { PORT: "3100" }],
  ["what a shell would export", "export PORT=3100", { PORT: "3100" }],
  ["any signs between quotes", `A='p@ss w#rd $HOME "%/\\'`, { A: 'p@ss w#rd $HOME "%/\\' }],
  ["an empty value", "PORT=\nHOST=''", { PORT: "", HOST: "" }],
  ["an equals sign in a value", "SMTP_URL=smtp://a?b=c", { SMTP_URL: "smtp://a?b=c" }],
])("%s is taken", (_, text, expected) => {
  expect(read(text).env).toMatchObject(expected);
});

test("what the environment says wins, an empty value too, and the file is read once", () => {
  const { env } = read("PORT=3100\nHOST=0.0.0.0\nLOG_LEVEL=warn", {
    PORT: "3200",
    HOST: "",
  } as never);
  expect(env).toMatchObject({ PORT: "3200", HOST: "", LOG_LEVEL: "warn", ENV_FILE: "" });
});

test.each([
  ["words without a name", "PORT 3100", "line 1: it is no NAME=value"],
  ["a name with a blank", "MY PORT=3100", "line 1: it is no NAME=value"],
  ["a name that begins with a figure", "3PORT=3100", "line 1: it is no NAME=value"],
  ["no name", "=3100", "line 1: it is no NAME=value"],
  [
    "a sign that would end the password",
    "PORT=1\nSMTP_PASSWORD=seven#teen",
    "line 2: a # would end",
  ],
  ["a quote that stays open", "\nOIDC_LABEL='My organisation\nPORT=1", "line 2: the quote"],
  ["a quote over two lines", 'A="one\ntwo"', "line 1: the quote"],
  [
    "what the program tells itself",
    "TRIVIUM_EMBEDDED=1",
    "line 1: TRIVIUM_EMBEDDED is for the program",
  ],
  ["a quote inside quotes", "OIDC_LABEL='l'école'", "line 1: something stands behind"],
])("%s is said by its line, without its value", (_, text, expected) => {
  const faults = faultsOf(text);
  expect(faults[0]).toContain(expected);
  expect(faults.join()).not.toMatch(/3100|seven|teen|école|organisation/);
  expect(() => read(text)).toThrow(expected);
});

test.each([
  ["a folder", () => mkdirSync(join(folder, "a"), { recursive: true }), "a", "it is a folder"],
  ["a file that is not there", () => {}, "b", "it is not there"],
  [
    "another encoding",
    () => writeFileSync(join(folder, "c"), Uint8Array.of(0x41, 0x3d, 0xe9)),
    "c",
    "it is not UTF-8 text",
  ],
])("%s is said in words", (_, make, name, expected) => {
  make();
  expect(() => readEnvFile({ ENV_FILE: join(folder, name) } as never, () => {})).toThrow(
    `cannot be read: ${expected}`,
  );
});

test("a name that is nearly a setting is asked about, another one left alone", () => {
  expect(read("PUBLC_URL=https://trivium.example\nhttp_proxy=http://proxy.example").said).toEqual([
    ".env: PUBLC_URL is no setting, and is left aside. Is PUBLIC_URL meant?",
  ]);
});

test("a secret that stands in the example is said to be known", () => {
  const said = read(
    "AUTH_SECRET=make-your-own-of-at-least-32-characters\nMETRICS_TOKEN=something-of-my-own",
  ).said;
  expect(said).toEqual([
    ".env: AUTH_SECRET is the example of .env.example, which everybody knows: make one of your own",
  ]);
});

test.each([
  [0o644, "AUTH_SECRET=x", true],
  [0o644, "PORT=3100", false],
  [0o640, "AUTH_SECRET=x", false],
  [0o600, "AUTH_SECRET=x", false],
])("a file of mode %o with %s warns: %s", (mode, text, isSaid) => {
  const file = join(folder, "mode.env");
  writeFileSync(file, text);
  chmodSync(file, mode);
  const said: string[] = [];
  readEnvFile({ ENV_FILE: file } as never, (sentence) => said.push(sentence));
  expect(said.map((sentence) => sentence.includes("chmod 600"))).toEqual(isSaid ? [true] : []);
});

/** What a process of its own makes of a folder with a `.env` in it. */
async function settingsIn(text: string, env: Record<string, string> = {}) {
  const cwd = mkdtempSync(join(folder, "cwd-"));
  writeFileSync(join(cwd, ".env"), text, { mode: 0o600 });
  const { ENV_FILE: _, ...outside } = process.env;
  return promisify(execFile)(
    process.execPath,
    [
      "-e",
      `const { settings } = await import(${JSON.stringify(resolve("lib/foundation/platform/settings/settings.ts"))}); console.log(settings().port)`,
    ],
    { cwd, env: { ...outside, NODE_ENV: "production", ...env } },
  );
}

test("a process reads the `.env` of its folder; its environment wins; one that is told to read none reads none", async () => {
  expect((await settingsIn("PORT=3177")).stdout).toBe("3177\n");
  expect((await settingsIn("PORT=3177", { PORT: "3178" })).stdout).toBe("3178\n");
  expect((await settingsIn("PORT=3177", { ENV_FILE: "" })).stdout).toBe("3000\n");
  await expect(settingsIn("PORT 3177")).rejects.toThrow("Wrong lines in .env.\nline 1:");
});

test("tests read none", () => {
  expect(process.env.ENV_FILE).toBe("");
});
