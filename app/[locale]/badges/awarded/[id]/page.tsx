import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Crumb } from "#components/ui/crumb.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { isByCard } from "#lib/foundation/identity/permission/policy.ts";
import { orNotThere, requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { readableBadge } from "#lib/learning/badges/awards/queries.ts";
import { SHARE_PARAMETER, sharedAddress } from "#lib/learning/badges/credentials/addresses.ts";
import type { Form } from "#lib/learning/badges/credentials/answer.ts";
import { achievementAddress } from "#lib/learning/badges/credentials/credential.ts";
import { distrustedKeys } from "#lib/learning/badges/credentials/keys.ts";
import { linkedInAddress } from "#lib/learning/badges/credentials/linked-in.ts";
import { badgeActions, keyOf, termOf } from "#lib/learning/badges/credentials/standing.ts";
import { shown } from "#lib/learning/badges/verification/verify.ts";
import { RecognitionOfBadge } from "./recognition.tsx";
import { BadgeHead, Competences, Evidence, Worth } from "./says.tsx";
import { PaperCode, Sharing } from "./sharing.tsx";
import { AddressCode, TakeAlong, Withdrawal } from "./taking.tsx";
import "#components/badges/badges.css";
import "./badge.css";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { badge } = await badgeOf(await params, await searchParams);
  return {
    title: badge.name,
    robots: { index: false, follow: false },
    // A link that was shared says in a message what it leads to; nothing else is told to anybody.
    ...(keyFrom(await searchParams) && {
      openGraph: {
        title: badge.name,
        description: badge.description ?? "",
        siteName: badge.issuer,
      },
    }),
  };
}

function keyFrom(asked: PageQuery): string | null {
  const key = asked[SHARE_PARAMETER];
  return typeof key === "string" ? key : null;
}

async function badgeOf({ id }: { id: string }, asked: PageQuery) {
  if (!z.uuid().safeParse(id).success) notFound();
  const ctx = await requestContext();
  const stored = await orNotThere(readableBadge(ctx, id, keyFrom(asked)));
  const signed = JSON.parse(stored.signed) as JsonObject;
  const badge = shown(signed, null);
  const achievement = achievementAddress(signed);
  return badge ? { ctx, stored, signed, badge, achievement } : notFound();
}

/** A badge as its holder, and whoever they show it to, see it. */
export default async function AwardedBadgePage({ params, searchParams }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const { ctx, stored, signed, badge, achievement } = await badgeOf({ id }, await searchParams);
  // A link that was ended leads nobody on, not even who may see the badge without it.
  const key = stored.isByLink ? keyFrom(await searchParams) : null;
  const address = key && sharedAddress(settings().publicUrl, id, key);
  const query = key ? `&${new URLSearchParams({ [SHARE_PARAMETER]: key })}` : "";
  const download = (form: Form) => `/badges/${id}?as=${form}&language=${locale}${query}`;
  const may = badgeActions(stored, { byCard: isByCard(ctx.actor) });
  const back = stored.isOwn
    ? { page: "me/badges", key: "me.title" }
    : { page: "badges", key: "one.back" };
  const isDistrusted = (await distrustedKeys(ctx.db)).includes(keyOf(signed) ?? "");
  return (
    <>
      <Crumb href={`/${locale}/${back.page}`}>{translator(locale, "badges")(back.key)}</Crumb>
      <div className="badge-page">
        <div className="badge-main">
          <BadgeHead badge={badge} locale={locale} picture={download("svg")} />
          <Worth
            stored={stored}
            term={termOf(stored.validUntil, ctx.now)}
            isDistrusted={isDistrusted}
            locale={locale}
          />
          <Evidence badge={badge} locale={locale} />
          <Competences badge={badge} locale={locale} />
          <RecognitionOfBadge
            ctx={ctx}
            id={id}
            locale={locale}
            achievement={achievement}
            shareKey={key}
            mayAsk={may.askForRecognition}
          />
          {address && <AddressCode address={address} locale={locale} />}
        </div>
        <aside className="held-side">
          {address && (
            <p>
              <a
                className="button"
                href={`/${locale}/verify?${new URLSearchParams({ badge: address })}`}
              >
                <Icon name="shield" />
                {translator(locale, "credentials")("badge.verify")}
              </a>
            </p>
          )}
          {may.share && <Sharing ctx={ctx} id={id} locale={locale} />}
          {may.printForHolder && <PaperCode ctx={ctx} id={id} locale={locale} />}
          <TakeAlong
            locale={locale}
            download={download}
            linkedIn={address && linkedInAddress({ ...badge, address, id })}
          />
          {may.withdraw && <Withdrawal id={id} locale={locale} />}
        </aside>
      </div>
    </>
  );
}
