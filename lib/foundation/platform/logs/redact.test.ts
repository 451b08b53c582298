import { expect, test } from "vitest";
import { newToken } from "../secrets/hash.ts";
import { routeTemplate } from "./metrics.ts";
import { withoutSecrets } from "./redact.ts";

const secret = newToken();

test.each([
  `/calendar/${secret}.ics`,
  `https://trivium.test/calendar/${secret}.ics?x=1`,
  `/nl/guest/${secret}`,
  `/fr/guest/${secret}?made=1`,
  `/en/guest/short`.replace("short", secret.slice(0, 22)),
  `/en/sign-in?next=%2Fen%2Fguest%2F${secret}`,
  `/en/sign-in/invitation?token=${secret}`,
  `/en/sign-in?next=%2Fen%2Fsign-in%2Finvitation%3Ftoken%3D${secret}`,
  `/kiosk/de-krook?start=${secret}`,
  `/api/auth/oidc/callback?code=${secret}&state=${secret}&iss=https%3A%2F%2Fid.example`,
  `/api/auth/oidc/callback?state=a%2F${secret}`,
  `/en/sign-in/card#${secret}`,
  `authorization: Bearer ${secret}`,
  `kiosk_${secret}`,
  `/api/v1/never-heard-of/${secret}A1a`,
  `/calendar/${"abcdefghij".repeat(4)}.ics`.replace("abcdefghij".repeat(4), secret.toLowerCase()),
  `/calendar/${secret}`,
  `/calendar/${secret}.ICS`,
  `/calendar/${secret}%2Eics`,
  `/calendar/%${secret.charCodeAt(0).toString(16)}${secret.slice(1)}.ics`,
  `webcal://trivium.test/calendar/${secret}.ics`,
  `/en/sign-in?next=%252Fen%252Fguest%252F${secret}`,
  `/en/guest/%${secret.charCodeAt(0).toString(16)}${secret.slice(1)}`,
  `cookie: a=b; __Host-trivium=${secret}; c=d`,
  `authorization: Basic ${secret}==`,
  `postgresql://trivium:${secret}@127.0.0.1:5432/trivium`,
  `postgres://:${secret}@db/trivium?sslmode=require`,
  `smtps://mailer%40example:${secret}@mail.example:465`,
  `host=db user=trivium password=${secret} dbname=trivium`,
  `Client { user: 'trivium', password: '${secret}', secretKey: -1804242 }`,
  JSON.stringify({ body: JSON.stringify({ password: secret }) }),
  `whsec_${secret}`,
  `whsec_a+b/${secret}=`,
])("nothing of the secret stays in %s", (address) => {
  for (const shown of [
    withoutSecrets(address),
    withoutSecrets(JSON.stringify({ url: address })),
    routeTemplate(address),
  ])
    expect(shown).not.toContain(secret.slice(0, 12));
});

test.each([
  "/calendar/programme.ics?in=nl",
  "/calendar/spaces/de-krook-bibliotheek-van-gent.ics",
  "/en/guest/sent",
  "/api/v1/bookings/6f1f5f0e-8a4e-4c63-9a52-6a9d1f0f2b11/check-in",
  "/fr?people=4&when=demain+14h&equipment=projector%3A1",
  "/nl/spaces/maison-de-lemploi-et-de-la-formation-du-grand-lille-2",
])("%s stays as it is", (address) => {
  expect(withoutSecrets(address)).toBe(address);
});

test("the key with which PostgreSQL cancels statements stays out, however it is printed", () => {
  const shown = [
    "Client { processID: 4711, secretKey: -1804242 }",
    '{"processID":4711,"secretKey":-1804242}',
    JSON.stringify({ message: '{"processID":4711,"secretKey":-1804242}' }),
  ].map(withoutSecrets);
  expect(shown.join()).not.toMatch(/4711|1804242/);
  JSON.parse(shown[1] ?? "");
  JSON.parse(JSON.parse(shown[2] ?? "").message);
});
