import { localeOf } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { qrImage } from "#lib/foundation/platform/text/qr.ts";
import { sessionsOfToday } from "#lib/learning/sessions/at-the-door.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { publicNow } from "#lib/places/occupancy/now.ts";
import { doorCodeAt } from "./door-code.ts";
import type { Place } from "./visits.ts";

/**
 * What a door shows now: the sessions to come today, how busy it is in the word that everybody may
 * hear, and the code for people's own phones. No names.
 */
export async function doorState({ db, now }: Context, { space }: Place) {
  const { digits, until } = doorCodeAt(space.id, now);
  const address = `${settings().publicUrl}/${localeOf(space.language)}/check-in/${space.slug}`;
  const sessions = await sessionsOfToday(db, { spaceId: space.id, timeZone: space.timeZone, now });
  return {
    now: now.toString(),
    sessions: sessions.map(({ id, title, start, end, room }) => ({
      id,
      titles: {
        nl: titleIn(title, "nl").text,
        fr: titleIn(title, "fr").text,
        en: titleIn(title, "en").text,
      },
      start: start.toString(),
      end: end.toString(),
      room,
    })),
    band: (await publicNow({ db, now }, space.slug)).band,
    code: {
      digits,
      until: until.toString(),
      address: address.replace(/^https?:\/\//, ""),
      qr: await qrImage(`${address}?code=${digits}`),
    },
  };
}

export type DoorState = Awaited<ReturnType<typeof doorState>>;
