/** Makes a function of a cluster, a node or facts that is worked out at its first call: many causes ask the same. */
export function once<Of extends object, Told>(tell: (of: Of) => Told): (of: Of) => Told {
  const known = new WeakMap<Of, { readonly told: Told }>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before.told;
    const told = tell(of);
    known.set(of, { told });
    return told;
  };
}
