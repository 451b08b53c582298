import type { Metadata } from "next";
import { LinkForm } from "#components/presence/link-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { formatDate, formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { addKioskAction, revokeKioskAction } from "#lib/learning/visits/actions.ts";
import { type KioskView, listKiosks } from "#lib/learning/visits/kiosks.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "presence")("desk.title") };
}

/** The tablets at one's own doors: make one, see that it lives, end it. */
export default async function KiosksPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/kiosks`);
  const t = translator(locale, "presence");
  const kiosks = await listKiosks(ctx);
  const { own: spaces, space } = await chosenSpaces(ctx, "space.manage");
  return (
    <div className="narrow">
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.intro")}</p>
      {kiosks.length === 0 && <Empty text={t("desk.none")} />}
      <ul className="cards">
        {kiosks.map((kiosk) => (
          <li className="card" key={kiosk.id}>
            <div>
              <h2>{kiosk.name}</h2>
              <p className="fact">{kiosk.spaceName}</p>
              <p>{seenOf(kiosk, locale)}</p>
            </div>
            <ActionForm
              action={revokeKioskAction}
              submit={t("desk.revoke", { name: kiosk.name })}
              working={t("working")}
              values={{ locale, id: kiosk.id }}
              quiet
            />
          </li>
        ))}
      </ul>
      <h2>{t("desk.add")}</h2>
      <LinkForm
        action={addKioskAction}
        locale={locale}
        words={{
          make: t("desk.make"),
          made: t("desk.made"),
          qr: t("desk.qr"),
          working: t("working"),
        }}
      >
        <SelectField
          label={t("choose")}
          name="spaceId"
          defaultValue={space?.id ?? ""}
          options={spaces.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField
          label={t("desk.name")}
          hint={t("desk.nameHint")}
          name="name"
          autoComplete="off"
          maxLength={60}
          required
        />
      </LinkForm>
    </div>
  );
}

function seenOf({ isOpened, lastSeenAt }: KioskView, locale: Locale): string {
  const t = translator(locale, "presence");
  if (!isOpened) return t("desk.waiting");
  if (!lastSeenAt) return t("desk.opened");
  const time = `${formatDate(locale, lastSeenAt, NETWORK_ZONE)}, ${formatTime(locale, lastSeenAt, NETWORK_ZONE)}`;
  return t("desk.seen", { time });
}
