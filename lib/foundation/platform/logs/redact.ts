const HIDDEN = "…";

/**
 * Parameters of addresses that open something: invitations, kiosks, what an organisation's sign-in
 * sends back.
 */
const SECRET_PARAMETERS =
  "token|code|state|session_state|nonce|start|link|key|card|secret|password|id_token|access_token|refresh_token|client_secret";

/**
 * Names of fields whose value opens something: of PostgreSQL's connections, of requests, of
 * settings.
 */
const SECRET_NAMES =
  "secret|secret_?key|process_?id|pass|password|passphrase|passwd|pgpassword|connection_?string|database_?(?:owner_?|replica_?)?url|smtp_?url|auth_?secret|client_?secret|(?:sms_?hook|audit_?witness|metrics)_?(?:secret|token)|authorization|proxy-authorization|cookie|set-cookie|token|access_?token|refresh_?token|id_?token|token_?hash|totp|credentials?|private_?key|api_?key";

const SECRET_NAME = new RegExp(`^(?:${SECRET_NAMES})$`, "i");

/** Whether what stands in a field of this name stays out of the log. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

// Signs of an address also as they are written where it stands inside another one, once or several
// times over, as in `next=%2Fnl%2Fguest%2F…`.
const SLASH = "(?:\\/|%(?:25)*2F)";
const EQUALS = "(?:=|%(?:25)*3D)";
const BEGIN = "(?:[?&;#\\s\"']|%(?:25)*3F|%(?:25)*26|%(?:25)*23|\\\\u0026)";
/** Signs of a secret, also where some of them are written with a percent sign. */
const SIGNS = "(?:[\\w.~-]|%(?!(?:25)*(?:2F|26|23|3F))[\\da-f]{2})";

const of = (pattern: string) => new RegExp(pattern, "gi");

const SECRETS: [RegExp, string][] = [
  // The password of an address: of a database, a mail server, a proxy.
  [
    of("\\b([a-z][a-z\\d+.-]*:\\/\\/)[^\\s/?#\"'<>\\\\@]*:[^\\s\"'<>\\\\]*@(?=[^\\s@]*)"),
    `$1${HIDDEN}@`,
  ],
  // Fields as JSON, as JSON inside a text, and as Node prints them: `"secretKey":17`, `password:
  // 'x'`.
  [of(`("(?:${SECRET_NAMES})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|-?\\d+)`), `$1"${HIDDEN}"`],
  [
    of(`((\\\\+)"(?:${SECRET_NAMES})\\2"\\s*:\\s*)(?:\\2"[^"\\\\]*\\2"|-?\\d+)`),
    `$1$2"${HIDDEN}$2"`,
  ],
  [of(`(\\b(?:${SECRET_NAMES}):\\s+)(?:'[^']*'|-?\\d+)`), `$1${HIDDEN}`],
  // As PostgreSQL's own library writes an address.
  [of(`(\\b(?:password|passwd|secretkey|processid)${EQUALS})[^\\s&;,"'\\\\]+`), `$1${HIDDEN}`],
  [
    of(
      `(${SLASH}calendar${SLASH})(?!programme\\.ics|spaces${SLASH})${SIGNS}{12,}?(?=\\.ics|%(?:25)*2Eics|[^\\w.~%-]|$)`,
    ),
    `$1${HIDDEN}`,
  ],
  [of(`(${SLASH}guest${SLASH})(?!sent\\b)${SIGNS}+`), `$1${HIDDEN}`],
  [
    of(
      `(${BEGIN}(?:${SECRET_PARAMETERS})${EQUALS})${SIGNS}+(?:[^&#\\s"'\\\\%]|%(?!(?:25)*(?:26|23)))*`,
    ),
    `$1${HIDDEN}`,
  ],
  [of(`(sign-in${SLASH}card(?:#|%(?:25)*23))${SIGNS}+`), `$1${HIDDEN}`],
  [of("\\b((?:Bearer|Basic)\\s+)[\\w.~+/=-]+"), `$1${HIDDEN}`],
  // Cookies of ours: sessions, devices, kiosks.
  [of("\\b((?:__Host-)?trivium[\\w-]*=)[^;\\s\"'\\\\]+"), `$1${HIDDEN}`],
  [of("\\b(kiosk_|whsec_)[\\w+/=-]+"), `$1${HIDDEN}`],
  // Signed tokens of others.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  // Whatever else stands in an address and looks drawn by lot.
  [/([/=])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{20,}/g, `$1${HIDDEN}`],
];

/**
 * A text without what opens something: the tokens of calendars, guests' links, invitations,
 * sign-ins. The one place that knows which parts of our addresses are secret; everything logged and
 * every label of a metric goes through it.
 */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((shown, [secret, instead]) => shown.replace(secret, instead), text);
}
