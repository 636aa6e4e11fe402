import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';
import { several } from './item.ts';
import { Layer, looksLogged } from './layer.ts';

/** `waiting for server to start....2024-07-01 08:00:02 … LOG:  …`: pg_ctl without `-l` leaves the server the terminal in the middle of its dots. */
const DOTS = guarded(
  /^([ \t]*)((?:waiting for server to (?:start|shut down|promote)|等待服务器进程(?:启动|关闭)|等待服务器启动)[ .]*\.) ?(\S.*)$/,
);

/** The progress of pg_ctl, and the line of the server's log that begins behind it. */
export class Progress extends Layer {
  constructor() {
    super(0);
  }

  protected override maybe(text: string): boolean {
    const code = text.trimStart().charCodeAt(0);
    return code === 0x77 || code === 0x7b49;
  }

  protected override unwrap(item: Item): readonly Item[] {
    const match = DOTS.exec(item.text);
    const [, blanks = '', progress = '', said = ''] = match ?? [];
    // both stand as far in as the paste
    return match !== null && looksLogged(said) ? several(item, [blanks + progress, blanks + said]) : [item];
  }
}
