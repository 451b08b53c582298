import { KEPT_SECONDS as GUEST_SECONDS } from "#lib/booking/bookings/guest-key.ts";
import type { Translate } from "#lib/foundation/i18n/translator.ts";
import { IDLE } from "#lib/foundation/identity/rules.ts";
import { DEVICE_DAYS } from "#lib/foundation/identity/sign-in/devices.ts";
import { VISIT_MINUTES } from "#lib/foundation/identity/sign-in/openid.ts";
import { SESSION_HOURS } from "#lib/foundation/identity/sign-in/sign-in.ts";
import { KEPT_DAYS as SPACE_DAYS } from "#lib/places/spaces/chosen.ts";
import { KEPT_DAYS as TABLET_DAYS } from "../../../kiosk/device.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * What our pages keep in a browser: under which names, as cookies or as what scripts keep, and for
 * how many seconds at most; null where it ends with what it is for. A name that ends in a hyphen
 * begins many. All of it is needed for what somebody asks for, so that no leave is asked for it.
 *
 * @see Directive 2002/58/EC, article 5(3)
 */
export const ON_DEVICE = {
  signIn: { names: ["trivium"], seconds: SESSION_HOURS * HOUR },
  device: { names: ["trivium-device"], seconds: DEVICE_DAYS * DAY },
  organisation: { names: ["trivium-oidc", "organisation-"], seconds: VISIT_MINUTES * MINUTE },
  space: { names: ["trivium-space"], seconds: SPACE_DAYS * DAY },
  guest: { names: ["trivium-guest", "trivium-guest-pressed"], seconds: GUEST_SECONDS },
  typed: { names: ["trivium-typed", "trivium-sheet-", "trivium-owner"], seconds: null },
  sheet: { names: ["trivium-desk-1"], seconds: IDLE.staff * MINUTE },
  list: { names: ["trivium-list-1"], seconds: null },
  near: { names: ["near-me"], seconds: null },
  tablet: {
    names: ["trivium-kiosk", "trivium-kiosk-1", "trivium-kiosk-uncounted"],
    seconds: TABLET_DAYS * DAY,
  },
} as const satisfies Record<string, { names: readonly string[]; seconds: number | null }>;

export type OnDevice = keyof typeof ON_DEVICE;

export const KEPT_ON_DEVICE = Object.keys(ON_DEVICE) as OnDevice[];

/** "until you sign out, 12 hours at most", in the reader's language. `t` speaks of privacy. */
export function howLongOnDevice(t: Translate, kept: OnDevice): string {
  const { seconds } = ON_DEVICE[kept];
  return t(`declaration.device.rows.${kept}.long`, { time: seconds ? timeOf(t, seconds) : "" });
}

function timeOf(t: Translate, seconds: number): string {
  if (seconds >= DAY) return t("units.days", { count: seconds / DAY });
  if (seconds >= HOUR) return t("units.hours", { count: seconds / HOUR });
  return t("units.minutes", { count: seconds / MINUTE });
}
