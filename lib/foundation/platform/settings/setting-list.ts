import { z } from "zod";

/**
 * Who reads a setting. `migrate` is whatever starts first and brings the tables to the newest
 * schema.
 */
export type Process = "web" | "worker" | "migrate" | "cli";

export type Setting = {
  schema: z.ZodType;
  /** One plain sentence for whoever runs it, without line breaks. */
  says: string;
  /** What it is when it is not set, as people would write it; null when there is none. */
  otherwise: string | null;
  /**
   * A valid value. Whoever takes away the `#` before it in `.env.example` has a program that
   * starts.
   */
  example: string;
  /**
   * Whoever reads it may do something with it: it stands in no log and belongs in no file that
   * others can read.
   */
  isSecret?: true;
  readBy: readonly Process[];
  /** Settings without which this one is refused. */
  needs?: readonly string[];
  /**
   * What compose.yaml gives instead of passing on what `.env` says: the value, or another default,
   * or that it must be set.
   */
  compose?: { fixed: string } | { otherwise: string } | { required: string };
};

const EVERYONE = ["web", "worker", "migrate", "cli"] as const;
const SERVES = ["web", "worker"] as const;

/**
 * An address with a password in it. A sign that an address cannot carry would send the rest of the
 * password to another host.
 */
function address(protocol: RegExp, passwordSetting: string) {
  return z.url({ protocol }).refine(isReadable, {
    error: `a sign in its name or password cannot stand in an address: leave the password out and set ${passwordSetting}`,
  });
}

const ORIGIN =
  "nothing may stand behind the host and its port, nor a name before it: it is put before every path";

/** An origin as a content policy names it: nothing in it can end the policy or begin another. */
const FRAMING_ORIGIN = /^https?:\/\/[a-z\d.-]+(:(\d{1,5}|\*))?$/i;

function isOrigin(text: string): boolean {
  const { pathname, search, hash, username, password } = URL.parse(text) ?? new URL("http://none");
  return pathname === "/" && !search && !hash && !username && !password;
}

function isReadable(text: string): boolean {
  if (text.split("@").length > 2) return false;
  try {
    const { username, password, pathname, search, hash } = new URL(text);
    decodeURIComponent(username + password);
    // What was meant to be a password began with figures, which were taken for a port.
    return !`${pathname}${search}${hash}`.includes("@");
  } catch {
    return false;
  }
}

const postgres = (passwordSetting: string) => address(/^postgres(ql)?$/, passwordSetting);
const yesOrNo = z.enum(["0", "1", "true", "false"]);
/** Names with commas between them. */
const names = z
  .string()
  .max(500)
  .transform((text) =>
    text
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
  );

/**
 * Every setting there is, in the order in which somebody who begins would meet them. `npm run
 * settings` makes `.env.example`, the environment in compose.yaml and the table in
 * docs/operations.md from it.
 */
