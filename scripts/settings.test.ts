import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { faultsOf } from "#lib/foundation/platform/settings/env-file.ts";
import {
  isOwners,
  SETTINGS,
  type Setting,
} from "#lib/foundation/platform/settings/setting-list.ts";
import { parseSettings } from "#lib/foundation/platform/settings/settings.ts";
import { INITDB_FLAGS, POSTGRES_FLAGS } from "./postgres-flags.ts";
import { settingsFiles } from "./settings.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const LIST = Object.entries<Setting>(SETTINGS);

test.each(Object.entries(settingsFiles()))("%s is what `npm run settings` makes", (path, made) => {
  expect(read(path)).toBe(made);
});

test.each(LIST)("%s is said in one plain sentence", (_, { says }) => {
  expect(says).toMatch(/^[A-Z01][^\n]*\.$/);
  expect(says.length).toBeLessThan(130);
});

const EXAMPLE = read(".env.example").split("\n");
/**
 * The lines of the example that hold a setting, by its name, as they are once the `#` is taken
 * away.
 */
const UNCOMMENTED = new Map(
  EXAMPLE.flatMap((line) => {
    const found = /^# (([A-Z_]+)=.*)$/.exec(line);
    return found ? [[found[2] ?? "", found[1] ?? ""] as const] : [];
  }),
);

test("the example says all settings, and nothing else", () => {
  expect([...UNCOMMENTED.keys()]).toEqual(LIST.map(([name]) => name));
});

test("as it is, the example sets nothing", () => {
  expect(faultsOf(EXAMPLE.join("\n"))).toEqual([]);
  expect(parseEnv(EXAMPLE.join("\n"))).toEqual({});
});

/** Parsed from the example with only these lines uncommented. */
function uncommented(names: readonly string[]) {
  const lines = EXAMPLE.map((line) =>
    names.some((name) => line === `# ${UNCOMMENTED.get(name)}`) ? line.slice(2) : line,
  );
  const text = lines.join("\n");
  expect(faultsOf(text)).toEqual([]);
  const values = parseEnv(text);
  return { values, settings: () => parseSettings(values) };
}

/** What it needs, and what that needs in turn. */
function neededBy(name: string, known: string[] = []): string[] {
  const direct = LIST.find(([other]) => other === name)?.[1].needs ?? [];
  const fresh = direct.filter((other) => !known.includes(other) && other !== name);
  return fresh.reduce((all, other) => neededBy(other, all), [...known, ...fresh]);
}

test.each(LIST)("%s, with what it needs, is valid when uncommented", (name, { example }) => {
  const { values, settings } = uncommented([name, ...neededBy(name)]);
  expect(values[name]).toBe(example);
  expect(settings).not.toThrow();
});

test.each(
  LIST.flatMap(([name, { needs = [] }]) =>
    needs.map((needed) => [name, needed, needs.filter((other) => other !== needed)] as const),
  ),
)("%s is refused by name without %s", (name, _, others) => {
  expect(uncommented([name, ...others]).settings).toThrow(name);
});

test("all lines together are valid when uncommented", () => {
  const { settings } = uncommented([...UNCOMMENTED.keys()]);
  expect(settings()).toMatchObject({
    databaseUrl:
      "postgresql://trivium_web:any%20signs%3A%20%23%20%24%20%25%20%2F%20%40@127.0.0.1:5432/trivium",
    oidc: { label: "My organisation", staffAmr: ["otp", "hwk"] },
    demo: false,
  });
});

type Service = {
  image?: string;
  build?: unknown;
  init?: boolean;
  command?: string[];
  environment: Record<string, string>;
  volumes?: string[];
  restart?: string;
  stop_grace_period?: string;
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
};
const compose = parse(read("compose.yaml"), { merge: true }) as {
  services: Record<"database" | "migrate" | "web" | "worker", Service> & Record<string, Service>;
  volumes: Record<string, null>;
};
const { database, ...ours } = compose.services;
const { migrate, web, worker } = ours;

/** What compose makes of `${NAME:-otherwise}` and `${NAME:?why}`, where an empty value is none. */
function filledIn(text: string, values: Record<string, string>): string {
  return text.replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, rest?: string) => {
      if (values[name]) return values[name];
      if (kind === "?") throw new Error(`${name} is required: ${rest}`);
      return rest ?? "";
    },
  );
}

function environmentOf(
  { environment }: Service,
  values: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [name, filledIn(text, values)]),
  );
}

/** The least that compose.yaml asks to be filled in. */
const LEAST = {
  PUBLIC_URL: "https://trivium.example",
  AUTH_SECRET: "a secret of thirty-two characters",
  DATABASE_PASSWORD: "p@ss: w/o #r $d 100% é'\"\\",
  DATABASE_OWNER_PASSWORD: "other?&+;[]{}|^<>~` words",
};

test.each(LIST.filter(([name]) => !isOwners(name)))(
  "compose hands %s to web and worker",
  (name) => {
    for (const { environment } of [web, worker]) {
      const text = environment[name];
      const own = filledIn(text ?? "", { ...LEAST, [name]: "as I say" });
      if (["HOST", "PORT", "DATA_DIR"].includes(name)) expect(own).toBe(text);
      else expect(own).toBe("as I say");
    }
  },
);

test("compose sets nothing that is no setting", () => {
  for (const { environment } of Object.values(ours))
    expect(Object.keys(environment).filter((name) => !(name in SETTINGS))).toEqual(["ENV_FILE"]);
});

