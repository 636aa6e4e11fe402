import type { About } from '../../src/core/fact.ts';

/** Events whose `node` is the one that the statement is about, rather than one that the local node deals with. */
const ABOUT_NODE =
  /^(?:status\.|switchover\.(?:archive-|executing|dry-run|data-directory-|config-file-missing|not-downstream|not-attached)|repmgrd\.monitoring-started)/;

/** The node that a message is a statement about; null where it only deals with one. */
export function aboutOf(event: string | null, values: Readonly<Record<string, string>>): About | null {
  if (event === null || !ABOUT_NODE.test(event)) return null;
  const name = values['node'];
  const id = values['id'];
  if (name === undefined && id === undefined) return null;
  return { ...(name === undefined ? {} : { name }), ...(id === undefined ? {} : { id: Number(id) }) };
}
