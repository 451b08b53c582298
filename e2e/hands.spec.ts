import { type Browser, expect, type Page, test } from "@playwright/test";
import { withDatabase } from "./database.ts";
import { weekdayAhead } from "./days.ts";
import { newestLetter } from "./mailbox.ts";
import { expectSoundPage } from "./page-rules.ts";
import { LANGUAGES, type Language, signInAs } from "./people.ts";
import { walkedBy } from "./runs.ts";
import { markOf, tryOf } from "./tries.ts";

const WORDS = {
  nl: {
    confirm: "Reserveer deze ruimte",
    booked: /Gereserveerd/,
    share: "Delen of doorgeven",
    email: "Het e-mailadres",
    handOver: "Ze is voortaan van die persoon",
    go: "Ga verder",
    waits: /Je vroeg iemand om ze over te nemen/,
    yes: "Ja, ik neem ze",
    no: "Nee, dank je",
    offered: "Hierop kun je antwoorden",
    ask: "Vraag deze ruimte aan",
    purpose: "Waarvoor is het?",
    before: /Het team zegt ja of nee voor/,
    asked: /Aangevraagd/,
  },
  fr: {
    confirm: "Réserver cette salle",
    booked: /C’est réservé/,
    share: "Partager ou céder",
    email: "Son adresse e-mail",
    handOver: "Elle est à cette personne à partir de maintenant",
    go: "Continuer",
    waits: /Vous avez demandé à quelqu’un de la prendre/,
    yes: "Oui, je la prends",
    no: "Non, merci",
    offered: "Vous pouvez répondre",
    ask: "Demander cette salle",
    purpose: "C’est pour quoi ?",
    before: /L’équipe dit oui ou non avant/,
    asked: /C’est demandé/,
  },
  en: {
    confirm: "Book this room",
    booked: /Booked/,
    share: "Share or hand over",
    email: "Their e-mail address",
    handOver: "It is theirs from now on",
    go: "Go on",
    waits: /You asked somebody to take it over/,
    yes: "Yes, I take it",
    no: "No, thank you",
    offered: "For you to answer",
    ask: "Ask for this room",
    purpose: "What is it for?",
    before: /The team says yes or no before/,
    asked: /Asked/,
  },
} as const;

/**
 * A room of the demonstration that somebody books for themselves, or must ask for, free in the
 * morning.
 */
async function roomThat(needsApproval: boolean, weeks: number) {
  const day = weekdayAhead(3, weeks).toString();
  return withDatabase(async (sql) => {
    const { rows } = await sql.query<{ id: string; name: string }>(
      `select room.id, room.name from resource room join space on space.id = room.space_id
       where room.kind = 'room' and room.needs_approval = $1 and room.bookable_by = 'everyone' and room.out_of_service_reason is null
         and room.min_minutes <= 60 and room.horizon_days >= 60 and space.country = 'BE'
         and exists (select from opening where opening.space_id = space.id and opening.during @> tstzrange($2::timestamptz, $3::timestamptz))
         and not exists (select from allocation held where held.resource_id = any(room.holds) and held.active
           and held.during && tstzrange($2::timestamptz - interval '2 hours', $3::timestamptz + interval '2 hours'))
         and not exists (select from role_assignment held join person on person.id = held.person_id
           where person.email = 'facilitator@trivium.test' and (held.space_id is null or held.space_id = space.id))
       order by room.name, room.id limit 1`,
      [needsApproval, `${day}T11:00:00Z`, `${day}T12:00:00Z`],
    );
    const room = rows[0];
    if (!room) throw new Error("the demonstration has no such room");
    return {
      ...room,
      input: `room=${room.id}&start=${day}T11:00:00Z&end=${day}T12:00:00Z&people=2`,
    };
  });
}

async function asOther(browser: Browser, locale: Language, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, "facilitator", locale);
  await use(page);
  await context.close();
}

for (const [position, locale] of LANGUAGES.entries()) {
  const words = WORDS[locale];

  test(
    `a booking is offered to somebody, who first refuses it and then takes it (${locale})`,
    walkedBy(locale, "en phone"),
    async ({ page, browser }, info) => {
      const { input } = await roomThat(false, 2 + position + LANGUAGES.length * tryOf(info));
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}/book/check?${input}`);
      await page.getByRole("button", { name: words.confirm }).click();
      await expect(page.getByRole("status")).toHaveText(words.booked);
      const booking = page.url().replace(/\?.*/, "");
      const give = async () => {
        await page.goto(booking);
        await page.getByText(words.share).click();
        await page.getByLabel(words.email).fill("facilitator@trivium.test");
        await page.getByRole("radio", { name: words.handOver }).check();
        await page.getByRole("button", { name: words.go }).click();
        await expect(page.getByText(words.waits)).toBeVisible();
      };
      await give();
      await expectSoundPage(page);
      await asOther(browser, locale, async (other) => {
        expect((await other.goto(booking))?.status()).toBe(404);
        await other.goto(`/${locale}/me`);
        await expect(other.getByRole("heading", { name: words.offered })).toBeVisible();
        await expectSoundPage(other);
        await other.getByRole("button", { name: words.no }).click();
        // The button says that it works from the press on: the offer itself goes when the answer is
        // written.
        await expect(other.getByRole("heading", { name: words.offered })).toHaveCount(0);
      });
      await page.goto(booking);
      await expect(page.getByRole("status")).toHaveText(words.booked);
      await expect(page.getByText(words.waits)).toHaveCount(0);

      await give();
      const before = new Date().toISOString();
      await asOther(browser, locale, async (other) => {
        await other.goto(`/${locale}/me`);
        await other.getByRole("button", { name: words.yes }).click();
        // Beside what was done.
        await expect(other.getByRole("status").filter({ hasText: words.booked })).toBeVisible();
      });
      expect((await page.goto(booking))?.status()).toBe(404);
      const { invitation } = await newestLetter("learner@trivium.test", before, {
        invitation: "METHOD:CANCEL",
      });
      expect(invitation).toContain(booking.split("/").at(-1));
    },
  );

  test(
    `a room that must be asked for says so, and asks what it is for (${locale})`,
    walkedBy(locale, "nl desktop"),
    async ({ page, browser }, info) => {
      const { input } = await roomThat(true, 2 + position + LANGUAGES.length * tryOf(info));
      await signInAs(page, "learner", locale);
      await page.goto(`/${locale}/book/check?${input}`);
      await expect(page.getByText(words.before)).toBeVisible();
      await expect(page.getByRole("button", { name: words.confirm })).toHaveCount(0);
      await expectSoundPage(page);
      await page.getByLabel(words.purpose).fill(`Repair café ${locale} ${markOf(info)}`);
      await page.getByRole("button", { name: words.ask }).click();
      await expect(page.getByRole("status")).toHaveText(words.asked);
      await page.goto(`${page.url().replace(/\?.*/, "")}/change`);
      await expect(page).toHaveURL(/\/change$/);
      const visitor = await browser.newPage();
      await visitor.goto(`/${locale}/book/check?${(await roomThat(true, 20 + position)).input}`);
      await expect(visitor.getByRole("button", { name: words.ask })).toBeVisible();
      await expect(visitor.getByLabel(words.purpose)).toBeVisible();
      await visitor.close();
    },
  );
}
