/** How much of an error is repeated at the end of a run, in lines. */
const LINES = 12;
/** How much of the page that a journey saw then, in lines, from where its own content begins. */
const PAGE_LINES = 40;
/** The colours of a terminal. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/**
 * What failed, from the file that Vitest writes with `--reporter=json`.
 *
 * @returns for each failed test its file, its name and the beginning of its error; a file that
 *   could not be read counts as one
 */
export function failedInVitest(results) {
  return (results?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && status === "failed") return [described(name, message)];
    return failed.map((test) => described(`${name} › ${test.fullName}`, test.failureMessages[0]));
  });
}

/**
 * What failed, from the file that Playwright writes with its `json` reporter.
 *
 * @param read gives the text of a file, the page that a journey saw among them
 * @returns for each failed journey its file, its name, the beginning of its error and the page
 */
export function failedInPlaywright(results, read) {
  const outside = (results?.errors ?? []).map(({ message }) => described("Playwright", message));
  return [...outside, ...(results?.suites ?? []).flatMap((suite) => failedInSuite(suite, read))];
}

function failedInSuite({ specs, suites = [] }, read) {
  const failed = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const { projectName, results } = tests.find(({ status }) => status === "unexpected") ?? {};
      const { error, attachments = [] } = results?.findLast((result) => result.error) ?? {};
      const seen = attachments.find(({ name }) => name === "error-context");
      return [
        described(`[${projectName}] e2e/${file} › ${title}`, error?.message),
        ...(seen ? pageIn(read(seen.path)) : []),
      ].join("\n");
    });
  return [...failed, ...suites.flatMap((suite) => failedInSuite(suite, read))];
}

/** The lines of the page in what Playwright keeps of a failure. */
function pageIn(context) {
  const lines = context.split("\n");
  const from = lines.findIndex((line) => /^ *- main\b/.test(line));
  return from < 0 ? [] : lines.slice(from, from + PAGE_LINES).map((line) => `    ${line}`);
}

function described(name, message = "") {
  const lines = message.replace(COLOURS, "").split("\n").slice(0, LINES);
  return [name, ...lines.map((line) => `    ${line}`)].join("\n");
}
