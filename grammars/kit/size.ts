const UNITS = 'KMGTPE';

/** `2.2G`, `16,777,216`, `330` in bytes, rounded as printed; without a unit the number is of `plain` bytes (blocks of 1 KiB for `total`, du and df); `base` 1000 for `--si`. */
export function bytesOf(text: string, plain: number, base: 1000 | 1024 = 1024): number {
  const digits = Number(text);
  if (!Number.isNaN(digits)) return digits * plain;
  const match = /^([\d,]+(?:\.\d+)?)([A-Za-z]?)/.exec(text);
  const value = Number((match?.[1] ?? '0').replaceAll(',', ''));
  const unit = (match?.[2] ?? '').toUpperCase();
  if (unit === 'B') return value;
  return Math.round(unit === '' ? value * plain : value * base ** (UNITS.indexOf(unit) + 1));
}
