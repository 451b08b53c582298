import { qrImage } from "#lib/foundation/platform/text/qr.ts";

type Props = {
  address: string;
  /** What a phone is led to, for whoever does not see it. */
  alt: string;
  /** Of a side, in pixels. */
  size: number;
  className?: string;
};

/** An address for a phone that is held before it. */
export async function QrCode({ address, alt, size, className }: Props) {
  const image = await qrImage(address);
  // biome-ignore lint/performance/noImgElement: drawn here, nothing to optimise
  return <img className={className} src={image} alt={alt} width={size} height={size} />;
}
