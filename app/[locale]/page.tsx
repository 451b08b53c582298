import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SharedWords } from "#components/site/shared-words.tsx";
import { readPhrase } from "#lib/booking/search/phrases.ts";
import { takeRequest } from "#lib/booking/search/request-words.ts";
import {
  formAddress,
  isSearch,
  NETWORK_ZONE,
  readSearch,
  type SearchForm,
  searchFormFrom,
  withWhen,
} from "#lib/booking/search/search-form.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { networkData } from "#lib/places/spaces/linked-data.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { SLUG } from "#lib/places/spaces/schema.ts";
import { Places } from "./places.tsx";
import { Results } from "./results.tsx";
import { SearchBar } from "./search-bar.tsx";
import { searchAsTyped } from "./words.ts";
import "./home.css";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return {
    title: { absolute: translator(localeOf((await params).locale), "common")("describe.title") },
  };
}

export default async function HomePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const asked = await searchParams;
  const ctx = await requestContext();
  const t = translator(locale, "home");
  const said = translator(locale, "common");
  const form = searchFormFrom(asked, ctx.now);
  // Who asks for more fields has not searched yet: what was filled in stays.
  const isFilling = firstOf(asked.more) === "wishes";
  const search = isFilling
    ? readSearch({ ...form, when: "" }, ctx.now)
    : searchOf(form, locale, ctx.now);
  const space = SLUG.test(form.space) ? await findSpace(ctx, form.space) : null;
  const answer = isSearch(asked) && !isFilling ? answerTo(search, form, space) : null;
  const found = answer && !("code" in answer) ? answer : null;
  // What cannot be read stands in its field.
  const isNoMoment = "code" in search && search.code === "booking.not_a_moment";

  return (
    <>
      {!answer && (
        <SharedWords
          locale={locale}
          path=""
          title={said("describe.title")}
          description={said("describe.network")}
          data={networkData(settings().publicUrl, locale, said("describe.network"))}
        />
      )}
      <section className="hero">
        <div className="hero-in">
          {!found && (
            <>
              <h1>{t("title")}</h1>
              <p className="lead">{t("intro")}</p>
            </>
          )}
          <SearchBar
            locale={locale}
            form={form}
            spaceName={space?.name ?? null}
            meant={found ? searchAsTyped(locale, t, found) : ""}
            isMore={isFilling || isNoMoment}
          />
        </div>
      </section>
      {!answer && <Places ctx={ctx} locale={locale} asked={asked} />}
      {found && (
        <Results ctx={ctx} locale={locale} form={form} search={found} at={firstOf(asked.at)} />
      )}
      {answer && "code" in answer && (
        <p className="alert beside" role="alert" id="results" tabIndex={-1}>
          {messageFor(locale, answer)}
        </p>
      )}
    </>
  );
}

/** What a search is answered with: itself, where it can be made, or why it cannot. */
function answerTo(
  search: ReturnType<typeof readSearch>,
  { space: slug }: SearchForm,
  space: object | null,
): ReturnType<typeof readSearch> {
  return slug && !space && !("code" in search) ? { code: "spaces.unknown" } : search;
}

/** The search an address asks for. Words become a day and hours in it, so that it can be shared. */
function searchOf(form: SearchForm, locale: Locale, now: Temporal.Instant) {
  if (!form.when) return readSearch(form, now);
  const { rest, people, needs } = takeRequest(form.when);
  const requested = {
    ...form,
    people: people ?? form.people,
    needs: [...new Set([...form.needs, ...needs])],
  };
  // "8 people" alone says nothing of when: tomorrow afternoon stays.
  if (!rest && (people || needs.length > 0))
    redirect(`/${locale}?${formAddress({ ...requested, when: "", wrote: form.when })}`);
  const read = readPhrase(rest, now.toZonedDateTimeISO(NETWORK_ZONE));
  if ("code" in read) return read;
  redirect(`/${locale}?${formAddress(withWhen(requested, read))}`);
}
