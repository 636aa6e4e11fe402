/** `127.0.0.1` and `255.255.255.255` as the file has them, `127.0.0.1/32`; a mask with holes stays beside its address. */
export function withMask(address: string, netmask: string | null | undefined): string {
  if (netmask == null) return address;
  const parts = netmask.includes(':') ? ipv6Groups(netmask) : netmask.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
  const bits = /^(1*)0*$/.exec(parts.join(''));
  return bits === null ? `${address} ${netmask}` : `${address}/${bits[1]?.length ?? 0}`;
}

function ipv6Groups(mask: string): string[] {
  const [before = '', after] = mask.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : new Array<string>(Math.max(8 - head.length - tail.length, 0)).fill('0');
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'));
}
