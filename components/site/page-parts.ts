/**
 * What a page has fetched to be drawn, and the files of its drawings, of our own host.
 *
 * @param which paths are wanted
 */
export function pageParts(which: RegExp): string[] {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  const linked = [...document.querySelectorAll<HTMLLinkElement>("link[rel='stylesheet']")].map(
    ({ href }) => href,
  );
  const drawings = [...document.querySelectorAll("use")].map(
    (use) => new URL(use.getAttribute("href")?.split("#")[0] ?? "", location.href).href,
  );
  return [...new Set([...fetched, ...linked, ...drawings])].filter((part) => {
    const { origin, pathname } = new URL(part);
    return origin === location.origin && which.test(pathname);
  });
}
