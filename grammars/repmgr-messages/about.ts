import type { About } from '../../src/core/fact.ts';

/** Events whose `node` is the one that the statement is about, rather than one that the local node deals with. */
const ABOUT_NODE =
  /^(?:status\.|switchover\.(?:archive-|executing|dry-run|data-directory-|config-file-missing|not-downstream|not-attached|checkpoint|shutdown-command)|repmgrd\.monitoring-started)/;

/** The node that a message is a statement about, else the host that syslog names; null where neither stands there. */
export function aboutOf(event: string | null, values: Readonly<Record<string, string>>, host: string | null): About | null {
  const name = values['node'];
  const id = values['id'];
  if (event === null || !ABOUT_NODE.test(event) || (name === undefined && id === undefined)) return host === null ? null : { host };
  return { ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id: Number(id) }) };
}
