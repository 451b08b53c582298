/** Where a request comes from, as far as we want to know. */
export type Client = {
  /** The network address our own proxy saw, or "direct" when no proxy is trusted to say so. */
  address: string;
  /** The browser's family: enough to recognise one's own device, too little to follow somebody. */
  device: string;
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
  const named = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  return [named(FAMILIES), named(SYSTEMS)].filter(Boolean).join(", ");
}

/** @param trustProxy whether a proxy of ours stands in front: only then is its last hop worth reading */
export function clientFrom(headers: Pick<Headers, "get">, trustProxy: boolean): Client {
  const lastHop = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return {
    address: (trustProxy && lastHop) || "direct",
    device: deviceFamily(headers.get("user-agent")),
  };
}
