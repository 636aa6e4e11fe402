import type { SettingBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, Producer, SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';
import { Recogniser } from '../kit/wording.ts';
import { SHELL_ERRORS } from '../kit/wordings/shell-errors.ts';
import { inEnglish, keyFoundBy, keyOf, SETTINGS } from './labels.ts';
import type { ControlRow } from './parser.ts';
import { CONTROL } from './wordings.ts';

export type ControlEvent = keyof typeof CONTROL | keyof typeof SHELL_ERRORS;

const said = new Recogniser<ControlEvent>('controldata', [CONTROL, SHELL_ERRORS]);
export const warns = (text: string): boolean => said.recognise(text)?.event.startsWith('control.') ?? false;

/** A primary writes its own settings into the control file; a standby copies the primary's, and they are not its own. */
const OWN = new Set(['in production', 'shut down', 'shutting down', 'in crash recovery']);

export const isControldata = ({ command }: Producer): boolean => /^(?:pg|sys)_controldata$/.test(command.program ?? '');

/** The label whose bare value `| grep 'REDO WAL file' | awk '{print $NF}'` leaves; null where the label stands there itself. */
function cutOut(producers: readonly Producer[]): string | null {
  const filters = producers.find(isControldata)?.filters ?? [];
  if (!filters.some((filter) => /^(?:[gm]?awk|cut|sed)$/.test(filter.program ?? ''))) return null;
  const patterns = filters.flatMap((filter) =>
    /grep$/.test(filter.program ?? '')
      ? filter.args.filter((arg) => !arg.startsWith('-'))
      : filter.args.flatMap((arg) => /^\s*\/([^/]+)\//.exec(arg)?.[1] ?? []),
  );
  return patterns.map(keyFoundBy).find((key) => key !== null) ?? null;
}

const setting = (name: string, value: string): SettingBody => ({
  kind: 'setting',
  program: 'server',
  name,
  value,
  unit: null,
  context: null,
  source: null,
  sourceFile: null,
  sourceLine: null,
  pendingRestart: null,
  via: 'control',
  file: null,
  applied: null,
  error: null,
});

export class ControlFold implements Fold<ControlRow> {
  readonly #context: SegmentContext;
  readonly #asked: boolean;
  readonly #cutOut: string | null;
  #fields = 0;
  #state: string | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const producers = context.command?.producers ?? [];
    this.#asked = producers.some(isControldata);
    this.#cutOut = cutOut(producers);
  }

  claims(row: ControlRow): Claim {
    if (row.row === 'failure') return 'yes';
    if (row.row === 'field') {
      if (keyOf(row.label) !== null || warns(`${row.label}: ${row.value}`)) return 'yes';
      return this.#fields > 0 || this.#asked ? 'loosely' : 'no';
    }
    if (row.row === 'other') return 'no';
    if (warns(row.text)) return 'yes';
    return this.#cutOut !== null && !/\s/.test(row.text) ? 'yes' : 'no';
  }

  take(row: ControlRow, line: Line): void {
    if (row.row === 'field') this.#field(row.label, row.value, line);
    else if (row.row === 'failure') this.#say(row.text, 'error', line);
    else if (row.row === 'text' && warns(row.text)) this.#say(row.text, 'warning', line);
    else if (row.row === 'text' && this.#cutOut !== null) this.#value(this.#cutOut, row.text, line);
  }

  #field(label: string, value: string, line: Line): void {
    const key = keyOf(label);
    if (key === null && warns(`${label}: ${value}`)) {
      this.#say(value, 'warning', line);
      return;
    }
    this.#fields++;
    // The nonce is a secret of sorts, and nobody asks for it.
    if (key !== 'mock authentication nonce') this.#value(key ?? label.trim().toLowerCase(), value, line);
  }

  #value(key: string, printed: string, line: Line): void {
    const value = inEnglish(key, printed);
    const at = { line: line.number };
    this.#context.emit({ kind: 'control', key, value }, at);
    if (key === 'database cluster state') this.#state = value;
    const name = SETTINGS[key];
    if (name !== undefined && OWN.has(this.#state ?? '')) this.#context.emit(setting(name, value), at);
    else if (key === 'data page checksum version' && /^\d+$/.test(value))
      this.#context.emit(setting('data_checksums', value === '0' ? 'off' : 'on'), at);
  }

  #say(text: string, level: 'warning' | 'error', line: Line): void {
    const known = said.recognise(text);
    // the lines below a warning say nothing of their own
    if (known?.event === 'control.more') return;
    const values = { tool: 'pg_controldata', ...known?.values };
    this.#context.emit(messageBody({ program: 'tool', level, text, event: known?.event ?? null, values }, line.number), {
      line: line.number,
    });
  }
}
