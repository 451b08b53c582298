import { existsSync } from "node:fs";

/**
 * @returns where Chromium stands on this machine: the one of `CHROME_PATH`, or the system's (the one
 *   without windows is quicker); undefined when there is none, and Playwright looks for its own
 */
export function systemChromium() {
  const known = [process.env.CHROME_PATH, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
  return known.find((path) => path && existsSync(path));
}

/** How Playwright starts it. As root it has no sandbox. */
export function launchOptions() {
  return {
    executablePath: systemChromium(),
    args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : [],
  };
}
