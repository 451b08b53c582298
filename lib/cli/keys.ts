import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { CompactEncrypt, compactDecrypt } from "jose";
import { z } from "zod";
import type { Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { issuerDid } from "#lib/learning/badges/credentials/addresses.ts";
import { archivedFiles, archiveReadme } from "#lib/learning/badges/credentials/archive.ts";
import {
  ALGORITHMS,
  distrustKey,
  exportKeys,
  importKeys,
  issuerKeysOf,
  type KeyBundle,
  type KeyOutcome,
  rotateKeys,
  signingKeys,
} from "#lib/learning/badges/credentials/keys.ts";
import { signListsAnew } from "#lib/learning/badges/credentials/status-lists.ts";
import { knownEndorsers } from "#lib/learning/badges/endorsements/queries.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

const SHORTEST_PASSPHRASE = 12;

/**
 * `keys list`, `create`, `rotate`, `distrust`, `export`, `import` and `archive`: what badges are
 * signed with.
 */
export function addKeyCommands(program: Command, withContext: WithContext): void {
  const keys = program.command("keys").description("the keys that badges are signed with");
  keys
    .command("list")
    .description("shows all keys there ever were, and which of them sign")
    .action(() => withContext(listKeys));
  keys
    .command("create")
    .description("makes the first keys; a network makes them itself when it signs its first badge")
    .action(() => withContext(createKeys));
  keys
    .command("rotate")
    .description(
      "new keys sign from now on; what the old ones signed is still checked, for their public halves stay",
    )
    .action(() => withContext(replaceKeys));
  keys
    .command("distrust")
    .description(
      "a key that somebody else may have: what it signed is believed no more, at any time",
    )
    .argument("<key>", "as `keys list` writes it")
    .action((key: string) => withContext((ctx) => endTrustIn(ctx, key)));
  keys
    .command("export")
    .description("writes all keys into a file that only the passphrase opens")
    .argument("<file>", "must not exist yet")
    .requiredOption("--passphrase-file <file>", "a file with the passphrase, 12 signs at least")
    .action((file: string, { passphraseFile }: { passphraseFile: string }) =>
      withContext((ctx) => writeExport(ctx, file, passphraseFile)),
    );
  keys
    .command("import")
    .description(
      "puts the keys of an export back; those that signed there sign here, but none that is known here as retired or distrusted",
    )
    .argument("<file>", "made by `keys export`")
    .requiredOption("--passphrase-file <file>", "a file with the passphrase")
    .action((file: string, { passphraseFile }: { passphraseFile: string }) =>
      withContext((ctx) => readExport(ctx, file, passphraseFile)),
    );
  keys
    .command("archive")
    .description(
      "writes what badges are checked with as files, to be served after the service has ended",
    )
    .argument("<folder>", "must not exist yet")
    .action((folder: string) => withContext((ctx) => writeArchive(ctx, folder)));
}

async function listKeys({ db }: Context): Promise<void> {
  const keys = await issuerKeysOf(db);
  console.log(issuerDid(settings().publicUrl));
  if (keys.length === 0) console.log("No keys yet: the first badge makes them, or `keys create`.");
  for (const { algorithm, fragment, createdAt, retiredAt, distrustedAt } of keys) {
    const state = distrustedAt
      ? `not believed since ${distrustedAt}`
      : retiredAt
        ? `signed until ${retiredAt}`
        : "signs";
    console.log(`${algorithm.padEnd(8)} ${fragment}  since ${createdAt}  ${state}`);
  }
}

async function createKeys(ctx: Context): Promise<void> {
  await transaction(ctx.db, (db) => signingKeys({ ...ctx, db }));
  await listKeys(ctx);
}

async function replaceKeys(ctx: Context): Promise<void> {
  const lists = await transaction(ctx.db, async (db) => {
    await rotateKeys({ ...ctx, db });
    return signListsAnew({ ...ctx, db });
  });
  await listKeys(ctx);
  console.log(`${lists} status lists are signed anew. Export the keys again: see \`keys export\`.`);
}

async function endTrustIn(ctx: Context, key: string): Promise<void> {
  const { badges, lists } = await transaction(ctx.db, async (db) => {
    const done = await distrustKey({ ...ctx, db }, key);
    return { ...done, lists: await signListsAnew({ ...ctx, db }) };
  });
  await listKeys(ctx);
  console.log(
    `${lists} status lists are signed anew. ${badges} badges were signed with it and fail from now on: withdraw them and award them anew.`,
  );
}

async function writeExport(ctx: Context, file: string, passphraseFile: string): Promise<void> {
  const passphrase = passphraseIn(passphraseFile);
  const bundle = await transaction(ctx.db, (db) => exportKeys({ ...ctx, db }));
  if (bundle.keys.length === 0) throw new Error("There are no keys yet: see `keys create`.");
  writeFileSync(file, `${await sealedBundle(bundle, passphrase)}\n`, { mode: 0o600, flag: "wx" });
  console.log(`${bundle.keys.length} keys of ${bundle.did} are in ${file}.`);
}

async function readExport(ctx: Context, file: string, passphraseFile: string): Promise<void> {
  const bundle = await openedBundle(readFileSync(file, "utf8"), passphraseIn(passphraseFile));
  const imported = await transaction(ctx.db, async (db) => {
    const keys = await importKeys({ ...ctx, db }, bundle);
    // A list that such a key signed is believed no more either.
    if (keys.some(({ outcome }) => outcome === "distrusted")) await signListsAnew({ ...ctx, db });
    return keys;
  });
  for (const { algorithm, fragment, outcome } of imported)
    console.log(`${algorithm.padEnd(8)} ${fragment}  ${IMPORTED[outcome]}`);
}

const IMPORTED: Record<KeyOutcome, string> = {
  signs: "signs from now on",
  kept: "added: what it signed is checked here too",
  same: "nothing to do",
  stays_retired: "signed in the export; was replaced here, and stays so",
  stays_distrusted: "signed in the export; is not believed here, and stays so",
  distrusted: "not believed any more: the export says so",
};

async function writeArchive({ db }: Context, folder: string): Promise<void> {
  const files = await archivedFiles(db, await knownEndorsers({ db }));
  mkdirSync(folder);
  for (const { path, text } of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, "README.md"), archiveReadme(files));
  console.log(`${files.length} files are in ${folder}; README.md says how to serve them.`);
}

