const UNITS = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
] as const;

/** Bytes as people read them: `165 MiB`, `1.5 GiB`; two digits at least, no false precision. */
export function sizeText(bytes: number): string {
  const [unit, size] = UNITS.find(([, one]) => bytes >= one) ?? ['kB', 1024];
  const value = bytes / size;
  return `${value.toFixed(value >= 10 || Number.isInteger(value) ? 0 : 1)} ${unit}`;
}
