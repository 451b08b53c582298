import { expect, test } from "vitest";
import { parseSettings } from "./settings.ts";

test.each([
  ["nothing set", {}, true],
  ["this machine named", { PUBLIC_URL: "http://localhost:3100" }, true],
  ["another address of this machine", { HOST: "127.0.0.2", PUBLIC_URL: "http://127.0.0.2:3000" }, true],
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
  expect(parseSettings(named).oidc).toMatchObject({ staffAcr: ["urn:a", "urn:b"], staffAmr: ["mfa"] });
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

test.each([...PASSWORDS, "a b", "é'\"\\", "%41"])("beside its address a password may be %s", (password) => {
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
});

test("an address that names its password keeps it, and one of a socket takes it along", () => {
  const own = { DATABASE_URL: "postgresql://a:own@db.example/trivium", DATABASE_PASSWORD: "other" };
  expect(parseSettings(own).databaseUrl).toBe(own.DATABASE_URL);
  const socket = parseSettings({
    DATABASE_URL: "postgresql:///trivium?host=/run/postgresql&user=trivium_web",
    DATABASE_PASSWORD: "p@ss",
  });
  expect(new URL(socket.databaseUrl ?? "").searchParams.get("password")).toBe("p@ss");
});
