import type { Wordings } from '../wording.ts';

/** What `ip` and `arping` say when they may not, or cannot, move an address (iproute2, iputils). */
export const NETWORK = {
  'net.not-permitted': [
    'RTNETLINK answers: Operation not permitted',
    'RTNETLINK answers: 不允许的操作',
    'arping: socket: Operation not permitted',
    'arping: socket: 不允许的操作',
    'arping: Operation not permitted',
    'arping: must be root',
  ],
  'net.device-missing': [
    'Cannot find device "{device}"',
    'Device "{device}" does not exist',
    'arping: Device {device} not available',
    'arping: unknown iface {device}',
    'Interface "{device}" is not ARPable',
    'Interface "{device}" is down',
  ],
  'net.no-such-address': ['RTNETLINK answers: Cannot assign requested address', 'RTNETLINK answers: 无法指定被请求的地址'],
} as const satisfies Wordings;
