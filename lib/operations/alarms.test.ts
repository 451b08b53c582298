import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { metrics } from "#lib/foundation/platform/logs/metrics.ts";
import { networkGauges } from "./gauges.ts";
import { JOB_TURNS } from "./schedule.ts";

const RULES = "deploy/prometheus-rules.yaml";
const BOARD = "deploy/grafana-board.json";

type Rule = { alert: string; expr: string; for: string; annotations: { summary: string } };

const rules = (
  parse(readFileSync(RULES, "utf8")) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const board = JSON.parse(readFileSync(BOARD, "utf8")) as {
  panels: { title: string; targets: { expr: string; legendFormat: string }[] }[];
};
const { registry } = metrics();
networkGauges(registry);

/** Labels that Prometheus gives by itself. */
const OF_PROMETHEUS = ["instance", "job"];
const OF_HISTOGRAMS = { _bucket: ["le"], _count: [], _sum: [] };

/** Labels of a metric of ours, as a query names it; null where there is no such metric. */
function labelsOf(name: string): string[] | null {
  const known = (metric: string) => {
    const found = registry.getSingleMetric(metric) as
      | { labelNames?: string[]; type?: string }
      | undefined;
    return found ? (found.labelNames ?? []) : null;
  };
  for (const [ending, more] of Object.entries(OF_HISTOGRAMS)) {
    const base = name.endsWith(ending) ? known(name.slice(0, -ending.length)) : null;
    if (base) return [...base, ...more];
  }
  return known(name);
}

/** What a query, or the words beside it, name that we do not have. */
function strangersIn(expr: string, words: string): string[] {
  const names = [...new Set(expr.match(/\btrivium_\w+/g) ?? [])];
  const unknown = names.filter((name) => labelsOf(name) === null);
  const mayName = [...OF_PROMETHEUS, ...names.flatMap((name) => labelsOf(name) ?? [])];
  const inBraces = [...expr.matchAll(/\btrivium_(\w+)\{([^}]*)\}/g)].flatMap(
    ([, name = "", inside = ""]) =>
      [...inside.matchAll(/(\w+)\s*[=!]/g)]
        .map(([, label = ""]) => label)
        .filter(
          (label) => ![...OF_PROMETHEUS, ...(labelsOf(`trivium_${name}`) ?? [])].includes(label),
        ),
  );
  const gathered = [...expr.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(
    ([, inside = ""]) => inside.split(",").map((label) => label.trim()),
  );
  const said = [...words.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(
    ([, label = ""]) => label,
  );
  // What is shown of a result must have been kept by its query.
  const lost = said.filter((label) => /\bby\s*\(/.test(expr) && !gathered.includes(label));
  return [
    ...unknown,
    ...inBraces,
    ...[...gathered, ...said].filter((label) => !mayName.includes(label)),
    ...lost,
  ];
}

test.each(rules)(
  "the alarm $alert asks for figures that there are, and says what to do",
  ({ expr, annotations }) => {
    expect(expr).toMatch(/trivium/);
    expect(strangersIn(expr, annotations.summary)).toEqual([]);
    expect(annotations.summary.length).toBeGreaterThan(30);
  },
);

test.each(board.panels)("the panel “$title” shows figures that there are", ({ targets }) => {
  for (const { expr, legendFormat } of targets) expect(strangersIn(expr, legendFormat)).toEqual([]);
});

test.each([
  ["a metric that is not there", "max(trivium_letters_lost) > 0", "", "trivium_letters_lost"],
  ["a label that it does not have", 'trivium_tasks{kind="x"}', "", "kind"],
  ["a label to gather by", "sum by (space) (trivium_tasks)", "", "space"],
  [
    "a label in words that was gathered away",
    "sum by (state) (trivium_tasks)",
    "{{ $labels.instance }}",
    "instance",
  ],
])("%s is found", (_, expr, words, stranger) => {
  expect(strangersIn(expr, words)).toContain(stranger);
});

test("the alarm for what is done by night names every job that is", () => {
  const nightly = Object.entries(JOB_TURNS).flatMap(([name, turn]) =>
    "dailyAt" in turn ? [name] : [],
  );
  const { expr = "" } = rules.find(({ alert }) => alert === "TriviumNightlyJobFails") ?? {};
  expect(expr).toContain(`name=~"${nightly.join("|")}"`);
});

const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;

test.runIf(hasPromtool)("Prometheus reads the alarms, and rings where it should", () => {
  execFileSync("promtool", ["check", "rules", RULES], { stdio: "pipe" });
  const folder = mkdtempSync(join(tmpdir(), "trivium-rules-"));
  const series = (name: string, values: string) => ({ series: name, values });
  // promtool compares summaries as well: they are left out of the copy that is tried.
  const plain = rules.map(({ annotations: _, ...rule }) => rule);
  writeFileSync(
    join(folder, "rules.yaml"),
    JSON.stringify({ groups: [{ name: "trivium", rules: plain }] }),
  );
  const ringing = (alertname: string, labels: Record<string, string>) => ({
    eval_time: "4h",
    alertname,
    exp_alerts: [{ exp_labels: labels }],
  });
  const quiet = (alertname: string) => ({ eval_time: "4h", alertname, exp_alerts: [] });
  const tests = {
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: [
          series('up{job="trivium",instance="a"}', "0x300"),
          series('trivium_job_late{name="bookings",instance="b"}', "1x300"),
          series('trivium_job_failures_in_a_row{name="audit",instance="b"}', "1x300"),
          series('trivium_outbox_given_up{channel="mail",instance="b"}', "2x300"),
          series('trivium_backup_last_timestamp_seconds{instance="b"}', "0x300"),
        ],
        alert_rule_test: [
          ringing("TriviumNotReached", { severity: "critical", job: "trivium", instance: "a" }),
          ringing("TriviumJobLate", { severity: "critical", name: "bookings" }),
          ringing("TriviumNightlyJobFails", { severity: "critical", name: "audit" }),
          ringing("TriviumLettersGivenUp", { severity: "warning", channel: "mail" }),
          quiet("TriviumJobFails"),
          quiet("TriviumEventsGivenUp"),
        ],
      },
    ],
  };
  writeFileSync(join(folder, "tests.yaml"), JSON.stringify(tests));
  const tried = spawnSync("promtool", ["test", "rules", resolve(folder, "tests.yaml")], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true, force: true });
  expect(`${tried.stdout}${tried.stderr}`).toMatch(/SUCCESS/);
});
