import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { desc, eq } from "drizzle-orm";
import { type Connection, connect } from "#db/client.ts";
import { outboxMessages } from "#db/schema/platform.ts";
import { openings } from "#db/schema/spaces.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { givenOn } from "#testing/given.ts";
import { type Organisation, startOrganisation } from "#testing/organisation.ts";
import { startTwoWebs, type TwoWebs } from "#testing/two-webs.ts";
import { whoIsIn } from "./menu.ts";
import { expectSoundPage } from "./page-rules.ts";
import { ONCE } from "./runs.ts";
import { setUpStaff, signInAsStaff } from "./staff.ts";
import { printCard } from "./tablet.ts";

/*
 * Two web processes of one network, and an organisation of another site that signs people in. What
 * programs see of the same: lib/foundation/identity/sign-in/sign-in.process.test.ts.
 */
const { identity: t, common, guest } = MESSAGES.en;
const ACCOUNT = "/en/me/account";
const LABEL = "The college";

let organisation: Organisation;
let network: TwoWebs;
let connection: Connection;
let administrator: Page;

/** How somebody signs in, and how what they opened is ended. */
type Way = { open: (page: Page) => Promise<void>; end: (page: Page) => Promise<void> };

const WAYS: Record<string, Way> = {
  "an organisation, until its account is unlinked": {
    async open(page) {
      await page.goto(`/en/sign-in?next=${ACCOUNT}`);
      await page.getByRole("link", { name: organisationWay() }).click();
      await page.getByRole("button", { name: "Rosa" }).click();
      await expect(page).toHaveURL(`${network.one.url}${ACCOUNT}`);
    },
    async end(page) {
      const issuer = new URL(organisation.issuer).host;
      await page
        .getByRole("button", { name: t.account.unlink.replace("{issuer}", issuer) })
        .click();
      await expect(page).toHaveURL(/sign-in/);
    },
  },
  "a card, until it is ended": {
    async open(page) {
      const code = await printCard(administrator, "en", "Samir");
      await page.goto(`${network.other.url}/en/sign-in/card?next=${ACCOUNT}`);
      await page.getByLabel(t.signIn.card.code).fill(code);
      await page.getByRole("button", { name: t.signIn.card.open }).click();
      await expect(page).toHaveURL(`${network.other.url}${ACCOUNT}`);
    },
    async end() {
      await administrator.reload();
      await administrator.getByRole("button", { name: t.people.revokeCard }).click();
      await expect(administrator.getByText(t.people.noCard)).toBeVisible();
    },
  },
  "a code by mail, until its owner signs out": {
    async open(page) {
      const { code } = t.signIn;
      const email = "lien@trivium.test";
      await page.goto(`${network.other.url}/en/sign-in?next=${ACCOUNT}`);
      await page.getByLabel(code.email).fill(email);
      await page.getByRole("button", { name: code.send, exact: true }).click();
      await expect(page.getByRole("status")).toHaveText(code.sent);
      await page.getByLabel(code.code).fill(await codeFor(email));
      await page.getByRole("button", { name: code.open, exact: true }).click();
      await expect(page).toHaveURL(`${network.other.url}${ACCOUNT}`);
    },
    async end(page) {
      await whoIsIn(page).click();
      await page.getByRole("button", { name: common.nav.signOut }).click();
      await expect(page.getByRole("link", { name: common.nav.signIn, exact: true })).toBeVisible();
    },
  },
  "a password and an app, until the account is closed": {
    async open(page) {
      const { email, recovery } = await setUpStaff(page, "en", { env: network.env });
      await page.context().clearCookies();
      await page.goto(`/en/sign-in/staff?next=${ACCOUNT}`);
      await signInAsStaff(page, "en", { email, code: recovery[0] ?? "" });
      await expect(page).toHaveURL(`${network.one.url}${ACCOUNT}`);
      await administrator.goto(`/en/admin/people?${new URLSearchParams({ q: email })}`);
      await administrator.getByRole("link", { name: "Rosa" }).click();
    },
    async end() {
      await administrator.getByRole("button", { name: t.people.close }).click();
      await expect(administrator.getByText(t.people.isClosed)).toBeVisible();
    },
  },
};

