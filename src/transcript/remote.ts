import type { CommandContext } from '../../grammars/kit/grammar.ts';
import type { Place } from '../core/source.ts';

/** Users as whom one looks at a server of the cluster; `barman@vault` is no node. */
const USERS = new Set(['postgres', 'kingbase', 'root', 'enterprisedb']);

/** Where an output was taken: `ssh node2 repmgr node check` prints what node2 says, wherever it was typed. */
export function placeOfOutput(place: Place, command: CommandContext | null): Place {
  const producers = command?.producers ?? [];
  const [first] = producers;
  if (first === undefined || first.host === null || producers.some(({ host }) => host !== first.host)) return place;
  if (first.user !== null && first.user !== place.user && !USERS.has(first.user)) return place;
  return { ...place, host: first.host, user: first.user ?? place.user, cwd: null };
}