export const SETTINGS = {
  PUBLIC_URL: {
    schema: z
      .url({ protocol: /^https?$/ })
      .refine(isOrigin, { error: ORIGIN })
      .optional(),
    says: "The address people type: mails, cards and invitations name it.",
    otherwise: "`http://localhost:PORT`",
    example: "https://trivium.example",
    readBy: EVERYONE,
    compose: { required: "the address people type" },
  },
  HOST: {
    schema: z.string().min(1).default("127.0.0.1"),
    says: "The address of this machine on which the web process listens; leave it to a reverse proxy on the same machine.",
    otherwise: "`127.0.0.1`",
    example: "127.0.0.1",
    readBy: EVERYONE,
    compose: { fixed: "0.0.0.0" },
  },
  PORT: {
    schema: z.coerce.number().int().min(1).max(65_535).default(3000),
    says: "The port on which the web process listens.",
    otherwise: "`3000`",
    example: "3000",
    readBy: EVERYONE,
    compose: { fixed: "3000" },
  },
  TRUST_PROXY: {
    schema: yesOrNo.default("0"),
    says: "1 when a reverse proxy of yours stands in front and names the visitor in X-Forwarded-For.",
    otherwise: "`0`",
    example: "1",
    readBy: EVERYONE,
    compose: { otherwise: "1" },
  },
  DATA_DIR: {
    schema: z.string().min(1).default(".data"),
    says: "The folder of the embedded database, the secret, the witness of the audit log, and mail that does not leave.",
    otherwise: "`.data`",
    example: ".data",
    readBy: EVERYONE,
    compose: { fixed: "/srv/trivium/.data" },
  },
  DATABASE_URL: {
    schema: postgres("DATABASE_PASSWORD").optional(),
    says: "Your own PostgreSQL, 18 or later; without it, one is started.",
    otherwise: "a PostgreSQL of its own",
    example: "postgresql://trivium_web@127.0.0.1:5432/trivium",
    isSecret: true,
    readBy: EVERYONE,
    compose: { otherwise: "postgresql://trivium_web@database:5432/trivium" },
  },
  DATABASE_PASSWORD: {
    schema: z.string().min(1).optional(),
    says: "The password of DATABASE_URL, when it stands not in the address: any signs may be in it.",
    otherwise: null,
    example: "any signs: # $ % / @",
    isSecret: true,
    readBy: EVERYONE,
    needs: ["DATABASE_URL"],
    compose: { required: "a password that you make up for the login of web and worker" },
  },
  DATABASE_OWNER_URL: {
    schema: postgres("DATABASE_OWNER_PASSWORD").optional(),
    says: "The owner of the tables, who migrates; DATABASE_URL is then a login that may not change them.",
    otherwise: "DATABASE_URL",
    example: "postgresql://trivium@127.0.0.1:5432/trivium",
    isSecret: true,
    readBy: ["migrate"],
    needs: ["DATABASE_URL"],
    compose: { otherwise: "postgresql://trivium@database:5432/trivium" },
  },
  DATABASE_OWNER_PASSWORD: {
    schema: z.string().min(1).optional(),
    says: "The password of DATABASE_OWNER_URL, when it stands not in the address: any signs may be in it.",
    otherwise: null,
    example: "other signs: ? & + : ;",
    isSecret: true,
    readBy: ["migrate"],
    needs: ["DATABASE_OWNER_URL"],
    compose: { required: "a password that you make up for the owner of the tables" },
  },
  AUTH_SECRET: {
    schema: z.string().min(32).optional(),
    says: "The key behind cards, links and second factors, the same for every process; `openssl rand -base64 32` makes one.",
    otherwise: "made once and kept in DATA_DIR",
    example: "make-your-own-of-at-least-32-characters",
    isSecret: true,
    readBy: EVERYONE,
    compose: { required: "the output of: openssl rand -base64 32" },
  },
  SMTP_URL: {
    schema: address(/^smtps?$/, "SMTP_PASSWORD").optional(),
    says: "The server that takes the mail; without it, mail lands in the folder outbox of DATA_DIR.",
    otherwise: null,
    example: "smtps://trivium@mail.example",
    isSecret: true,
    readBy: SERVES,
  },
  SMTP_PASSWORD: {
    schema: z.string().min(1).optional(),
    says: "The password of SMTP_URL, when it stands not in the address: any signs may be in it.",
    otherwise: null,
    example: "more signs: = ! * ( )",
    isSecret: true,
    readBy: SERVES,
    needs: ["SMTP_URL"],
  },
  MAIL_FROM: {
    schema: z.email().optional(),
    says: "The address that mail comes from.",
    otherwise: "`trivium@` and the host of PUBLIC_URL",
    example: "trivium@trivium.example",
    readBy: SERVES,
  },
  SMS_HOOK_URL: {
    schema: z.url({ protocol: /^https$/ }).optional(),
    says: "Where messages go for people with a telephone and no e-mail address.",
    otherwise: null,
    example: "https://sms.example/send",
    readBy: SERVES,
    needs: ["SMS_HOOK_SECRET"],
  },
  SMS_HOOK_SECRET: {
    schema: z.string().min(16).optional(),
    says: "Signs the messages to telephones.",
    otherwise: null,
    example: "at-least-16-characters",
    isSecret: true,
    readBy: SERVES,
    needs: ["SMS_HOOK_URL"],
  },
  OIDC_ISSUER: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    says: "The organisation through which people may sign in, by OpenID Connect.",
    otherwise: null,
    example: "https://login.example",
    readBy: ["web"],
    needs: ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  },
  OIDC_CLIENT_ID: {
    schema: z.string().min(1).optional(),
    says: "The name that the organisation gave this network.",
    otherwise: null,
    example: "trivium",
    readBy: ["web"],
    needs: ["OIDC_ISSUER", "OIDC_CLIENT_SECRET"],
  },
  OIDC_CLIENT_SECRET: {
    schema: z.string().min(1).optional(),
    says: "The secret that the organisation gave with it.",
    otherwise: null,
    example: "what-the-organisation-gave",
    isSecret: true,
    readBy: ["web"],
    needs: ["OIDC_ISSUER", "OIDC_CLIENT_ID"],
  },
  OIDC_LABEL: {
    schema: z.string().min(1).max(60).default("OpenID Connect"),
    says: "What stands on the button that signs in through the organisation.",
    otherwise: "`OpenID Connect`",
    example: "My organisation",
    readBy: ["web"],
  },
  OIDC_STAFF_ACR: {
    schema: names.optional(),
    says: "What the organisation says, in acr, of a sign-in with two factors; several with commas.",
    otherwise: null,
    example: "urn:example:two-factors",
    readBy: ["web"],
  },
  OIDC_STAFF_AMR: {
    schema: names.optional(),
    says: "The same in amr; several with commas.",
    otherwise: null,
    example: "otp,hwk",
    readBy: ["web"],
  },
  AUDIT_WITNESS_URL: {
    schema: z.url({ protocol: /^https$/ }).optional(),
    says: "Where somebody else keeps the ends of the audit log.",
    otherwise: null,
    example: "https://witness.example/trivium",
    readBy: ["worker", "cli"],
    needs: ["AUDIT_WITNESS_SECRET"],
  },
  AUDIT_WITNESS_SECRET: {
    schema: z.string().min(16).optional(),
    says: "Signs what goes to the witness.",
    otherwise: null,
    example: "at-least-16-characters",
    isSecret: true,
    readBy: ["worker", "cli"],
    needs: ["AUDIT_WITNESS_URL"],
  },
  MAP_TILES_URL: {
    schema: z
      .string()
      .startsWith("https://")
      .default("https://tile.openstreetmap.org/{z}/{x}/{y}.png"),
    says: "The tiles of the detailed map, asked for only when a visitor wants it.",
    otherwise: "OpenStreetMap",
    example: "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    readBy: ["web"],
  },
  EMBED_ORIGINS: {
    schema: names
      .refine((origins) => origins.every((origin) => FRAMING_ORIGIN.test(origin)), {
        error: "each is https://name, with a port if need be",
      })
      .optional(),
    says: "The sites that may show the map in a frame, with commas between them; nobody else can.",
    otherwise: null,
    example: "https://www.kortrijk.be,https://www.roubaix.fr",
    readBy: ["web"],
  },
  METRICS_TOKEN: {
    schema: z.string().min(16).optional(),
    says: "Whoever shows it may read /metrics, which is not there without it.",
    otherwise: null,
    example: "at-least-16-characters",
    isSecret: true,
    readBy: ["web"],
  },
  WORK_BUDGET_SECONDS: {
    schema: z.coerce.number().int().min(1).default(60),
    says: "What one person's searches and feeds may cost at once, in seconds of work.",
    otherwise: "`60`",
    example: "60",
    readBy: ["web"],
  },
  LOG_LEVEL: {
    schema: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
    says: "How much is logged: silent, error, warn, info or debug.",
    otherwise: "`info`",
    example: "info",
    readBy: EVERYONE,
  },
  DEMO: {
    schema: yesOrNo.optional(),
    says: "0 leaves out the demonstration network, which is there only with its own database, a loopback HOST, and no proxy.",
    otherwise: "where nobody outside can reach it",
    example: "0",
    readBy: EVERYONE,
  },
} satisfies Record<string, Setting>;

/**
 * Names that are read beside the settings, and stand in no file: the program gives them to itself.
 */
export const INTERNAL = {
  /** Set by the supervisor: the database it started itself. */
  TRIVIUM_EMBEDDED: z.literal("1").optional(),
};

export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

type Schemas = { [Name in keyof typeof SETTINGS]: (typeof SETTINGS)[Name]["schema"] };

/** What the processes' environment must look like. */
export const environment = z.object({
  ...(Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].schema])) as Schemas),
  ...INTERNAL,
});

/** Whether it is for what migrates alone: whoever serves people is started without it. */
export function isOwners(name: string): boolean {
  return (SETTINGS as Record<string, Setting>)[name]?.readBy.join() === "migrate";
}

/** @returns the names of settings whose values somebody could misuse */
export function secretNames(): string[] {
  return Object.entries<Setting>(SETTINGS)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => name);
}
