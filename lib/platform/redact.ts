const HIDDEN = "…";

/** Parameters of addresses that open something: invitations, kiosks, what an organisation's sign-in sends back. */
const SECRET_PARAMETERS =
  "token|code|state|session_state|nonce|start|link|key|card|secret|password|id_token|access_token|refresh_token|client_secret";

const SECRETS: [RegExp, string][] = [
  // Also where an address stands inside another one, as `next=%2Fnl%2Fguest%2F…` does.
  [/((?:\/|%2F)calendar(?:\/|%2F))(?!programme\.ics)[\w-]{16,}(?=\.ics)/gi, `$1${HIDDEN}`],
  [/((?:\/|%2F)guest(?:\/|%2F))(?!sent\b)[\w-]+/gi, `$1${HIDDEN}`],
  [
    new RegExp(
      `((?:[?&;]|%3F|%26|\\\\u0026)(?:${SECRET_PARAMETERS})(?:=|%3D))[^&#\\s"'\\\\%]+(?:%(?!26|23)[^&#\\s"'\\\\%]*)*`,
      "gi",
    ),
    `$1${HIDDEN}`,
  ],
  [/(sign-in(?:\/|%2F)card(?:#|%23))[\w-]+/gi, `$1${HIDDEN}`],
  [/\b(Bearer\s+)[\w.~+/=-]+/gi, `$1${HIDDEN}`],
  [/\bkiosk_[\w-]+/g, `kiosk_${HIDDEN}`],
  // Whatever else stands in an address and looks drawn by lot.
  [/([/=])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{20,}/g, `$1${HIDDEN}`],
];

/**
 * A text without what opens something: the tokens of calendars, guests' links, invitations, sign-ins. The one place that
 * knows which parts of our addresses are secret; everything logged and every label of a metric goes through it.
 */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((shown, [secret, instead]) => shown.replace(secret, instead), text);
}
