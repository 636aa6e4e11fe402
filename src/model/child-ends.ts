/** A process of the server's that ended and is started again: by the postmaster's own line below its last word. */
import type { MessageFact } from './replication.ts';

const below = ({ pid, around }: MessageFact): string | undefined =>
  pid === null ? undefined : around.after.slice(0, 2).find((line) => line.includes(`(PID ${pid})`));

/** Its end is not the server's: the server does without it, or starts it again. */
export const endsOneProcess = (fact: MessageFact): boolean => /^(?!.*(?:startup process|启动进程))/.test(below(fact) ?? 'startup process');

export const endsArchiver = (fact: MessageFact): boolean => /archiver process|归档进程/.test(below(fact) ?? '');
