/** Collects a bundle from the running lab, as different people do. Every byte comes from a program that ran. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './cluster/host.ts';
import type { Lab } from './cluster/lab.ts';
import { record } from './terminal.ts';

export interface Style {
  /**
   * `folders`: a folder per node, a file per command · `flat`: all in one folder · `one`: a file per node · `odd`: names that say
   * nothing · `archive`: a tar.gz of folders · `transcript`: what was typed and shown · `ticket`: the same pasted into Markdown.
   */
  readonly shape?: 'folders' | 'flat' | 'one' | 'odd' | 'archive' | 'transcript' | 'ticket';
  /** Of the collecting person: `zh_CN.UTF-8`, `zh_CN.GB18030`. */
  readonly locale?: string;
  /** How listings are asked for: `ls -lrth`. */
  readonly listing?: string;
  /** Options of psql: `-x`. */
  readonly psql?: string;
  /** Nodes that are collected from; all where nothing is said. */
  readonly nodes?: readonly number[];
  /** Items that were forgotten. */
  readonly without?: readonly string[];
  /** Prompt and command in front of each output. */
  readonly prompts?: boolean;
  readonly crlf?: boolean;
  /** Recorded by script(1), with its escape sequences. */
  readonly script?: boolean;
  /** What is typed, for transcripts and tickets: `@1` goes to a node's shell, `~2` waits, `^C` interrupts, `!` runs unseen on the lab's side. */
  readonly session?: (lab: Lab) => readonly string[];
  /** Further commands by node and name. */
  readonly further?: (lab: Lab) => readonly (readonly [node: number, name: string, command: string])[];
}

/** Writes the bundle below the folder. */
export async function collect(lab: Lab, style: Style, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (style.session !== undefined) return writeSession(lab, style, folder);
  const usual = items(lab, style).filter(([name]) => !style.without?.includes(name));
  for (const node of style.nodes ?? lab.nodes) put(lab, style, folder, node, usual);
  for (const [node, name, command] of style.further?.(lab) ?? []) put(lab, style, folder, node, [[name, command]]);
  if (style.shape === 'archive') {
    run('tar', ['-C', folder, '-czf', `${folder}.tar.gz`, '.']);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    run('mv', [`${folder}.tar.gz`, join(folder, 'bundle.tar.gz')]);
  }
}

async function writeSession(lab: Lab, style: Style, folder: string): Promise<void> {
  const recorded = await record(lab, style.session?.(lab) ?? [], { locale: style.locale ?? 'C.UTF-8', script: style.script ?? false });
  if (style.shape === 'ticket') {
    const parts = recorded.map(({ node, text }) => `## ${lab.hostName(node)}\n\n\`\`\`\n${text.toString('utf8').trimEnd()}\n\`\`\`\n`);
    writeFileSync(join(folder, 'ticket.md'), parts.join('\n'));
    return;
  }
  const all = Buffer.concat(recorded.map(({ text }) => text));
  writeFileSync(join(folder, style.script ? 'typescript' : 'session.txt'), style.crlf ? withCrLf(all) : all);
}

function put(lab: Lab, style: Style, folder: string, node: number, commands: readonly Item[]): void {
  const own = `${lab.dress.base}/log/.collected`;
  const calls = commands.map(([, command], index) => `( ${command}\n) >${own}/${index} 2>&1`);
  // bytes as they come: a GB18030 output is no UTF-8
  lab.run(node, [`mkdir ${own}`, ...calls].join('\n'), { locale: style.locale ?? 'C.UTF-8' });
  for (const [index, [name, command]] of commands.entries()) {
    const file = join(folder, fileName(style, node, name));
    mkdirSync(dirname(file), { recursive: true });
    const output = readFileSync(lab.path(node, `log/.collected/${index}`));
    const shown = `[${lab.dress.osUser}@${lab.hostName(node)} ~]$ ${command}\n`;
    const whole = style.prompts ? Buffer.concat([Buffer.from(shown), output, Buffer.from('\n')]) : output;
    appendFileSync(file, style.crlf ? withCrLf(whole) : whole);
  }
  rmSync(lab.path(node, 'log/.collected'), { recursive: true });
}

type Item = readonly [name: string, command: string];

const withCrLf = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');

let odd = 0;

function fileName(style: Style, node: number, name: string): string {
  const withEnding = name.includes('.') ? name : `${name}.txt`;
  switch (style.shape) {
    case 'flat':
      return `pg-node${node}_${name}.out`;
    case 'one':
      return `node${node}.txt`;
    case 'odd':
      odd += 1;
      return `output${String(odd).padStart(2, '0')}.log`;
    default:
      return join(`node${node}`, withEnding);
  }
}

/** What a support person asks for, by name. */
function items(lab: Lab, style: Style): Item[] {
  const { data, repmgr, dress } = lab;
  const ls = style.listing ?? 'ls -l';
  const sql = `${dress.programs.psql} -X ${style.psql ?? ''} -c`;
  const views = ['stat_archiver', 'stat_replication', 'replication_slots', 'stat_wal_receiver'].map((name) => `${dress.catalog}${name}`);
  return [
    ['repmgr_node_check', `${repmgr} node check`],
    ['repmgr_cluster_show', `${repmgr} cluster show`],
    ['repmgr_service_status', `${repmgr} service status`],
    ['repmgr_node_status', `${repmgr} node status`],
    ['ls_wal', `${ls} ${data}/${dress.walDir}/`],
    ['ls_archive_status', `${ls} ${data}/${dress.walDir}/archive_status/`],
    ['ls_archive', `${ls} ${dress.archiveDir}/`],
    [`${dress.catalog}settings`, `${sql} 'select name,setting,unit,context,source,pending_restart from ${dress.catalog}settings'`],
    ...views.map((view): Item => [view, `${sql} 'select * from ${view}'`]),
    [dress.programs.controldata, `${dress.programs.controldata} ${data}`],
    [dress.files.main, `cat ${data}/${dress.files.main}`],
    ...(dress.files.settings === dress.files.main ? [] : [[dress.files.settings, `cat ${data}/${dress.files.settings}`] as const]),
    [dress.files.auto, `cat ${data}/${dress.files.auto}`],
    [dress.files.hba, `cat ${data}/${dress.files.hba}`],
    ['repmgr.conf', `cat ${dress.repmgrConf}`],
    ['server.log', `cat ${dress.base}/log/postgresql.log`],
    ...(lab.knobs.repmgrd ? [['repmgrd.log', `cat ${dress.base}/log/repmgrd.log`] as const] : []),
    ['df', `df -h ${data} ${data}/${dress.walDir}/ ${dress.archiveDir}`],
    ['ps', `ps -fu ${dress.osUser}`],
  ];
}