test.describe("on two processes", ONCE, () => {
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(240_000);
    organisation = await startOrganisation({
      host: "localhost",
      members: {
        Rosa: { sub: "42", email: "rosa@trivium.test", email_verified: true, name: "Rosa" },
        Someone: { sub: "43" },
      },
    });
    network = await startTwoWebs({ ...organisation.settings, OIDC_LABEL: LABEL });
    connection = connect(network.database.applicationUrl, { max: 2 });
    administrator = await (await newBrowser(browser)).newPage();
    await setUpStaff(administrator, "en", { role: "administrator", env: network.env });
  });

  test.afterAll(async () => {
    organisation?.close();
    await connection?.close();
    await network?.stop();
  });

  for (const [name, { open, end }] of Object.entries(WAYS))
    test(`${name} opens pages of both, and once it is ended neither`, async ({ browser }) => {
      test.setTimeout(120_000);
      const own = await newBrowser(browser);
      const page = await own.newPage();
      await open(page);
      await expect(whoIsIn(page)).toBeVisible();
      expect(await known(own)).toEqual([true, true]);

      // What this browser has, kept elsewhere: it must not open anything either.
      const copy = await newBrowser(browser, await own.storageState());
      expect(await known(copy)).toEqual([true, true]);
      await end(page);
      expect(await known(copy)).toEqual([false, false]);
      expect(await known(own)).toEqual([false, false]);
      for (const context of [own, copy]) await context.close();
    });

  test("a guest's link opens one booking on both, and once it is forgotten neither", async ({
    browser,
  }) => {
    const own = await newBrowser(browser);
    const page = await own.newPage();
    await page.goto(await checkPage());
    await page.getByLabel(guest.name, { exact: true }).fill("Fatima");
    await page.getByLabel(guest.phone).fill("0470 12 34 56");
    await page.getByRole("button", { name: guest.book }).click();
    const link = new URL((await page.locator("code").textContent()) ?? "").pathname;

    const elsewhere = await (await newBrowser(browser)).newPage();
    for (const { url } of [network.one, network.other]) {
      await elsewhere.goto(`${url}${link}`);
      await expect(elsewhere.getByText("Fatima")).toBeVisible();
      await expectSoundPage(elsewhere);
    }
    expect(await known(elsewhere.context())).toEqual([false, false]);

    await page.getByText(guest.one.forget, { exact: true }).click();
    await page.getByRole("button", { name: guest.one.forgetDo }).click();
    await expect(page).toHaveURL(/about\/privacy/);
    for (const { url } of [network.one, network.other])
      expect((await elsewhere.goto(`${url}${link}`))?.status()).toBe(404);
  });

  test("whom the organisation does not name comes back to the sign-in, and is nobody", async ({
    browser,
  }) => {
    const own = await newBrowser(browser);
    const page = await own.newPage();
    await page.goto("/en/sign-in");
    const way = page.getByRole("link", { name: organisationWay() });
    await way.click();
    const left = page.url();
    await page.goto(`${network.one.url}/api/auth/oidc/callback?code=c&state=another`);
    await expect(page.locator("main").getByRole("alert")).toHaveText(t.organisation_failed);
    await expectSoundPage(page);
    expect(await known(own)).toEqual([false, false]);

    // What was begun before is over: its page leads to no session any more.
    await page.goto(left);
    await page.getByRole("button", { name: "Rosa" }).click();
    await expect(page.locator("main").getByRole("alert")).toHaveText(t.organisation_failed);
    expect(await known(own)).toEqual([false, false]);
  });
});

/** A browser of its own, for which addresses without a host are those of the network. */
function newBrowser(
  browser: Browser,
  storageState?: Awaited<ReturnType<BrowserContext["storageState"]>>,
): Promise<BrowserContext> {
  return browser.newContext({ baseURL: network.one.url, ...(storageState && { storageState }) });
}

/** Whether a page of somebody's own is shown by either process; a card opens it with a remark. */
async function known(context: BrowserContext): Promise<boolean[]> {
  const page = await context.newPage();
  const found: boolean[] = [];
  for (const { url } of [network.one, network.other]) {
    await page.goto(`${url}${ACCOUNT}`);
    found.push(new URL(page.url()).pathname === ACCOUNT);
  }
  await page.close();
  return found;
}

const organisationWay = () => t.signIn.organisation.replace("{label}", LABEL);

/** The six digits that wait to be mailed: no worker is there that would mail them. */
async function codeFor(email: string): Promise<string> {
  const [mail] = await connection.db
    .select()
    .from(outboxMessages)
    .where(eq(outboxMessages.toEmail, email))
    .orderBy(desc(outboxMessages.createdAt));
  return String(mail?.data.code);
}

/** The last screen before a room is booked, in a space that is open then. */
async function checkPage(): Promise<string> {
  const given = givenOn(connection.db);
  const { id: spaceId } = await given.space();
  const { id: room } = await given.room({ spaceId });
  const start = Temporal.Now.instant().add({ hours: 48 }).round("hour");
  const end = start.add({ hours: 1 });
  await connection.db.insert(openings).values({ spaceId, during: { start, end } });
  const query = new URLSearchParams({ room, start: `${start}`, end: `${end}`, people: "2" });
  return `/en/book/check?${query}`;
}
