/** So many of the texts that came last are remembered. */
const COUNT = 64;
/** A longer text hardly comes twice. */
const LONGEST = 2000;

/** Makes a reader of texts that reads one once: a bundle repeats its commands and connection strings, and many ask for what one holds. */
export function remembered<Told extends object | null>(read: (text: string) => Told): (text: string) => Told {
  const known = new Map<string, Told>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const told = read(text);
    if (known.size >= COUNT) known.clear();
    if (text.length <= LONGEST) known.set(text, told);
    return told;
  };
}
