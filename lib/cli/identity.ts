import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import {
  type Context,
  NETWORK_ROLES,
  type Role,
  SPACE_ROLES,
} from "#lib/foundation/identity/context.ts";
import { makeInvitation, makeReset } from "#lib/foundation/identity/passwords/invitations.ts";
import { accountByEmail } from "#lib/foundation/identity/people/accounts.ts";
import { addPerson, grantRole } from "#lib/foundation/identity/people/people.ts";
import { ACTIONS } from "#lib/foundation/identity/permission/policy.ts";
import {
  createAccessToken,
  listAccessTokens,
  revokeAccessToken,
} from "#lib/foundation/identity/programs/access-tokens.ts";
import { emailAddress } from "#lib/foundation/identity/schema.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

type RoleInput = { role: Role; slug: string | null };

const ROLES: readonly Role[] = [...SPACE_ROLES, ...NETWORK_ROLES];
const TEN_YEARS = 3650;

type UserInput = {
  email: string;
  name?: string;
  role?: RoleInput[];
  locale: Locale;
  invite?: boolean;
};

type TokenInput = { as: string; scope: string[]; name: string; days: number };

/** `user add` and `reset`, and `token create`, `list` and `revoke`. */
export function addIdentityCommands(program: Command, withContext: WithContext): void {
  addUserCommands(program, withContext);
  addTokenCommands(program, withContext);
}

function addUserCommands(program: Command, withContext: WithContext): void {
  const user = program.command("user").description("people who sign in");

  user
    .command("add")
    .description(
      "makes an account; with --invite it prints the link that sets its password, alone, on the last line",
    )
    .requiredOption("--email <address>", "where it signs in", emailFrom)
    .option("--name <name>", "what this person is called; by default the part before @")
    .option(
      "--role <role[@space]...>",
      "a role in the network, or in the space of this slug",
      rolesFrom,
    )
    .addOption(
      new Option("--locale <language>", "language of mails and links")
        .choices(LOCALES)
        .default("en"),
    )
    .option("--invite", "print an invitation: one use, 48 hours")
    .action((input: UserInput) => withContext((ctx) => addUser(ctx, input)));

  user
    .command("reset")
    .description(
      "ends a lost password and second factor; prints the link that sets new ones, and on the last line the code it asks for",
    )
    .requiredOption("--email <address>", "where it signs in", emailFrom)
    .addOption(
      new Option("--locale <language>", "language of the link").choices(LOCALES).default("en"),
    )
    .action(({ email, locale }: { email: string; locale: Locale }) =>
      withContext((ctx) => resetUser(ctx, email, locale)),
    );
}

function addTokenCommands(program: Command, withContext: WithContext): void {
  const token = program.command("token").description("personal access tokens for the API");

  token
    .command("create")
    .description("makes a token and prints it, alone, on the last line")
    .requiredOption("--as <address>", "whose token it is", emailFrom)
    .option("--scope <action...>", "what it may do", ACTIONS)
    .option("--name <name>", "what it is for", "command line")
    .option("--days <number>", "how long it works", daysFrom, 365)
    .action((input: TokenInput) => withContext((ctx) => createToken(ctx, input)));

  token
    .command("list")
    .description("tokens that work now: id, whose, name, end, scopes")
    .action(() => withContext(listTokens));

  token
    .command("revoke")
    .description("ends a token at once")
    .argument("<id>", "as `token list` shows it", idFrom)
    .action((id: string) => withContext((ctx) => revokeToken(ctx, id)));
}

/** The account with all its roles, or nothing. */
async function addUser(
  ctx: Context,
  { email, name, role: requested = [], locale, invite }: UserInput,
): Promise<void> {
  const link = await transaction(ctx.db, async (db) => {
    const inside = { ...ctx, db };
    const personId = await addPerson(inside, { displayName: name, email, locale, spaceId: null });
    for (const { role, slug } of requested) {
      const space = slug === null ? null : await findSpace(inside, slug);
      if (slug !== null && !space) throw new Error(`No space has the slug "${slug}".`);
      await grantRole(inside, { personId, role, spaceId: space?.id ?? null });
    }
    return invite ? await makeInvitation(inside, personId, locale) : null;
  });
  console.log(`${email} is here.`);
  if (link) console.log(link);
}

async function resetUser(ctx: Context, email: string, locale: Locale): Promise<void> {
  const account = await accountByEmail(ctx.db, email);
  if (!account) throw new Error(`Nobody has the address ${email}.`);
  if (!account.hasPassword) throw new Error(`${email} has no password: use \`user add --invite\`.`);
  const { link, code } = await makeReset(ctx, account.id, locale);
  console.log(link);
  console.log(code);
}

async function createToken(
  ctx: Context,
  { as: email, scope: scopes, name, days }: TokenInput,
): Promise<void> {
  console.log(await createAccessToken(ctx, { email, scopes, name, days }));
}

async function listTokens(ctx: Context): Promise<void> {
  for (const { id, email, name, expiresAt, scopes } of await listAccessTokens(ctx))
    console.log([id, email ?? "-", name, expiresAt ?? "-", scopes.join(",")].join("\t"));
}

async function revokeToken(ctx: Context, id: string): Promise<void> {
  if (!(await revokeAccessToken(ctx, id))) throw new Error(`No working token has the id ${id}.`);
  console.log("Ended.");
}

function emailFrom(text: string): string {
  const parsed = emailAddress.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError("That is no e-mail address.");
  return parsed.data;
}

function rolesFrom(text: string, earlier: RoleInput[] = []): RoleInput[] {
  const [name, slug = null] = text.split("@");
  const role = ROLES.find((known) => known === name);
  if (!role) throw new InvalidArgumentError(`Roles are ${ROLES.join(", ")}.`);
  return [...earlier, { role, slug }];
}

function daysFrom(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > TEN_YEARS)
    throw new InvalidArgumentError(`Between 1 and ${TEN_YEARS}.`);
  return days;
}

function idFrom(text: string): string {
  if (!z.uuid().safeParse(text).success)
    throw new InvalidArgumentError("That is no id of a token.");
  return text;
}