function passphraseIn(file: string): string {
  const passphrase = readFileSync(file, "utf8").replace(/\r?\n$/, "");
  if (passphrase.length < SHORTEST_PASSPHRASE)
    throw new Error(`The passphrase in ${file} is shorter than ${SHORTEST_PASSPHRASE} signs.`);
  return passphrase;
}

const ITERATIONS = 600_000;

/** @see RFC 7516 and 7518, section 4.8: the key is stretched from the passphrase */
export async function sealedBundle(bundle: KeyBundle, passphrase: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(JSON.stringify(bundle)))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", cty: "json" })
    .setKeyManagementParameters({ p2c: ITERATIONS })
    .encrypt(Buffer.from(passphrase));
}

const keyBundle = z.object({
  did: z.string(),
  keys: z.array(
    z.object({
      algorithm: z.enum(ALGORITHMS),
      jwk: z.object({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        y: z.string().optional(),
        d: z.string().optional(),
      }),
      retiredAt: z.string().nullable(),
      distrustedAt: z.string().nullish(),
    }),
  ),
});

/** @throws Error when it is no export, or another passphrase closed it */
export async function openedBundle(text: string, passphrase: string): Promise<KeyBundle> {
  try {
    const { plaintext } = await compactDecrypt(text.trim(), Buffer.from(passphrase), {
      keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
      maxPBES2Count: ITERATIONS,
    });
    return keyBundle.parse(JSON.parse(Buffer.from(plaintext).toString("utf8")));
  } catch (cause) {
    throw new Error("This is no export of keys, or it was closed with another passphrase.", {
      cause,
    });
  }
}
