import type { SettingBody, UnitBody } from '../../src/core/fact.ts';
import type { SimpleCommand } from '../../src/core/shell.ts';
import type { Line } from '../../src/core/source.ts';
import type { Claim, Fold, Producer, SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';
import { processOf } from '../kit/process-titles.ts';
import { Recogniser } from '../kit/wording.ts';
import { SHELL_ERRORS } from '../kit/wordings/shell-errors.ts';
import { type Columns, columnsOf, containerOf } from './containers.ts';
import type { UnitRow } from './parser.ts';
import { isHint, verdictOf } from './sentences.ts';

const shell = new Recogniser<keyof typeof SHELL_ERRORS>('shell', [SHELL_ERRORS]);
const verbOf = ({ args }: SimpleCommand): string => args.find((arg) => !arg.startsWith('-')) ?? '';

export function isUnits({ command }: Producer): boolean {
  const { program } = command;
  if (program === 'systemctl' || program === 'service') return true;
  if (program === 'pg_lsclusters' || program === 'supervisorctl') return true;
  if (program === 'kubectl' || program === 'oc') return command.args.includes('get');
  return /^(?:docker|podman|docker-compose)$/.test(program ?? '') && command.args.includes('ps');
}

/** Units that `is-active` and `is-enabled` were asked for, in order: each gives one line. */
function askedFor(producers: readonly Producer[]): { readonly unit: string; readonly what: 'active' | 'enabled' }[] {
  return producers.flatMap(({ command }) => {
    const verb = verbOf(command);
    if (command.program !== 'systemctl' || !/^is-(?:active|enabled|failed)$/.test(verb)) return [];
    const units = command.args.filter((arg) => !arg.startsWith('-') && arg !== verb);
    return units.map((unit) => ({ unit, what: verb === 'is-enabled' ? ('enabled' as const) : ('active' as const) }));
  });
}

/** A unit while the lines of its status are read. */
interface Open {
  readonly unit: string;
  readonly line: number;
  endLine: number;
  active: string | null;
  sub: string | null;
  enabled: string | null;
  detail: string | null;
}

export class UnitFold implements Fold<UnitRow> {
  readonly #context: SegmentContext;
  readonly #asked: boolean;
  readonly #wanted: readonly { readonly unit: string; readonly what: 'active' | 'enabled' }[];
  readonly #loops: boolean;
  #answered = 0;
  #open: Open | null = null;
  #columns: Columns | null = null;
  #listing = false;
  readonly #clusters: { readonly columns: readonly string[]; readonly line: number }[] = [];

  constructor(context: SegmentContext) {
    this.#context = context;
    const producers = context.command?.producers ?? [];
    this.#asked = producers.some(isUnits);
    this.#wanted = askedFor(producers);
    this.#loops = /\b(?:for|while|until|watch)\b/.test(context.command?.text ?? '');
  }

  claims(row: UnitRow, line: Line): Claim {
    switch (row.row) {
      case 'head':
      case 'listed':
      case 'debian':
      case 'heading':
        return 'yes';
      case 'key':
      case 'branch':
        return this.#open !== null || this.#asked ? 'yes' : 'no';
      case 'state':
        return this.#answered < this.#wanted.length || (this.#loops && this.#wanted.length > 0) ? 'yes' : 'no';
      case 'text':
        if (verdictOf(row.text) !== null) return 'yes';
        if (this.#columns !== null && containerOf(this.#columns, line.text) !== null) return 'yes';
        if ((this.#asked || this.#listing || this.#open !== null) && isHint(row.text)) return 'yes';
        // the rest of a key that was wrapped, or of a Drop-In list
        return this.#open !== null && /^\s{8,}/.test(line.text) ? 'loosely' : 'no';
      default:
        return 'no';
    }
  }

  take(row: UnitRow, line: Line): void {
    if (this.#open !== null && row.row !== 'head') this.#open.endLine = line.number;
    switch (row.row) {
      case 'head':
        this.#close();
        this.#open = {
          unit: row.unit,
          line: line.number,
          endLine: line.number,
          active: null,
          sub: null,
          enabled: null,
          detail: row.description,
        };
        break;
      case 'key':
        this.#key(row.key, row.value);
        break;
      case 'branch':
        if (row.pid !== null) this.#process(row.pid, row.command, line);
        break;
      case 'state':
        this.#state(row.state, line);
        break;
      case 'listed':
        this.#listed(row.unit, row.columns, line);
        break;
      case 'debian':
        this.#clusters.push({ columns: row.columns, line: line.number });
        break;
      case 'heading':
        this.#columns = columnsOf(line.text);
        this.#listing = true;
        break;
      case 'text':
        this.#text(row.text, line);
        break;
      default:
        break;
    }
  }

  blank(): void {
    this.#columns = null;
  }

  end(): void {
    this.#close();
    this.#debian();
  }

  #emit(body: Omit<UnitBody, 'kind'>, line: number, endLine = line): void {
    this.#context.emit({ kind: 'unit', ...body }, { line, endLine });
  }

  #key(key: string, value: string): void {
    const open = this.#open;
    if (open === null) return;
    if (key === 'Active') {
      const [, active, sub] = /^(\S+)(?: \(([^)]*)\))?/.exec(value) ?? [];
      open.active = active ?? null;
      open.sub = sub ?? null;
      open.detail = /\bsince .*/.exec(value)?.[0] ?? open.detail;
    } else if (key === 'Loaded') {
      const [, loaded, inside] = /^(\S+)(?: \((.*)\))?/.exec(value) ?? [];
      open.enabled = loaded === 'loaded' ? (inside?.split('; ')[1] ?? null) : (loaded ?? null);
    } else if (key === 'Status' && open.active !== 'active') open.detail = value;
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null || (open.active === null && open.enabled === null)) return;
    const { line, endLine, ...body } = open;
    this.#emit(body, line, endLine);
  }

  /** systemd quotes a title and shows the arguments that it overwrote: `"postgres: 15/main: checkpointer " "" ""`. */
  #process(pid: number, shown: string, line: Line): void {
    const command = (/^"([^"]*)"(?: "")*$/.exec(shown)?.[1] ?? shown).trim();
    if (command === '') return;
    this.#context.emit({ kind: 'process', user: null, pid, command, ...processOf(command) }, { line: line.number });
  }

  #state(state: string, line: Line): void {
    // in a loop the answers come round again
    const wanted = this.#wanted[this.#answered++ % this.#wanted.length];
    if (wanted === undefined) return;
    const [active, enabled] = wanted.what === 'active' ? [state, null] : [null, state];
    this.#emit({ unit: wanted.unit, active, sub: null, enabled, detail: null }, line.number);
  }

  /** list-units: load, active, sub, description; list-unit-files: state, preset. */
  #listed(unit: string, columns: readonly string[], line: Line): void {
    this.#listing = true;
    const [first = '', active, sub, ...description] = columns;
    if (/^(?:loaded|not-found|masked|error|bad-setting)$/.test(first) && active !== undefined) {
      const enabled = first === 'loaded' ? null : first;
      this.#emit({ unit, active, sub: sub ?? null, enabled, detail: description.join(' ') || null }, line.number);
    } else this.#emit({ unit, active: null, sub: null, enabled: first, detail: null }, line.number);
  }

  #text(text: string, line: Line): void {
    const verdict = verdictOf(text);
    const container = this.#columns === null ? null : containerOf(this.#columns, line.text);
    if (verdict !== null) {
      this.#listing = true;
      this.#emit(verdict, line.number);
      const refused = shell.recognise(text);
      if (refused !== null)
        this.#context.emit(messageBody({ program: 'system', level: 'error', text: text.trim(), ...refused }, line.number), {
          line: line.number,
        });
    } else if (container !== null) this.#context.emit(container, { line: line.number });
  }

  /** Debian's clusters: one unit each; where there is but one, it is the node's server. */
  #debian(): void {
    for (const { columns, line } of this.#clusters) {
      const [version = '', name = '', port = '', status = '', owner = '', data = ''] = columns;
      const [state, ...more] = status.split(',');
      const sub = more.join(',') || null;
      this.#emit(
        { unit: `postgresql@${version}-${name}`, active: state === 'online' ? 'active' : 'inactive', sub, enabled: null, detail: owner },
        line,
      );
      if (this.#clusters.length > 1) continue;
      for (const [setting, value] of [
        ['port', port],
        ['data_directory', data],
      ] as const) {
        if (value !== '') this.#context.emit(settingOf(setting, value), { line });
      }
    }
  }
}

function settingOf(name: string, value: string): SettingBody {
  return {
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
    via: 'status',
    file: null,
    applied: null,
    error: null,
  };
}