test("what compose makes of the least that is filled in is valid, with any signs in a password", () => {
  const settings = parseSettings(environmentOf(web, LEAST));
  expect(settings).toMatchObject({
    trustProxy: true,
    demo: false,
    port: 3000,
    workBudgetSeconds: 60,
  });
  const { password, username, host } = new URL(settings.databaseUrl ?? "");
  expect([decodeURIComponent(password), username, host]).toEqual([
    LEAST.DATABASE_PASSWORD,
    "trivium_web",
    "database:5432",
  ]);
  expect(filledIn(database.environment.POSTGRES_PASSWORD ?? "", LEAST)).toBe(
    LEAST.DATABASE_OWNER_PASSWORD,
  );
});

test.each(Object.keys(LEAST))("without %s, compose says so by its name", (name) => {
  const { [name as keyof typeof LEAST]: _, ...rest } = LEAST;
  const all = Object.values(compose.services);
  expect(() => all.map((service) => environmentOf(service, rest))).toThrow(`${name} is required`);
});

test("what compose makes of every line of the example is valid", () => {
  const values = uncommented([...UNCOMMENTED.keys()]).values as Record<string, string>;
  for (const service of Object.values(ours))
    expect(() => parseSettings(environmentOf(service, values))).not.toThrow();
});

/**
 * Compose as Docker brings it, or as a program of its own; it reads files without anything that
 * runs.
 */
const COMPOSE = [["docker", "compose"], ["docker-compose"]].find(
  ([program = "", ...words]) => spawnSync(program, [...words, "version"]).status === 0,
);

test.skipIf(!COMPOSE)("Compose itself reads it, and makes of it what is asked of it here", () => {
  const folder = mkdtempSync(join(tmpdir(), "trivium-compose-"));
  const ask = (values: Record<string, string>) => {
    const file = join(folder, "values.env");
    writeFileSync(
      file,
      Object.entries(values)
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(""),
    );
    const [program = "", ...words] = COMPOSE ?? [];
    const args = [...words, "--env-file", file, "-f", "compose.yaml", "config"];
    return spawnSync(program, args, {
      encoding: "utf8",
      env: { NODE_ENV: "test", PATH: process.env.PATH },
    });
  };
  // Between single quotes, all signs but that quote may stand; each Compose reads a backslash there
  // in its own way.
  const quotable = { ...LEAST, DATABASE_PASSWORD: "p@ss: w/o #r $d 100% é" };
  try {
    const { stdout, stderr, status } = ask(quotable);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const made = parse(stdout) as typeof compose;
    for (const [name, service] of Object.entries(ours)) {
      // It doubles the sign by which it knows a variable.
      const values = Object.entries(made.services[name]?.environment ?? {}).map(([key, value]) => [
        key,
        String(value ?? "").replaceAll("$$", "$"),
      ]);
      expect(Object.fromEntries(values)).toEqual(environmentOf(service, quotable));
    }
    const { DATABASE_PASSWORD: _, ...rest } = quotable;
    const without = ask(rest);
    expect(without.status).not.toBe(0);
    expect(without.stderr).toContain("DATABASE_PASSWORD");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("web and worker are the same but for what they do", () => {
  const { command: _, healthcheck: _1, build: _2, ...one } = web as Service & { ports?: unknown };
  const {
    command: _3,
    healthcheck: _4,
    build: _5,
    ...other
  } = worker as Service & { ports?: unknown };
  expect({ ...one, ports: null }).toEqual({ ...other, ports: null });
});

test("who serves people has nothing of the owner of the tables, and waits for what migrates", () => {
  for (const { environment, depends_on } of [web, worker]) {
    expect(Object.keys(environment).filter(isOwners)).toEqual([]);
    expect(JSON.stringify(environment)).not.toContain("DATABASE_OWNER");
    expect(depends_on?.migrate?.condition).toBe("service_completed_successfully");
  }
  const { databaseOwnerUrl } = parseSettings(environmentOf(migrate, LEAST));
  expect(decodeURIComponent(new URL(databaseOwnerUrl ?? "").password)).toBe(
    LEAST.DATABASE_OWNER_PASSWORD,
  );
  expect(migrate).toMatchObject({
    restart: "no",
    command: ["node", "scripts/supervisor.ts", "migrate"],
  });
});

test("one image, built once, whose processes are led, stopped in time and keep their folder", () => {
  expect(Object.values(ours).filter(({ build }) => build)).toHaveLength(1);
  expect(new Set(Object.values(ours).map(({ image }) => image)).size).toBe(1);
  for (const { init, stop_grace_period, volumes } of Object.values(ours)) {
    expect(init).toBe(true);
    expect(Number.parseInt(stop_grace_period ?? "", 10)).toBeGreaterThanOrEqual(40);
    expect(volumes).toEqual([`data:${web.environment.DATA_DIR}`]);
  }
  expect(Object.keys(compose.volumes)).toEqual(["database", "data"]);
  expect(read(".dockerignore").split("\n")).toContain(".env");
});

test("the database of compose is told what the embedded one is told", () => {
  expect(database.command).toEqual([
    "postgres",
    ...POSTGRES_FLAGS.map(([name, value]) => `--${name}=${value}`),
  ]);
  expect(database.environment.POSTGRES_INITDB_ARGS).toBe(INITDB_FLAGS.join(" "));
  expect(database.healthcheck?.test?.join(" ")).toContain("pg_isready");
});

/** What measures, wrecks or tries the product, with networks of its own. */
const TRIALS = Object.values<string>(JSON.parse(read("package.json")).scripts).flatMap(
  (command) => {
    const program = /^node (scripts\/[\w-]+\.ts)/.exec(command)?.[1];
    return program && program !== "scripts/settings.ts" ? [program] : [];
  },
);

test.each(TRIALS)("%s does not read the settings of whoever starts it", (program) => {
  expect(/^import .*$/m.exec(read(program))?.[0]).toBe('import "./without-env-file.ts";');
});
