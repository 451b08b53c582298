/** Where a place is, in words; its region's colour only helps the eye. */
export function Region({ city, region, name }: { city: string; region: string; name: string }) {
  return (
    <span className={`region ${region}`}>
      {city}, {name}
    </span>
  );
}
