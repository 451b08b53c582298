import { isIPv6 } from "node:net";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { keptSecret } from "../secrets/kept-secret.ts";
import { readEnvFile } from "./env-file.ts";
import { settingFault } from "./setting-fault.ts";
import { environment } from "./setting-list.ts";

// Libraries that read the process's local time see UTC; ours is Temporal in the space's zone.
process.env.TZ = "UTC";

/** Names of this machine that no other machine can reach, as a HOST or in a URL. */
const LOOPBACK = ["127.0.0.1", "localhost", "::1", "[::1]"];

/** @param host a host name or address, without port */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host.toLowerCase()) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const PASSWORDS = [
  ["DATABASE_PASSWORD", "DATABASE_URL"],
  ["DATABASE_OWNER_PASSWORD", "DATABASE_OWNER_URL"],
  ["SMTP_PASSWORD", "SMTP_URL"],
] as const;

/** Settings of which one alone says nothing. */
const TOGETHER = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["AUDIT_WITNESS_URL", "AUDIT_WITNESS_SECRET"],
  ["SMS_HOOK_URL", "SMS_HOOK_SECRET"],
] as const;

type Environment = z.output<typeof environment>;

export type Settings = ReturnType<typeof parseSettings>;

/** @throws Error naming each setting that is wrong */
export function parseSettings(source: Record<string, string | undefined>) {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(filled);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => settingFault(issue));
    throw new Error(`Wrong settings.\n${faults.join("\n")}`);
  }
  const { data } = parsed;
  const trustProxy = isOn(data.TRUST_PROXY);
  const mayDemonstrate = staysOnThisMachine(data);
  const wantsDemonstration = data.DEMO === undefined ? mayDemonstrate : isOn(data.DEMO);
  const contradictions = contradictionsIn(data);
  if (wantsDemonstration && !mayDemonstrate)
    contradictions.unshift(
      "DEMO: only with the embedded database, a loopback HOST, no PUBLIC_URL of another machine and no TRUST_PROXY",
    );
  if (contradictions.length > 0) throw new Error(`Wrong settings.\n${contradictions.join("\n")}`);

  return {
    databaseUrl: withPassword(data.DATABASE_URL, data.DATABASE_PASSWORD),
    databaseOwnerUrl: withPassword(data.DATABASE_OWNER_URL, data.DATABASE_OWNER_PASSWORD),
    dataDir: resolve(data.DATA_DIR),
    host: data.HOST,
    port: data.PORT,
    /** Scheme, host and port: paths are put behind it as they are. */
    publicUrl: new URL(data.PUBLIC_URL ?? `http://${hostInAddress(data.HOST)}:${data.PORT}`).origin,
    authSecret: data.AUTH_SECRET,
    /** A reverse proxy of ours stands in front: the last hop it names is the visitor. */
    trustProxy,
    oidc: organisationOf(data),
    smtpUrl: withPassword(data.SMTP_URL, data.SMTP_PASSWORD),
    mailFrom:
      data.MAIL_FROM ??
      `trivium@${data.PUBLIC_URL ? new URL(data.PUBLIC_URL).hostname : "localhost"}`,
    smsHook: addressWith(data.SMS_HOOK_URL, data.SMS_HOOK_SECRET),
    auditWitness: addressWith(data.AUDIT_WITNESS_URL, data.AUDIT_WITNESS_SECRET),
    mapTilesUrl: data.MAP_TILES_URL,
    embedOrigins: data.EMBED_ORIGINS ?? [],
    metricsToken: data.METRICS_TOKEN,
    /**
     * What one asker's searches and feeds may cost beyond one at a time: see
     * lib/foundation/platform/http/budget.ts.
     */
    workBudgetSeconds: data.WORK_BUDGET_SECONDS,
    logLevel: data.LOG_LEVEL,
    demo: wantsDemonstration,
  };
}

