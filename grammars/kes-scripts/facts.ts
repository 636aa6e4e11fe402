import type { Level, SettingBody } from '../../src/core/fact.ts';
import type { Line } from '../../src/core/source.ts';
import type { At, Claim, Fold, SegmentContext } from '../kit/grammar.ts';
import { levelOf, messageBody } from '../kit/message.ts';
import { Recogniser } from '../kit/wording.ts';
import { CLUSTER, CLUSTER_LINE, UNSTAMPED } from './cluster-wordings.ts';
import type { ScriptRow } from './parser.ts';
import { SCRIPTS } from './wordings.ts';

/** Every event that this grammar emits. */
export type ScriptEvent = keyof typeof SCRIPTS | keyof typeof CLUSTER | 'installer.preflight' | 'installer.step-failed';

const scripts = new Recogniser<keyof typeof SCRIPTS | keyof typeof CLUSTER>('kes-scripts', [CLUSTER, SCRIPTS]);

/** A line of the scripts of V8R3, with or without its time. */
export const isCluster = (line: string): boolean => CLUSTER_LINE.test(line.replace(UNSTAMPED, ''));
export const isKnown = (text: string): boolean => scripts.recognise(text) !== null;

/** Steps that the installer prints without its tag: `clone the standby on "10.7.0.23" ... OK`. */
export const isStep = (text: string): boolean =>
  /^(?:(?:clone|start up|register) the (?:standby|primary|witness) on "[^"]+" \.\.\.|successfully initialized the sys_securecmdd, please use )/.test(
    text,
  );

/** Understood, and told by what comes of it. */
const PROGRESS = new Set([
  'script.db-starting',
  'script.db-stopping',
  'script.repmgrd-starting',
  'script.repmgrd-stopping',
  'script.primary-started',
  'script.done',
]);

/** What sys_ctl says of the host that the script has begun to start or to stop, perhaps over there. */
const CTL =
  /^(?:waiting for server to (?:start|shut down)\.*(?: done| stopped waiting)?|done|stopped waiting|server (?:started|stopped)|(?:sys|pg)_ctl: could not start server|Examine the log output\.?|等待服务器进程(?:启动|关闭) ?\.*(?: ?完成)?|服务器进程已经(?:启动|关闭)|(?:sys|pg)_ctl: 无法启动服务器(?:进程)?|检查日志输出\.?)$/;

const settingOf = (name: string, value: string): SettingBody => ({
  kind: 'setting',
  program: 'repmgr',
  name: name.toLowerCase(),
  value: value.replace(/^(['"])(.*)\1$/, '$2'),
  unit: null,
  context: null,
  source: null,
  sourceFile: null,
  sourceLine: null,
  pendingRestart: null,
  via: 'installer',
  file: null,
  applied: null,
  error: null,
});

export class ScriptFold implements Fold<ScriptRow> {
  readonly #context: SegmentContext;
  #begun = false;
  /** Whom the script starts or stops at the moment. */
  #host: string | null = null;

  constructor(context: SegmentContext) {
    this.#context = context;
  }

  claims(row: ScriptRow, line: Line): Claim {
    if (row.step !== null) return 'yes';
    // ` [INFO] name=value` with the blank in front is the installer's; `[INFO] text` without it is repmgr's
    if (row.level !== null) return row.time !== null || (row.indent > 0 && row.pair !== null) ? 'yes' : 'no';
    if (row.time === null && row.parameter === null && isStep(row.text)) return 'yes';
    if (this.#host !== null && row.time === null && CTL.test(row.text)) return 'yes';
    if (row.level === null && row.step === null && isCluster(line.text)) return 'yes';
    // what ksql answers to the statements of a step
    if (this.#begun && row.time === null && /^(?:CREATE|GRANT|ALTER|DROP|REVOKE)(?: [A-Z]+)*$/.test(row.text)) return 'loosely';
    if (row.time !== null && row.parameter === null) return isKnown(row.text) ? 'yes' : this.#begun ? 'loosely' : 'no';
    return 'no';
  }

  take(row: ScriptRow, line: Line): void {
    this.#begun = true;
    const at: At = { line: line.number, atText: row.time };
    if (row.pair !== null && (row.level !== null || row.step !== null)) {
      this.#context.emit(settingOf(row.pair.name, row.pair.value), at);
      return;
    }
    // `[CONFIG_CHECK] set install_with_root=1`
    const set = /^set (\w+)=(\S*)$/.exec(row.text);
    if (row.step !== null && set?.[1] !== undefined) this.#context.emit(settingOf(set[1], set[2] ?? ''), at);
    else if (row.parameter !== null && row.level !== null) this.#preflight(row, at);
    else this.#say(row, at, line);
  }

  /** The script repairs what it calls an error two lines later (`change kernel.sem on … Done`): never more than a notice here. */
  #preflight(row: ScriptRow, at: At): void {
    if (row.level === 'INFO') return;
    const [, value = '', expected = ''] = /^(.*?) ?\((?:no less than|should be|less than)[:：]? ?([^)]*)\)/.exec(row.text) ?? [];
    const host = / on (\S+)$/.exec(row.text)?.[1];
    const values = { name: row.parameter ?? '', value, expected, ...(host === undefined ? {} : { host }) };
    this.#emit('notice', `[${row.parameter ?? ''}] ${row.text}`, 'installer.preflight', values, at);
  }

  #say(row: ScriptRow, at: At, line: Line): void {
    const known = scripts.recognise(row.text);
    if (known?.values['host'] !== undefined) this.#host = /^begin to /.test(row.text) ? known.values['host'] : null;
    if (row.time === null && this.#host !== null && CTL.test(row.text)) {
      if (/could not|无法/.test(row.text)) this.#emit('error', row.text, 'script.db-start-failed', { host: this.#host }, at);
      return;
    }
    const failed = /\bfail(?:ed|ure)?\b|\bcan ?not\b|\berror\b|失败/i.test(row.text);
    if (known !== null && PROGRESS.has(known.event)) return;
    if (known !== null) {
      const level: Level = /failed$|two-primaries|disk-stop|unreachable/.test(known.event) ? 'error' : 'info';
      this.#emit(level, row.text, known.event, known.values, at);
    } else if (isCluster(line.text)) return;
    else if (failed) this.#emit('error', row.text, row.step === null && !isStep(row.text) ? null : 'installer.step-failed', {}, at);
    else if (row.level === 'ERROR' || row.level === 'WARNING') this.#emit(levelOf(row.level), row.text, null, {}, at);
  }

  #emit(level: Level, text: string, event: ScriptEvent | null, values: Readonly<Record<string, string>>, at: At): void {
    const host = values['host'];
    const about = host === undefined || host === '' ? null : { host };
    this.#context.emit(messageBody({ program: 'script', level, text, event, values, lastAtText: at.atText ?? null }, at.line), {
      ...at,
      about,
    });
  }
}
