/** Types a session into real interactive shells on the nodes and keeps what the terminal shows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Lab } from './cluster/lab.ts';

const PROMPT = /(?:\[\w+@pg-node\d [^\]\n]*\]\$ |(?:^|[\r\n]|\x1b\[\?2004h)\w+[=\-('"*!][#>] )(?:\x1b\[[^a-zA-Z]*[a-zA-Z])*$/;

export interface Recorded {
  readonly node: number;
  readonly text: Buffer;
}

/** One shell on one node, behind a pseudo terminal that script(1) makes. */
class Shell {
  readonly node: number;
  readonly #process: ChildProcess;
  #shown = Buffer.alloc(0);
  #changed = Date.now();

  constructor(lab: Lab, node: number, locale: string, inner: readonly string[], term: string) {
    this.node = node;
    const words = [
      'nsenter',
      ...lab.inside(node),
      '--wd=/var/lib/postgresql',
      'setsid',
      '-c',
      '-w',
      'runuser',
      '-u',
      lab.dress.osUser,
      '--',
      ...lab.environment(locale, term),
      ...inner,
    ];
    this.#process = spawn('script', ['-qfc', words.join(' '), '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#process.stdout?.on('data', (bytes: Buffer) => {
      this.#shown = Buffer.concat([this.#shown, bytes]);
      this.#changed = Date.now();
    });
  }

  write(bytes: Buffer | string): void {
    this.#process.stdin?.write(bytes);
  }

  /** What has been shown since the last call, once a prompt stands at its end (or, not waiting, nothing came for a moment). */
  async read(wait = true): Promise<Buffer> {
    const end = Date.now() + 90_000;
    while (Date.now() < end) {
      await sleep(0.05);
      const silent = Date.now() - this.#changed > 250;
      if (silent && (!wait || PROMPT.test(this.#shown.subarray(-300).toString('latin1')))) break;
    }
    const shown = this.#shown;
    this.#shown = Buffer.alloc(0);
    return shown;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.write('exit\n');
    await Promise.race([ended, sleep(3)]);
    this.#process.kill('SIGKILL');
  }
}

const sleep = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Runs a session; its parts in order, each on the node where it was typed. With `script`, one part: the typescript of the first node. */
export async function record(lab: Lab, session: readonly string[], how: { locale: string; script: boolean }): Promise<Recorded[]> {
  const shells = new Map<number, Shell>();
  const parts: { node: number; text: Buffer }[] = [];
  const encoded = (text: string): Buffer => (/gb/i.test(how.locale) ? Buffer.from(text, 'latin1') : Buffer.from(text));
  let shell: Shell | null = null;
  const keep = (text: Buffer): void => {
    const last = parts.at(-1);
    if (last !== undefined) last.text = Buffer.concat([last.text, text]);
  };
  for (const line of session) {
    if (line.startsWith('@')) {
      const node = Number(line.slice(1));
      shell = shells.get(node) ?? null;
      parts.push({ node, text: Buffer.from(parts.length === 0 ? '' : '\n\n') });
      if (shell === null) {
        shell = await open(lab, node, how);
        shells.set(node, shell);
        keep(Buffer.from(how.script ? '' : `[${lab.dress.osUser}@${lab.hostName(node)} ~]$ `));
      } else {
        shell.write('\n');
        keep(await shell.read());
      }
    } else if (shell === null) throw new Error(`nobody to type to: ${line}`);
    else if (line.startsWith('~')) {
      await sleep(Number(line.slice(1)));
      keep(await shell.read(false));
    } else if (line.startsWith('!')) lab.on(shell.node, line.slice(1));
    else if (line === '^C') {
      shell.write('\x03');
      keep(await shell.read());
    } else {
      const typed = line.startsWith('&') ? line.slice(1) : line;
      shell.write(Buffer.concat([encoded(typed), Buffer.from('\n')]));
      keep(await shell.read(!line.startsWith('&')));
    }
  }
  for (const one of shells.values()) await one.end();
  const [first] = parts;
  if (how.script && first !== undefined) return [{ node: first.node, text: readFileSync(lab.path(first.node, 'home/typescript')) }];
  return parts.map(({ node, text }) => ({ node, text: Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') }));
}

async function open(lab: Lab, node: number, how: { locale: string; script: boolean }): Promise<Shell> {
  if (how.script) {
    const shell = new Shell(lab, node, how.locale, ['script', '-q', '-c', "'bash -i'", '/var/lib/postgresql/typescript'], 'xterm');
    await shell.read();
    return shell;
  }
  const shell = new Shell(lab, node, how.locale, ['bash', '--noediting', '-i'], 'dumb');
  await shell.read();
  shell.write("alias psql='psql -n'; stty -echoctl cols 220\n");
  await shell.read();
  return shell;
}
