import { expect, test } from "vitest";
import { parseSettings } from "./settings.ts";

test.each([
  ["nothing set", {}, true],
  ["this machine named", { PUBLIC_URL: "http://localhost:3100" }, true],
  [
    "another address of this machine",
    { HOST: "127.0.0.2", PUBLIC_URL: "http://127.0.0.2:3000" },
    true,
  ],
  ["IPv6", { HOST: "::1", PUBLIC_URL: "http://[::1]:3000" }, true],
  ["a name of the internet", { PUBLIC_URL: "https://trivium.example" }, false],
  ["a name that begins like this machine", { PUBLIC_URL: "https://localhost.example" }, false],
  ["a proxy in front", { TRUST_PROXY: "1" }, false],
  ["open to the network", { HOST: "0.0.0.0" }, false],
  ["an own database", { DATABASE_URL: "postgres://db.example/trivium" }, false],
  ["asked not to", { DEMO: "0" }, false],
])("the demonstration with %s", (_, source, demo) => {
  expect(parseSettings(source).demo).toBe(demo);
});

test.each([
  ["a name of the internet", { PUBLIC_URL: "https://trivium.example" }],
  ["a proxy in front", { TRUST_PROXY: "true" }],
  ["open to the network", { HOST: "0.0.0.0" }],
  ["an own database", { DATABASE_URL: "postgres://db.example/trivium" }],
])("a demonstration that is asked for is refused with %s", (_, source) => {
  expect(() => parseSettings({ ...source, DEMO: "1" })).toThrow(/DEMO: only/);
});

const organisation = (issuer: string) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: "trivium",
  OIDC_CLIENT_SECRET: "secret",
});

test.each([
  ["https://login.example", true],
  ["http://127.0.0.1:8080", true],
  ["http://localhost", true],
  ["http://[::1]:8080", true],
  ["http://login.example", false],
  ["http://localhost.example", false],
  ["http://10.0.0.4", false],
])("an issuer at %s is accepted: %s", (issuer, accepted) => {
  const parse = () => parseSettings(organisation(issuer)).oidc?.issuer;
  if (accepted) expect(parse()).toBe(issuer);
  else expect(parse).toThrow(/OIDC_ISSUER: https/);
});

test("what an organisation calls two factors is a list, and nothing by default", () => {
  const named = {
    ...organisation("https://login.example"),
    OIDC_STAFF_ACR: "urn:a, urn:b",
    OIDC_STAFF_AMR: "mfa",
  };
  expect(parseSettings(named).oidc).toMatchObject({
    staffAcr: ["urn:a", "urn:b"],
    staffAmr: ["mfa"],
  });
  expect(parseSettings(organisation("https://login.example")).oidc).toMatchObject({
    staffAcr: [],
    staffAmr: [],
  });
});

const PASSWORDS = ["p@ss", "pa/ss", "1/2", "1?2", "p#ss", "100%", "%zz"];

test.each(
  PASSWORDS.flatMap((password) => [
    ["DATABASE_URL", `postgresql://trivium:${password}@db.example:5432/trivium`],
    ["SMTP_URL", `smtps://trivium:${password}@mail.example`],
  ]),
)("%s refuses an address that does not mean what it seems to: %s", (name, address) => {
  expect(() => parseSettings({ [name]: address })).toThrow(new RegExp(`${name}: `));
});

test.each([...PASSWORDS, "a b", "é'\"\\", "%41"])(
  "beside its address a password may be %s",
  (password) => {
    const { databaseUrl, databaseOwnerUrl, smtpUrl } = parseSettings({
      DATABASE_URL: "postgresql://trivium_web@db.example:5432/trivium",
      DATABASE_PASSWORD: password,
      DATABASE_OWNER_URL: "postgresql://trivium@db.example/trivium?sslmode=require",
      DATABASE_OWNER_PASSWORD: password,
      SMTP_URL: "smtps://trivium@mail.example",
      SMTP_PASSWORD: password,
    });
    for (const address of [databaseUrl, databaseOwnerUrl, smtpUrl])
      expect(decodeURIComponent(new URL(address ?? "").password)).toBe(password);
  },
);

test("an address that names its password keeps it, and one of a socket takes it along", () => {
  const own = { DATABASE_URL: "postgresql://a:own@db.example/trivium", DATABASE_PASSWORD: "other" };
  expect(parseSettings(own).databaseUrl).toBe(own.DATABASE_URL);
  const socket = parseSettings({
    DATABASE_URL: "postgresql:///trivium?host=/run/postgresql&user=trivium_web",
    DATABASE_PASSWORD: "p@ss",
  });
  expect(new URL(socket.databaseUrl ?? "").searchParams.get("password")).toBe("p@ss");
});

test.each([
  ["https://trivium.example", "https://trivium.example"],
  ["https://trivium.example/", "https://trivium.example"],
  ["HTTPS://Trivium.Example:443/", "https://trivium.example"],
  ["http://localhost:3100/", "http://localhost:3100"],
])("an address that people type as %s stands before paths as %s", (typed, meant) => {
  expect(parseSettings({ PUBLIC_URL: typed }).publicUrl).toBe(meant);
});

test.each([
  ["127.0.0.1", "http://localhost:3000"],
  ["::1", "http://[::1]:3000"],
  ["192.0.2.7", "http://192.0.2.7:3000"],
])("without one, HOST=%s is found at %s", (HOST, address) => {
  expect(parseSettings({ HOST }).publicUrl).toBe(address);
});

test.each([
  "https://trivium.example/path",
  "https://trivium.example/?a=b",
  "https://trivium.example/#a",
  "https://me:secret@trivium.example",
])("nothing else may stand in the address people type: %s", (PUBLIC_URL) => {
  expect(() => parseSettings({ PUBLIC_URL })).toThrow(
    /^Wrong settings\.\nPUBLIC_URL: nothing may stand/,
  );
});

test.each([
  ["PORT", "abc", "PORT: it is a number (such as 3000)"],
  ["PORT", "3000.5", "PORT: it is a whole number (such as 3000)"],
  ["PORT", "70000", "PORT: it is 65535 or less (such as 3000)"],
  ["WORK_BUDGET_SECONDS", "0", "WORK_BUDGET_SECONDS: it is 1 or more (such as 60)"],
  ["TRUST_PROXY", "yes", "TRUST_PROXY: it is one of 0, 1, true, false (such as 1)"],
  [
    "METRICS_TOKEN",
    "short",
    "METRICS_TOKEN: it has 16 signs or more (such as at-least-16-characters)",
  ],
  ["OIDC_LABEL", "x".repeat(61), "OIDC_LABEL: it has 60 signs or fewer (such as My organisation)"],
  ["MAIL_FROM", "me", "MAIL_FROM: it is an e-mail address (such as trivium@trivium.example)"],
  [
    "EMBED_ORIGINS",
    "https://a.example; script-src *",
    "EMBED_ORIGINS: each is https://name, with a port if need be (such as https://www.kortrijk.be,https://www.roubaix.fr)",
  ],
  [
    "SMTP_URL",
    "http://x",
    "SMTP_URL: it is an address of this kind (such as smtps://trivium@mail.example)",
  ],
])("%s=%s is refused in words, without the value", (name, value, words) => {
  expect(() => parseSettings({ [name]: value })).toThrow(new Error(`Wrong settings.\n${words}`));
});

test("every setting that is wrong is named at once", () => {
  expect(() => parseSettings({ PORT: "x", MAIL_FROM: "me", AUTH_SECRET: "x" })).toThrow(
    /PORT: .*\nAUTH_SECRET: .*\nMAIL_FROM: /,
  );
});
