const UNITS = 'KMGTPE';

/** `2.2G`, `16,777,216`, `330` in bytes, rounded as printed; without a unit the number is of `plain` bytes (blocks of 1 KiB for `total`, du and df). */
export function bytesOf(text: string, plain: number): number {
  const digits = Number(text);
  if (!Number.isNaN(digits)) return digits * plain;
  const match = /^([\d,]+(?:\.\d+)?)([A-Za-z]?)/.exec(text);
  const value = Number((match?.[1] ?? '0').replaceAll(',', ''));
  const unit = (match?.[2] ?? '').toUpperCase();
  if (unit === 'B') return value;
  return Math.round(unit === '' ? value * plain : value * 1024 ** (UNITS.indexOf(unit) + 1));
}
