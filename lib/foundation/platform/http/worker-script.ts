/**
 * For the scripts of service workers, which are texts: asks the network, and gives up when no answer
 * begins within so many milliseconds. One that has begun may take as long as it takes: a signal that
 * ended it would leave half a page.
 */
export const FETCH_IN_TIME = `
async function fetchInTime(request, patienceMs) {
  const asking = new AbortController();
  const late = setTimeout(() => asking.abort(), patienceMs);
  try {
    return await fetch(request, { signal: asking.signal });
  } finally {
    clearTimeout(late);
  }
}
`;
