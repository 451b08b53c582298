import type { Metadata } from "next";
import { OpenLinks } from "#components/badges/open-links.tsx";
import { PackedBadge } from "#components/badges/packed-badge.tsx";
import { ShareForm } from "#components/badges/share-form.tsx";
import "#components/badges/badges.css";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { CheckboxGroup, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { FileField } from "#components/ui/file-field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { orNotThere, requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import {
  addCollectionAction,
  checkAgainAction,
  endCollectionLinksAction,
  fillCollectionAction,
  importBadgeAction,
  removeBadgeAction,
  removeCollectionAction,
  shareCollectionAction,
} from "#lib/learning/badges/backpack/actions.ts";
import { type Backpack, myBackpack } from "#lib/learning/badges/backpack/queries.ts";
import { SHARE_DAYS } from "#lib/learning/badges/backpack/schema.ts";
import { NOT_SHARED } from "#lib/learning/badges/credentials/schema.ts";
import { dayIn } from "#lib/learning/badges/verification/words.ts";
import { packedIn } from "../../backpack/packed.ts";

type Props = {
  params: Promise<{ locale: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "backpack")("title") };
}

/**
 * All badges of a learner: of the network and of others; groups of them to show, and all of them to
 * take along.
 */
export default async function BackpackPage({ params }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await requestContext();
  if (ctx.actor.kind === "visitor" || isByCard(ctx.actor)) {
    const { redirect } = await import("next/navigation");
    redirect(`/${locale}/sign-in?next=/${locale}/me/backpack`);
  }
  const t = translator(locale, "backpack");
  const backpack = await orNotThere(myBackpack(ctx));
  const { badges, collections } = backpack;
  const parts = [
    ["own", badges.filter(({ isOwn }) => isOwn)],
    ["elsewhere", badges.filter(({ isOwn }) => !isOwn)],
  ] as const;
  return (
    <div className="narrow">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      {badges.length === 0 ? (
        <Empty text={t("none")}>
          <a href={`/${locale}/badges`}>{t("see")}</a>
        </Empty>
      ) : (
        <p>
          <a className="button quiet" href="/backpack/all.zip">
            <Icon name="download" /> {t("export")}
          </a>
        </p>
      )}
      {parts.map(
        ([part, list]) =>
          list.length > 0 && (
            <section key={part}>
              <h2>{t(part)}</h2>
              <ul className="cards packed">
                {list.map((badge) => (
                  <li className="card" key={badge.id}>
                    <PackedBadge locale={locale} badge={packedIn(badge, locale, null)} />
                    {!badge.isOwn && <CheckOrRemove id={badge.id} locale={locale} t={t} />}
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      <AddBadge locale={locale} t={t} />
      {/* A group of nothing shows nothing: those that there are can still be ended. */}
      {(badges.length > 0 || collections.length > 0) && (
        <section>
          <h2>{t("collections.title")}</h2>
          <p>{t("collections.hint")}</p>
          <ul className="cards packed">
            {collections.map((collection) => (
              <li className="card" key={collection.id}>
                <Collection collection={collection} badges={badges} locale={locale} t={t} />
              </li>
            ))}
          </ul>
          <ActionForm
            action={addCollectionAction}
            submit={t("collections.make")}
            working={t("collections.working")}
            values={{ locale }}
            quiet
          >
            <TextField
              label={t("collections.name")}
              name="name"
              autoComplete="off"
              maxLength={80}
              required
            />
          </ActionForm>
        </section>
      )}
      <p className="row">
        <a href={`/${locale}/me/badges`}>{translator(locale, "badges")("me.title")}</a>
        <a href={`/${locale}/me`}>{translator(locale, "booking")("mine.title")}</a>
      </p>
    </div>
  );
}

/** What can be done with a badge of somebody else, which the network only keeps. */
function CheckOrRemove({ id, locale, t }: { id: string; locale: Locale; t: Translate }) {
  return (
    <>
      <ActionForm
        action={checkAgainAction}
        submit={t("check")}
        working={t("add.working")}
        values={{ locale, id }}
        quiet
      />
      <details>
        <summary>{t("removeSure")}</summary>
        <ActionForm
          action={removeBadgeAction}
          submit={t("remove")}
          working={t("add.working")}
          values={{ locale, id }}
          quiet
        />
      </details>
    </>
  );
}

/** A badge of somebody else, as a file or as its text. */
function AddBadge({ locale, t }: { locale: Locale; t: Translate }) {
  return (
    <section>
      <h2>{t("add.title")}</h2>
      <p>{t("add.hint")}</p>
      <ActionForm
        action={importBadgeAction}
        submit={t("add.send")}
        working={t("add.working")}
        values={{ locale }}
      >
        <FileField
          label={t("add.file")}
          name="file"
          hint={t("add.fileHint")}
          accept=".json,.jwt,.png,.svg,application/json,image/png,image/svg+xml"
          megabytes={1}
          tooLarge={t("too_large")}
          isRequired={false}
        />
        <TextArea label={t("add.text")} name="badge" rows={3} spellCheck={false} />
      </ActionForm>
    </section>
  );
}

type CollectionProps = {
  collection: Backpack["collections"][number];
  badges: Backpack["badges"];
  locale: Locale;
  t: Translate;
};

/** What is in a group, its links, and the way to change both. */
function Collection({ collection, badges, locale, t }: CollectionProps) {
  const { id, name, links } = collection;
  const working = t("collections.working");
  const day = links[0] ? dayIn(locale, links[0].endsAt.toString()) : "";
  return (
    <>
      <h3>
        <bdi>{name}</bdi>
      </h3>
      <p className="fact">
        {links.length > 0
          ? t("collections.links", { count: links.length, day })
          : t("collections.private")}
      </p>
      <ActionForm
        action={fillCollectionAction}
        submit={t("collections.save")}
        working={working}
        values={{ locale, id }}
        quiet
      >
        <CheckboxGroup
          legend={t("collections.badges")}
          name="badges"
          chosen={collection.badges}
          options={badges.map((badge) => ({
            value: badge.id,
            label: `${isolated(badge.name)} – ${isolated(badge.issuer)}`,
          }))}
        />
      </ActionForm>
      <ShareForm
        action={shareCollectionAction}
        locale={locale}
        id={id}
        start={NOT_SHARED}
        words={{
          make: t("collections.link"),
          making: working,
          made: t("collections.linkMade"),
          open: t("collections.openLink"),
        }}
        open={links.map((link) => link.id)}
      >
        <SelectField
          label={t("collections.days")}
          name="days"
          defaultValue="30"
          options={optionsOf(SHARE_DAYS, (value) => t(`collections.day${value}`))}
        />
      </ShareForm>
      <OpenLinks
        action={endCollectionLinksAction}
        locale={locale}
        id={id}
        links={links.map((link) => ({
          id: link.id,
          text: t("collections.untilDay", { day: dayIn(locale, link.endsAt.toString()) }),
        }))}
        words={{
          endOne: t("collections.endOne"),
          endAll: t("collections.end"),
          ending: working,
        }}
      />
      <ActionForm
        action={removeCollectionAction}
        submit={t("collections.remove")}
        working={working}
        values={{ locale, id }}
        quiet
      />
    </>
  );
}
