import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TokenForm } from "#components/identity/token-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { CheckboxGroup, TextField } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { formatDateTime } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import {
  addWebhookAction,
  rotateSecretAction,
  webhookAction,
} from "#lib/foundation/webhooks/actions.ts";
import { type Delivery, deliveriesOf, webhooksOf } from "#lib/foundation/webhooks/queries.ts";
import { WEBHOOK_EVENTS } from "#lib/foundation/webhooks/schema.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

const DONE = ["test", "pause", "resume", "remove", "again"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "webhooks")("title") };
}

/** The addresses to which events of the bookings of a space are sent, and each delivery. */
export default async function WebhooksPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/webhooks`);
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]);
  const { own, space } = await chosenSpaces(ctx, "space.manage", asked.space);
  if (!space) notFound();
  const t = translator(locale, "webhooks");
  const webhooks = await webhooksOf(ctx, space.id);
  const deliveries = await deliveriesOf(ctx, space.id);
  const working = t("working");
  const secretWords = { made: t("made"), working };
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {DONE.includes(one("done")) && <Status>{t(`done.${one("done")}`)}</Status>}
      <p>{t("intro")}</p>
      {webhooks.length === 0 && <p>{t("none")}</p>}
      <ol className="cards">
        {webhooks.map(({ id, url, events, active, waiting, givenUp }) => {
          const hidden = { locale, id, space: space.slug };
          return (
            <li className="card" key={id}>
              <div>
                <h2>
                  <code className="secret">{url}</code>
                </h2>
                <p className="fact">
                  {[
                    active ? null : t("paused"),
                    t("waiting", { count: waiting }),
                    t("lost", { count: givenUp }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
                <p className="fact">{events.map((event) => t(`event.${event}`)).join(" · ")}</p>
              </div>
              <div className="row">
                {(["test", active ? "pause" : "resume", "remove"] as const).map((what) => (
                  <ActionForm
                    key={what}
                    action={webhookAction}
                    submit={t(`do.${what}`)}
                    working={working}
                    values={{ ...hidden, what }}
                    quiet
                  />
                ))}
              </div>
              <TokenForm
                action={rotateSecretAction}
                locale={locale}
                words={{ ...secretWords, make: t("rotate") }}
              >
                <input type="hidden" name="id" value={id} />
                <input type="hidden" name="space" value={space.slug} />
                <p className="fact">{t("rotateHint")}</p>
              </TokenForm>
            </li>
          );
        })}
      </ol>
      <h2>{t("add")}</h2>
      <TokenForm
        action={addWebhookAction}
        locale={locale}
        words={{ ...secretWords, make: t("add") }}
        quiet={false}
      >
        <input type="hidden" name="spaceId" value={space.id} />
        <input type="hidden" name="space" value={space.slug} />
        <TextField
          label={t("url")}
          name="url"
          type="url"
          maxLength={500}
          placeholder="https://"
          required
        />
        <CheckboxGroup
          legend={t("events")}
          name="events"
          chosen={["booking.confirmed", "booking.changed", "booking.cancelled"]}
          options={WEBHOOK_EVENTS.map((value) => ({ value, label: t(`event.${value}`) }))}
        />
      </TokenForm>
      <h2>{t("log")}</h2>
      <p className="fact">{deliveries.length > 0 ? t("logHint") : t("logNone")}</p>
      <ol className="cards">
        {deliveries.map((delivery) => (
          <li className="card" key={delivery.id}>
            <div>
              <h3>{t(`event.${delivery.event}`)}</h3>
              <p className="fact">
                {formatDateTime(locale, Temporal.Instant.from(delivery.createdAt), space.timeZone)}{" "}
                · {stateOf(delivery, t)}
                {delivery.lastError && ` · ${delivery.lastError}`}
              </p>
            </div>
            {delivery.state !== "waiting" && (
              <ActionForm
                action={webhookAction}
                submit={t("do.again")}
                working={working}
                values={{ locale, id: delivery.id, space: space.slug, what: "again" }}
                quiet
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function stateOf({ state, attempts }: Delivery, t: Translate): string {
  return t(state === "waiting" && attempts === 0 ? "state.new" : `state.${state}`, { attempts });
}
