import { expect, test } from "@playwright/test";
import { expectSoundPage } from "./page-rules.ts";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { markOf } from "./tries.ts";

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 900 };

test(
  "a listed place is claimed, given, put on the map by keyboard, published and withdrawn",
  ONCE,
  async ({ page }, info) => {
    const mark = markOf(info);
    const name = `Open Huis ${mark}`;
    await page.setViewportSize(WIDE);
    await signInAs(page, "admin", "nl");
    await page.goto("/nl/admin/spaces/import");
    await page.getByLabel("Wie het publiceerde").fill(`Stad ${mark}`);
    await page.getByLabel("Onder welke voorwaarden").fill("CC0");
    await page.getByLabel("Het bestand").setInputFiles({
      name: "plekken.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        `id,nom,commune,code_postal,adresse,latitude,longitude,horaires\n1,${name},Menen,8930,Markt 1,50.7958,3.1217,Mo-Fr 09:00-17:00\n`,
      ),
    });
    await page.getByRole("button", { name: "Bekijk dit bestand" }).click();
    await page.getByLabel("Bezoekers vinden ze meteen").check();
    await page.getByRole("button", { name: "Haal deze plekken binnen" }).click();
    await expect(page.getByRole("status")).toContainText("1 nieuw");

    // Whoever claims it, on a telephone.
    await page.setViewportSize(NARROW);
    await page.context().clearCookies();
    await page.goto(`/nl/places?q=${encodeURIComponent(mark)}`);
    await expectSoundPage(page);
    await page.getByRole("link", { name }).first().click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByText("Je kan hier nog niet reserveren.")).toBeVisible();
    await expect(page.getByText(`Van Stad ${mark}, onder CC0`)).toBeVisible();
    await expectSoundPage(page);
    await expect(page.getByRole("link", { name: "Meld je aan om ze te vragen" })).toBeVisible();
    const place = new URL(page.url()).pathname;
    await signInAs(page, "manager", "nl");
    await page.goto(place);
    await page.getByLabel("Organisatie").fill("Stad Menen");
    await page.getByLabel("Wat doe je daar?").fill("Directeur");
    await page.getByLabel("Waarom is deze plek van jullie?").fill("Het is ons gebouw");
    await page.getByRole("button", { name: "Vraag deze plek aan" }).click();
    await expect(page.getByRole("status").first()).toHaveText("Je aanvraag is verstuurd. Je hoort van ons.");
    await page.getByRole("button", { name: "Trek mijn aanvraag in" }).click();
    await expect(page.getByRole("status").first()).toHaveText("Je aanvraag is ingetrokken.");
    await page.getByLabel("Organisatie").fill("Stad Menen");
    await page.getByLabel("Wat doe je daar?").fill("Directeur");
    await page.getByLabel("Waarom is deze plek van jullie?").fill("Het is ons gebouw");
    await page.getByRole("button", { name: "Vraag deze plek aan" }).click();
    await expect(page.getByRole("status").first()).toHaveText("Je aanvraag is verstuurd. Je hoort van ons.");
    await expectSoundPage(page);

    await page.setViewportSize(WIDE);
    await signInAs(page, "admin", "nl");
    await page.goto("/nl/admin/spaces");
    await page.getByRole("link", { name: /^Aanvragen/ }).click();
    const claim = page.getByRole("listitem").filter({ hasText: name });
    await expect(claim).toContainText("Directeur");
    await expectSoundPage(page);
    await claim.getByRole("button", { name: "Nee" }).click();
    await expect(claim.getByText("Zeg waarom niet, in hoogstens 500 tekens.")).toBeVisible();
    await claim.getByRole("button", { name: "Ja, ze is van hen" }).click();
    await expect(page.getByRole("status")).toContainText("Aanvaard.");

    // Its manager, on a telephone again and by keyboard alone.
    await page.setViewportSize(NARROW);
    await signInAs(page, "manager", "nl");
    const slug = `open-huis-${mark}-menen`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    await page.goto(`/nl/desk/place?space=${slug}`);
    await expect(page.getByRole("heading", { name: /^\d+ % volledig$/ })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "Het juiste punt op de kaart" })).toBeVisible();
    await expectSoundPage(page);
    const point = page.getByLabel("Breedte en lengte");
    await point.fill("43.3, 5.4");
    await page.getByRole("button", { name: "Bewaar", exact: true }).click();
    await expect(page.getByText("Dit punt ligt ver van hier")).toBeVisible();
    await expect(point).toHaveValue("43.3, 5.4");
    await point.fill("50.6292, 3.0573");
    await page.getByRole("button", { name: "Bewaar", exact: true }).click();
    await expect(page.getByText("Dit punt ligt niet in de gekozen streek.", { exact: false })).toBeVisible();
    await point.fill("50.7958, 3.1217");
    await page.getByRole("button", { name: "Zet het punt op een straatkaart" }).press("Enter");
    const map = page.getByRole("group", { name: /^Schuif de kaart/ });
    await expect(map).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(point).not.toHaveValue("50.7958, 3.1217");
    await expect(point).toHaveValue(/^50\.79\d+, 3\.12\d+$/);
    await page.getByLabel("Hoe juist het punt is").selectOption("Het gebouw zelf");
    await page.getByRole("button", { name: "Bewaar", exact: true }).click();
    await expect(page.getByRole("status").first()).toHaveText("De plek is bewaard.");
    await expect(page.getByRole("listitem").filter({ hasText: "Het juiste punt op de kaart" })).toHaveCount(
      0,
    );
    await page.getByRole("button", { name: "Publiceer: vanaf nu vinden mensen ze" }).click();
    await expect(page.getByRole("status").first()).toContainText("Gepubliceerd.");

    await page.context().clearCookies();
    await page.goto(place);
    await expect(page).toHaveURL(new RegExp(`/nl/spaces/${slug}$`));
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

    await signInAs(page, "manager", "nl");
    await page.goto(`/nl/desk/place?space=${slug}`);
    await page.getByRole("button", { name: "Haal ze weg: niemand vindt ze nog" }).click();
    await expect(page.getByRole("status").first()).toContainText("Weggehaald.");
    await page.context().clearCookies();
    await page.goto(place);
    await expect(page.getByText("Deze plek is nu in het netwerk.")).toBeVisible();
  },
);
