import type { Wordings } from '../wording.ts';

/** What the start script of bitnami's images says of the other nodes' records. */
export const CONTAINER = {
  'container.primaries-differ': "^Conflict of pretending primary role nodes (previously: '{first}', now: '{second}')",
  'container.assumes-primary': '^There are no nodes with primary role. Assuming the primary role',
} as const satisfies Wordings;
