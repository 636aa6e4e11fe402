import type { Level } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { At, Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { messageBody } from '../kit/message.ts';
import { Recogniser } from '../kit/wording.ts';
import { CONNECT } from '../kit/wordings/connect.ts';
import { NETWORK } from '../kit/wordings/network.ts';
import { SHELL_ERRORS } from '../kit/wordings/shell-errors.ts';
import { BASEBACKUP, REWIND } from '../kit/wordings/tools.ts';
import { Cleanup, keptBy, removedBy } from './cleanup.ts';
import type { ToolRow, ToolsRow } from './parser.ts';
import { TOOLS } from './wordings.ts';

/** Every event that this grammar emits. */
export type ToolEvent =
  | keyof typeof REWIND
  | keyof typeof BASEBACKUP
  | keyof typeof TOOLS
  | keyof typeof CONNECT
  | keyof typeof NETWORK
  | keyof typeof SHELL_ERRORS;

const {
  'isready.accepting': accepting,
  'isready.rejecting': rejecting,
  'isready.no-response': silent,
  'isready.no-attempt': untried,
  ...OTHERS
} = TOOLS;
const isReady = new Recogniser<'isready.accepting' | 'isready.rejecting' | 'isready.no-response' | 'isready.no-attempt'>('pg_isready', [
  { 'isready.accepting': accepting, 'isready.rejecting': rejecting, 'isready.no-response': silent, 'isready.no-attempt': untried },
]);
const known = new Recogniser<ToolEvent>('pg-tools', [REWIND, BASEBACKUP, OTHERS, NETWORK, CONNECT, SHELL_ERRORS]);
/** What a tool prints without its name in front (pg_rewind before 12, `Done!`, `backup successfully verified`). */
const bare = new Recogniser<ToolEvent>('pg-tools without a program', [REWIND, BASEBACKUP, OTHERS, NETWORK]);

const shell = new Recogniser<keyof typeof SHELL_ERRORS>('shell', [SHELL_ERRORS]);
/**
 * What ssh, sudo, systemctl or a shell says in place of the output that was asked for: `postgres@10.0.0.2: Permission denied (publickey).`,
 * `Failed to restart postgresql-14.service: Interactive authentication required.`
 */
const SHELL_LINE =
  /^(?:ssh: |(?:[\w.-]+@[\w.:-]+: )?Permission denied(?:, please| \((?:publickey|gssapi|password|keyboard|hostbased))|Host key verification failed|kex_exchange_identification|sudo: |\[sudo\] |Sorry, try again|对不起，|Sorry, user |Failed to \w+ \S+: |Unit \S+ (?:could not be|not) found|(?:\S*\/)?[\w.+-]+: (?:error while loading shared libraries|symbol lookup error|(?:在)?加载共享库时)|(?:-?(?:\/\S*\/)?(?:ba|da|z|k)?sh(?:: |：)).*(?:not found|未找到命令|找不到命令|Kommando nicht gefunden|commande introuvable|commande non trouvée|orden no encontrada|no se encontró la orden|comando não encontrado|comando non trovato|команда не найдена|コマンドが見つかりません|Permission denied|权限不够|No such file or directory|没有那个文件或目录))/;
export const saysShell = (text: string): boolean => SHELL_LINE.test(text) && shell.recognise(text) !== null;

const LEVELS: Readonly<Record<string, Level>> = {
  error: 'error',
  错误: 'error',
  fatal: 'fatal',
  致命的: 'fatal',
  致命错误: 'fatal',
  warning: 'warning',
  警告: 'warning',
  warn: 'warning',
  assert: 'error',
  critical: 'fatal',
  exception: 'error',
};

export const saysReady = (text: string): boolean => isReady.recognise(text) !== null;
export const saysBare = (text: string): boolean => bare.recognise(text) !== null;

const WAL_PATH = /^(?:\S*\/)?[0-9A-F]{24}(?:\.\S+)?$/;

interface Held {
  readonly row: ToolRow;
  readonly line: number;
  endLine: number;
  readonly detail: string[];
  readonly hint: string[];
}

export class ToolsFold implements Fold<ToolsRow> {
  readonly #context: SegmentContext;
  readonly #asked: string | null;
  #tool: string | null = null;
  #held: Held | null = null;
  #cleanup: Cleanup | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
    const programs = context.command?.producers.map((producer) => producer.command.program ?? '') ?? [];
    this.#asked = programs.find((program) => /^(?:pg|sys)_/.test(program) || /backrest|barman|sys_rman/.test(program)) ?? null;
  }

  claims(row: ToolsRow): Claim {
    if (row.row === 'tool') return 'yes';
    if (row.row === 'progress') return 'yes';
    if (row.row === 'ready') return saysReady(row.text) ? 'yes' : 'no';
    if (saysShell(row.text) || saysBare(row.text) || this.#names(row)) return 'yes';
    return this.#held !== null &&
      row.text !== '' &&
      /^(?:FATAL|ERROR|DETAIL|HINT|could not|connection to|Is the server running|致命错误|服务器是否在)/.test(row.text)
      ? 'loosely'
      : 'no';
  }

  /** `-n` of pg_archivecleanup prints the names alone. */
  #names(row: ToolRow): boolean {
    return (this.#cleanup !== null || /archivecleanup$/.test(this.#asked ?? '')) && WAL_PATH.test(row.text);
  }

  take(row: ToolsRow, line: Line): void {
    if (row.row === 'progress' || (row.row === 'other' && this.#names(row)) || this.#cleans(row, line)) return;
    if (row.row === 'ready') {
      this.#release();
      const event = isReady.recognise(row.text)?.event ?? null;
      const level = event === 'isready.accepting' ? 'info' : 'warning';
      const values = { tool: 'pg_isready', host: row.host, port: row.port };
      this.#context.emit(messageBody({ program: 'tool', level, text: row.text, event, values }, line.number), { line: line.number });
      return;
    }
    if (row.row === 'other' && saysShell(row.text)) {
      this.#release();
      const said = shell.recognise(row.text);
      const body = messageBody(
        { program: 'system', level: 'error', text: row.text, event: said?.event ?? null, values: said?.values ?? {} },
        line.number,
      );
      this.#context.emit(body, { line: line.number });
      return;
    }
    const held = this.#held;
    const word = row.level?.toLowerCase() ?? '';
    if (held !== null && (/^(?:detail|详细信息)$/.test(word) || (row.row === 'other' && !saysBare(row.text)))) {
      held.detail.push(row.text);
      held.endLine = line.number;
    } else if (held !== null && /^(?:hint|提示)$/.test(word)) {
      held.hint.push(row.text);
      held.endLine = line.number;
    } else {
      this.#release();
      this.#tool = row.tool ?? this.#tool ?? this.#asked;
      this.#held = { row, line: line.number, endLine: line.number, detail: [], hint: [] };
    }
  }

  /** A run of pg_archivecleanup is one statement, however many files it removes. */
  #cleans(row: ToolsRow, line: Line): boolean {
    if (row.row !== 'tool') return false;
    const kept = keptBy(row);
    const removed = removedBy(row);
    if (kept !== null) {
      this.#release();
      this.#endCleanup();
      this.#cleanup = new Cleanup(row.tool ?? '', kept, line.number);
    } else if (removed !== null && this.#cleanup !== null) this.#cleanup.remove(removed, line.number);
    else return false;
    return true;
  }

  #endCleanup(): void {
    this.#cleanup?.emit(this.#context, /archivecleanup$/.test(this.#asked ?? ''));
    this.#cleanup = null;
  }

  blank(): void {
    this.#release();
  }

  end(): void {
    this.#release();
    this.#endCleanup();
  }

  /** `backup command begin 2.27: --kb1-path=/d/data --repo1-path=/b/repo …`: what its configuration says, too. */
  #options(text: string, line: number): void {
    for (const [, name = '', value = ''] of text.matchAll(/ --([a-z][\w-]*)=("[^"]*"|\S+)/g))
      if (/^(?:repo\d+|kb\d+|pg\d+)-(?:path|host)$/.test(name))
        this.#context.emit({ kind: 'note', topic: 'tool-option', values: { file: '', section: '', name, value } }, { line });
  }

  #release(): void {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    const { row } = held;
    const detail = held.detail.join('\n');
    const found = known.recognise(row.text) ?? known.recognise(detail);
    const level = LEVELS[row.level?.toLowerCase() ?? ''] ?? LEVELS[row.level ?? ''] ?? 'info';
    // INFO and progress without a known meaning are understood, not stated
    const chatty = row.tool === 'pgbackrest' || row.tool === 'barman';
    if (row.tool === 'pgbackrest' && / command begin /.test(row.text)) this.#options(row.text, held.line);
    const says = found !== null && /^(?:walg\.|backrest\.(?:archived|reads)$)/.test(found.event);
    if (level === 'info' && !says && (found === null || chatty || row.tool === 'wal-g')) return;
    const values = {
      ...found?.values,
      ...(this.#tool === null ? {} : { tool: this.#tool }),
      ...(row.code === null ? {} : { code: row.code }),
    };
    const hint = held.hint.join('\n');
    const body = messageBody(
      {
        program: 'tool',
        level:
          level === 'info' &&
          found !== null &&
          /missing|failed|no-space|prerequisites|not-clean|other-cluster|not-permitted|not-in-archive/.test(found.event)
            ? 'error'
            : level,
        text: row.text,
        detail: detail === '' ? null : detail,
        hint: hint === '' ? null : hint,
        event: found?.event ?? null,
        values,
      },
      held.line,
    );
    const at: At = { line: held.line, endLine: held.endLine, atText: row.time };
    this.#context.emit(body, at);
  }
}
