import { isIP } from "node:net";

/** Where a request comes from, as far as we want to know. */
export type Client = {
  /**
   * The network address that connected to us or, when a proxy of ours stands in front, that it saw.
   */
  address: string;
  /** The browser's family: enough to recognise one's own device, too little to follow somebody. */
  device: string;
  /**
   * What this browser says of who has signed in on it before: `devices.ts` tells whether it is
   * true.
   */
  devices?: string;
};

/** Order matters: nearly every browser also claims to be the ones after it. */
const FAMILIES: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bHeadlessChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b|\biPad\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** "Firefox, Windows"; an unknown half is left out. */
export function deviceFamily(userAgent: string | null): string {
  const named = (list: [RegExp, string][]) =>
    list.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  return [named(FAMILIES), named(SYSTEMS)].filter(Boolean).join(", ");
}

/**
 * @param trustProxy whether a proxy of ours stands in front: only then is its last hop worth
 *   reading
 */
export function clientFrom(headers: Pick<Headers, "get">, trustProxy: boolean): Client {
  const lastHop = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  // Written by `server/main.ts` over whatever came under this name.
  const connected = headers.get("x-client-address");
  return {
    address: (trustProxy && lastHop) || connected || "direct",
    device: deviceFamily(headers.get("user-agent")),
  };
}

/**
 * Whose attempts are counted together: an IPv4 address, or the /64 of an IPv6 address, which one
 * line at home has as a whole.
 */
export function addressBlock(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [bare = ""] = address.split("%", 1);
  const [head = "", tail] = bare.split("::");
  const given = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  // An IPv4 address at the end stands for two groups.
  const length = given.length + after.length + (bare.includes(".") ? 1 : 0);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - length }, () => "0");
  const groups = [...given, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
