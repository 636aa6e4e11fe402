/** A process of the server's that ended and is started again: by the postmaster's own line below its last word. */
import type { Node } from './node.ts';
import type { MessageFact } from './replication.ts';

const below = ({ pid, around }: MessageFact): string | undefined =>
  pid === null ? undefined : around.after.slice(0, 2).find((line) => line.includes(`(PID ${pid})`));

/** Its end is not the server's: the server does without it, or starts it again. */
export const endsOneProcess = (fact: MessageFact): boolean => /^(?!.*(?:startup process|启动进程))/.test(below(fact) ?? 'startup process');

const endsArchiver = (fact: MessageFact): boolean => /archiver process|归档进程/.test(below(fact) ?? '');

/** A library that the archiver did not find. From 14 on the server does not report its end: then the name tells whose library it is. */
export function isOfArchiver(node: Node | null, fact: MessageFact): boolean {
  if (fact.event !== 'library.missing') return false;
  const file = fact.values['file'];
  if (endsArchiver(fact) || node === null) return endsArchiver(fact);
  const setting = node.setting('archive_library');
  return (
    (setting.known && setting.value === file) ||
    node.messages('reload.parameter-changed').some(({ values }) => values['name'] === 'archive_library' && values['value'] === file)
  );
}
