/** How much of an error is repeated at the end of a run, in lines. */
const LINES = 12;
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
 * @returns for each failed journey its file, its name and the beginning of its error
 */
export function failedInPlaywright(results) {
  const outside = (results?.errors ?? []).map(({ message }) => described("Playwright", message));
  return [...outside, ...(results?.suites ?? []).flatMap(failedInSuite)];
}

function failedInSuite({ specs, suites = [] }) {
  const failed = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const { projectName, results } = tests.find(({ status }) => status === "unexpected") ?? {};
      const error = results?.findLast((result) => result.error)?.error;
      return described(`[${projectName}] e2e/${file} › ${title}`, error?.message);
    });
  return [...failed, ...suites.flatMap(failedInSuite)];
}

function described(name, message = "") {
  const lines = message.replace(COLOURS, "").split("\n").slice(0, LINES);
  return [name, ...lines.map((line) => `    ${line}`)].join("\n");
}
