import type { Level } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';
import { recognise } from '../kit/server-messages/match.ts';
import { Recogniser } from '../kit/wording.ts';
import { SHELL_ERRORS } from '../kit/wordings/shell-errors.ts';
import type { EntryRow, JournalRow } from './parser.ts';
import { KNOWN_REMARK, OTHERS } from './tokens.ts';
import { SYSTEM, type SystemEvent } from './wordings.ts';

const system = new Recogniser<SystemEvent | keyof typeof SHELL_ERRORS>('system', [SYSTEM, SHELL_ERRORS]);
/** Words of the operating system and of systemd in the server's catalogue: anything else there is the server's own to say. */
const SHARED = /^(?:os|systemd|net)\./;

/** What an entry reports; null for the many that matter to nobody here. */
function reported({ text }: EntryRow): { readonly event: string; readonly values: Readonly<Record<string, string>> } | null {
  const own = system.recognise(text);
  if (own !== null) return own;
  const shared = recognise(text);
  return shared !== null && SHARED.test(shared.event) ? shared : null;
}

const levelOf = (event: string): Level =>
  /started|time-jump/.test(event) ? 'info' : /stopped|link-down|blocked|not-responding/.test(event) ? 'warning' : 'error';

export class JournalFold implements Fold<JournalRow> {
  readonly #context: SegmentContext;
  #entries = 0;

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  claims(row: JournalRow, line: Line): Claim {
    if (row.row === 'entry') return OTHERS.test(row.program) ? 'loosely' : 'yes';
    // `-x` explains an entry in lines behind two dashes
    if (row.row === 'remark') return this.#entries > 0 || KNOWN_REMARK.test(line.text) ? 'yes' : 'no';
    // journalctl breaks what is longer than the terminal, and shows further lines of an entry indented
    return row.row === 'text' && this.#entries > 0 && /^\s+\S/.test(line.text) ? 'loosely' : 'no';
  }

  take(row: JournalRow, line: Line): void {
    if (row.row !== 'entry') return;
    this.#entries++;
    const said = reported(row);
    if (said === null) return;
    const values = { program: row.program, ...said.values };
    const body = messageBody(
      { program: 'system', level: levelOf(said.event), text: row.text, event: said.event, values, pid: row.pid },
      line.number,
    );
    const about = row.host === null ? null : { host: row.host };
    this.#context.emit(body, { line: line.number, about, atText: row.time });
  }
}