/** The organisation whose accounts open ours; null when none is named. */
function organisationOf(data: Environment) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = data;
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    label: data.OIDC_LABEL,
    /**
     * What the organisation says of a sign-in with two factors: only then is it enough for staff
     * who have not linked it.
     */
    staffAcr: data.OIDC_STAFF_ACR ?? [],
    staffAmr: data.OIDC_STAFF_AMR ?? [],
  };
}

/** An address outside that knows us by a secret; null when there is none. */
function addressWith(url: string | undefined, secret: string | undefined) {
  return url && secret ? { url, secret } : null;
}

function isOn(setting: string): boolean {
  return ["1", "true"].includes(setting);
}

/**
 * Whether the service may be one where a click signs anybody in as administrator: nothing outside
 * this machine may reach it, by a proxy neither.
 */
function staysOnThisMachine(data: Environment): boolean {
  const isEmbedded = !data.DATABASE_URL || data.TRIVIUM_EMBEDDED === "1";
  const isNamedOutside =
    data.PUBLIC_URL !== undefined && !isLoopback(new URL(data.PUBLIC_URL).hostname);
  return isEmbedded && isLoopback(data.HOST) && !isNamedOutside && !isOn(data.TRUST_PROXY);
}

/** What settings say against one another that are well each by itself. @returns a line for each */
function contradictionsIn(data: Environment): string[] {
  const halves = TOGETHER.filter(
    (names) => names.some((name) => data[name]) && !names.every((name) => data[name]),
  );
  const lines = halves.map(
    (names) => `${names.join(", ")}: ${names.length > 2 ? "all three" : "both"}, or none`,
  );
  if (data.OIDC_ISSUER && !isSecretOnTheWay(new URL(data.OIDC_ISSUER)))
    lines.push("OIDC_ISSUER: https, or http on a loopback host");
  if (data.DATABASE_OWNER_URL && !data.DATABASE_URL)
    lines.push("DATABASE_OWNER_URL: only with DATABASE_URL, the login that serves people");
  for (const [password, url] of PASSWORDS)
    if (data[password] && !data[url]) lines.push(`${password}: only with ${url}`);
  return lines;
}

function hostInAddress(host: string): string {
  if (host === "127.0.0.1") return "localhost";
  return isIPv6(host) ? `[${host}]` : host;
}

/**
 * Whether nobody on the way reads what is sent there. Plain http is for a stand-in on one's own
 * machine.
 */
function isSecretOnTheWay({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || isLoopback(hostname);
}

/** The address with the password that stands beside it, unless it names one itself. */
function withPassword<Url extends string | undefined>(
  url: Url,
  password: string | undefined,
): Url | string {
  if (!url || password === undefined) return url;
  const address = new URL(url);
  if (address.password) return url;
  // An address of a socket of the file system has no host to stand before.
  if (address.host) address.password = encodeURIComponent(password);
  else address.searchParams.set("password", password);
  return address.href;
}

/** In DATA_DIR, while `npm start` runs its own database: where the command line finds it. */
export const DATABASE_URL_FILE = "database-url";

let parsed: Settings | undefined;

/**
 * The process's settings, read once: from its environment, and from `.env` what is not there.
 *
 * @throws Error naming each setting, or each line of `.env`, that is wrong
 */
export function settings(): Settings {
  if (!parsed) {
    readEnvFile(process.env, (sentence) => process.stderr.write(`${sentence}\n`));
    parsed = parseSettings(process.env);
  }
  return parsed;
}

/**
 * How much to log: known also where another setting is wrong, so that this can be said in words.
 */
export function logLevel(): Settings["logLevel"] {
  try {
    return settings().logLevel;
  } catch {
    return "info";
  }
}

let secret: string | undefined;

/** The key behind every keyed hash: AUTH_SECRET, or one made at first need and kept in DATA_DIR. */
export function authSecret(): string {
  secret ??= settings().authSecret ?? keptSecret(join(settings().dataDir, "auth-secret"));
  return secret;
}
