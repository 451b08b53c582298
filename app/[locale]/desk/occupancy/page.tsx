import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TokenForm } from "#components/identity/token-form.tsx";
import { RefreshLive } from "#components/occupancy/refresh-live.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { RadioGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { formatDate, formatLength, formatTime } from "#lib/foundation/i18n/format.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import {
  addDeviceAction,
  importReadingsAction,
  revokeDeviceAction,
} from "#lib/places/occupancy/actions.ts";
import { type DeviceView, devicesOf } from "#lib/places/occupancy/devices.ts";
import { occupancyNow, type ShownOccupancy } from "#lib/places/occupancy/now.ts";
import { DEVICE_KINDS } from "#lib/places/occupancy/schema.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { findSpace, type Resource, type Space } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "occupancy")("title") };
}

/** Who is there now, and the counters that say so. The place is chosen first. */
export default async function OccupancyPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("occupancy.manage", `/${locale}/desk/occupancy`);
  const t = translator(locale, "occupancy");
  const { space: chosen } = await chosenSpaces(ctx, "occupancy.manage", (await searchParams).space);
  const space = chosen && (await findSpace(ctx, chosen.slug));
  if (!space) notFound();
  const rooms = space.resources.filter(({ kind }) => kind === "room" || kind === "desk");
  const devices = await devicesOf(ctx, space.id);

  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p className="fact">{t("intro")}</p>
      <h2>{space.name}</h2>
      <Now ctx={ctx} locale={locale} space={space} />
      <RefreshLive address={`/api/v1/spaces/${space.slug}/occupancy/stream`} />
      <h2>{t("desk.counters")}</h2>
      {devices.length === 0 && <Empty text={t("none")} />}
      <Devices ctx={ctx} locale={locale} space={space} rooms={rooms} devices={devices} />
      <h2>{t("desk.add")}</h2>
      <TokenForm
        action={addDeviceAction}
        locale={locale}
        words={{ make: t("desk.make"), made: t("desk.made"), working: t("working") }}
      >
        <input type="hidden" name="spaceSlug" value={space.slug} />
        <DeviceFields locale={locale} rooms={rooms} />
      </TokenForm>
      {devices.length > 0 && (
        <>
          <h2>{t("desk.import")}</h2>
          <ImportForm locale={locale} devices={devices} />
        </>
      )}
    </div>
  );
}

type Named = { id: string; name: string };

/** What a counter is called, by its sensor, where it counts and how often. */
function DeviceFields({ locale, rooms }: { locale: Locale; rooms: Named[] }) {
  const t = translator(locale, "occupancy");
  return (
    <>
      <TextField label={t("desk.name")} name="name" maxLength={80} required />
      <TextField
        label={t("desk.sensor")}
        name="sensorId"
        hint={t("desk.sensorHint")}
        maxLength={80}
        autoComplete="off"
        required
      />
      <SelectField
        label={t("desk.room")}
        name="roomId"
        defaultValue=""
        options={[
          { value: "", label: t("desk.whole") },
          ...rooms.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <RadioGroup
        legend={t("desk.kind")}
        name="kind"
        chosen="count"
        options={optionsOf(DEVICE_KINDS, (kind) => t(`desk.kinds.${kind}`))}
      />
      <TextField
        label={t("desk.interval")}
        name="intervalMinutes"
        inputMode="numeric"
        maxLength={4}
        defaultValue="5"
      />
    </>
  );
}

/** What a counter that is not connected wrote down, as rows. */
function ImportForm({ locale, devices }: { locale: Locale; devices: Named[] }) {
  const t = translator(locale, "occupancy");
  return (
    <ActionForm
      action={importReadingsAction}
      submit={t("desk.importSend")}
      working={t("working")}
      values={{ locale }}
      quiet
    >
      <SelectField
        label={t("desk.importDevice")}
        name="deviceId"
        defaultValue={devices[0]?.id}
        options={devices.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextArea
        label={t("desk.importRows")}
        name="rows"
        hint={t("desk.importHint")}
        rows={6}
        required
      />
    </ActionForm>
  );
}

type PlaceProps = { ctx: Context; locale: Locale; space: Space };

async function Now({ ctx, locale, space }: PlaceProps) {
  const t = translator(locale, "occupancy");
  const { rooms = [], ...whole } = await occupancyNow(ctx, space.slug);
  const lines = [
    { id: space.id, name: t("desk.whole"), ...whole },
    ...rooms.map(({ roomId, ...room }) => ({ id: roomId, ...room })),
  ];
  // Rooms of which nothing is known are said in one line, below what was counted.
  const uncounted = lines.filter(({ id, source }) => id !== space.id && !source);
  const figure = ({ source, people, capacity = 0 }: ShownOccupancy) =>
    !source ? t("unknown") : people == null ? t("few") : t("people", { count: people, capacity });
  const age = ({ isStale, observedAt, ageSeconds }: ShownOccupancy) =>
    observedAt === null
      ? ""
      : isStale
        ? t("stale", { time: moment(locale, Temporal.Instant.from(observedAt), space, ctx) })
        : t("age", { minutes: Math.floor((ageSeconds ?? 0) / 60) });
  return (
    <>
      <ul className="cards">
        {lines
          .filter((line) => !uncounted.includes(line))
          .map((line) => (
            <li className="card" key={line.id}>
              <div>
                <h3>{line.name}</h3>
                <p>
                  {[figure(line), line.band && t(`bands.${line.band}`)].filter(Boolean).join(" · ")}
                </p>
                {line.source && (
                  <p className="fact">
                    {age(line)} {line.certainty && t(`sure.${line.certainty}`)}
                  </p>
                )}
              </div>
            </li>
          ))}
      </ul>
      {uncounted.length > 0 && (
        <p className="fact">
          {labelled(locale, t("unknown"), uncounted.map(({ name }) => name).join(", "))}
        </p>
      )}
    </>
  );
}

type DevicesProps = PlaceProps & { rooms: Resource[]; devices: DeviceView[] };

function Devices({ ctx, locale, space, rooms, devices }: DevicesProps) {
  const t = translator(locale, "occupancy");
  return (
    <ul className="cards">
      {devices.map(
        ({ id, name, kind, roomId, sensorId, intervalMinutes, lastSeenAt, misdated }) => (
          <li className="card" key={id}>
            <div>
              <h3>{name}</h3>
              <p className="fact">
                {[
                  rooms.find((room) => room.id === roomId)?.name ?? t("desk.whole"),
                  t(`desk.kinds.${kind}`),
                  t("desk.every", { length: formatLength(locale, intervalMinutes) }),
                  sensorId,
                ].join(" · ")}
              </p>
              <p className="fact">
                {lastSeenAt
                  ? t("desk.seen", { time: moment(locale, lastSeenAt, space, ctx) })
                  : t("desk.never")}
              </p>
              {misdated > 0 && <p>{t("desk.misdated", { count: misdated })}</p>}
            </div>
            <ActionForm
              action={revokeDeviceAction}
              submit={t("desk.revoke", { name })}
              working={t("working")}
              values={{ locale, id, spaceSlug: space.slug }}
              quiet
            />
          </li>
        ),
      )}
    </ul>
  );
}

function moment(
  locale: Locale,
  at: Temporal.Instant,
  { timeZone }: Space,
  { now }: Context,
): string {
  return `${formatDate(locale, at, timeZone, now)}, ${formatTime(locale, at, timeZone)}`;
}
