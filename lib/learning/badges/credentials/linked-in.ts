/**
 * The address at which LinkedIn adds a badge to somebody's own profile, filled in. Nobody is asked
 * before the person goes there.
 *
 * @param address where others see the badge: a link that was shared
 */
export function linkedInAddress({
  name,
  issuer,
  awardedOn,
  endsOn,
  address,
  id,
}: {
  name: string;
  issuer: string;
  awardedOn: string | null;
  endsOn: string | null;
  address: string;
  id: string;
}): string {
  const month = (prefix: string, day: string | null) =>
    day
      ? { [`${prefix}Year`]: day.slice(0, 4), [`${prefix}Month`]: String(Number(day.slice(5, 7))) }
      : {};
  const query = new URLSearchParams({
    startTask: "CERTIFICATION_NAME",
    name,
    organizationName: issuer,
    ...month("issue", awardedOn),
    ...month("expiration", endsOn),
    certUrl: address,
    certId: id,
  });
  return `https://www.linkedin.com/profile/add?${query}`;
}
