import type { ShellWord, SimpleCommand } from '../../src/core/shell.ts';
import { simpleCommand } from './assemble.ts';

export interface Wrapping {
  readonly host: string | null;
  readonly user: string | null;
}

/** What a wrapper runs: another command of the same text, or a text that another shell reads. */
export type Inner = Wrapping & ({ readonly command: SimpleCommand } | { readonly script: string });

/** Options read off the front of a wrapper's words. */
interface Options {
  readonly given: ReadonlyMap<string, string>;
  readonly rest: readonly ShellWord[];
}

/**
 * Reads options as getopt does: `valued` holds the letters and names that take a value (`-u USER`, `-uUSER`, `-iu USER`, `--user=USER`).
 * Stops at the first word that is none and behind `--`; with `permute` words may stand between options (`su postgres -c '…'`).
 */
function options(words: readonly ShellWord[], valued: readonly string[], permute = false): Options {
  const given = new Map<string, string>();
  const rest: ShellWord[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === '--') {
      at++;
      break;
    }
    if (text.length < 2 || !text.startsWith('-')) {
      if (!permute) break;
      if (text !== '-') rest.push(word);
      continue;
    }
    if (text.startsWith('--')) {
      const [name = '', value] = text.slice(2).split(/=(.*)/s);
      if (value !== undefined || !valued.includes(name)) given.set(name, value ?? '');
      else given.set(name, words[++at]?.text ?? '');
      continue;
    }
    for (let letter = 1; letter < text.length; letter++) {
      const name = text.charAt(letter);
      if (!valued.includes(name)) given.set(name, '');
      else {
        given.set(name, letter + 1 < text.length ? text.slice(letter + 1) : (words[++at]?.text ?? ''));
        break;
      }
    }
  }
  return { given, rest: [...rest, ...words.slice(at)] };
}

const command = (words: readonly ShellWord[], of: SimpleCommand, wrapping: Partial<Wrapping> = {}): Inner | null => {
  if (words.length === 0) return null;
  return { host: wrapping.host ?? null, user: wrapping.user ?? null, command: simpleCommand(words, of.redirects) };
};
const script = (text: string, wrapping: Partial<Wrapping> = {}): Inner => ({
  host: wrapping.host ?? null,
  user: wrapping.user ?? null,
  script: text,
});
const joined = (words: readonly ShellWord[]): string => words.map((word) => word.text).join(' ');

type Unwrap = (of: SimpleCommand, words: readonly ShellWord[]) => Inner | null;

const sudo: Unwrap = (of, words) => {
  const { given, rest } = options(words, ['u', 'g', 'p', 'C', 'h', 'r', 't', 'T', 'D', 'U', 'user', 'group', 'prompt', 'chdir']);
  return command(rest, of, { user: given.get('u') ?? given.get('user') ?? 'root' });
};

const su: Unwrap = (_of, words) => {
  const { given, rest } = options(words, ['c', 's', 'g', 'G', 'w', 'command', 'shell', 'group', 'session-command'], true);
  const text = given.get('c') ?? given.get('command') ?? given.get('session-command');
  return text === undefined ? null : script(text, { user: rest[0]?.text ?? 'root' });
};

const runuser: Unwrap = (of, words) => {
  const direct = options(words, ['u', 'user', 'g', 'G', 'group', 'c', 's', 'command', 'shell']);
  const user = direct.given.get('u') ?? direct.given.get('user');
  return user === undefined ? su(of, words) : command(direct.rest, of, { user });
};

/** Where an ssh command leads, and what it runs there. */
function sshCall(words: readonly ShellWord[]): { readonly wrapping: Wrapping; readonly remote: readonly ShellWord[] } | null {
  const { given, rest } = options(words, [...'bcDEeFIiJLlmoOpQRSWw']);
  const [target, ...remote] = rest;
  if (target === undefined) return null;
  const [, user, host] = /^(?:ssh:\/\/)?(?:([^@]*)@)?(.*)$/.exec(target.text) ?? [];
  return { wrapping: { host: host ?? null, user: user ?? given.get('l') ?? null }, remote };
}

const ssh: Unwrap = (_of, words) => {
  const call = sshCall(words);
  return call === null || call.remote.length === 0 ? null : script(joined(call.remote), call.wrapping);
};

/** KingbaseES replaces ssh by `sys_securecmd`, called the same way. */
const SSH = new Set(['ssh', 'sys_securecmd']);

/** The host that a command logs in to, whether or not it runs anything there; null where it is no ssh. */
export function loginHost(of: SimpleCommand): string | null {
  return of.program !== null && SSH.has(of.program) ? (sshCall(of.words.slice(1))?.wrapping.host ?? null) : null;
}

const DOCKER_VALUED = ['u', 'e', 'w', 'user', 'env', 'workdir', 'env-file', 'detach-keys', 'index'];
const docker: Unwrap = (of, words) => {
  const at = words.findIndex((word) => word.text === 'exec');
  if (at < 0) return null;
  const { given, rest } = options(words.slice(at + 1), DOCKER_VALUED);
  return command(rest.slice(1), of, { host: rest[0]?.text ?? null, user: given.get('u') ?? given.get('user') ?? null });
};

const KUBECTL_VALUED = ['n', 'c', 'f', 'namespace', 'container', 'context', 'kubeconfig', 'pod-running-timeout'];
const kubectl: Unwrap = (of, words) => {
  const at = words.findIndex((word) => word.text === 'exec');
  if (at < 0) return null;
  const behind = words.slice(at + 1);
  const dashes = behind.findIndex((word) => word.text === '--');
  const { rest } = options(dashes < 0 ? behind : behind.slice(0, dashes), KUBECTL_VALUED, dashes >= 0);
  const host = rest[0]?.text.replace(/^pods?\//, '') ?? null;
  return command(dashes < 0 ? rest.slice(1) : behind.slice(dashes + 1), of, { host });
};

const shell: Unwrap = (_of, words) => {
  const { given, rest } = options(words, ['O', 'o', 'rcfile', 'init-file']);
  return given.has('c') && rest[0] !== undefined ? script(rest[0].text) : null;
};

/** `timeout 10 ls`, `chroot /x ls`, `flock FILE ls`: so many words of its own before the command. */
const after =
  (own: number, valued: readonly string[] = []): Unwrap =>
  (of, words) =>
    command(options(words, valued).rest.slice(own), of);

const gosu: Unwrap = (of, words) => command(words.slice(1), of, { user: words[0]?.text ?? null });

const WRAPPERS: Readonly<Record<string, Unwrap>> = {
  sudo,
  doas: sudo,
  su,
  runuser,
  ssh,
  sys_securecmd: ssh,
  sshpass: after(0, ['p', 'f', 'd', 'P']),
  docker,
  podman: docker,
  nerdctl: docker,
  'docker-compose': docker,
  kubectl,
  oc: kubectl,
  bash: shell,
  sh: shell,
  dash: shell,
  ash: shell,
  ksh: shell,
  zsh: shell,
  env: after(0, ['u', 'C', 'unset', 'chdir']),
  time: after(0, ['f', 'o']),
  nohup: after(0),
  setsid: after(0),
  exec: after(0, ['a']),
  command: after(0),
  nice: after(0, ['n', 'adjustment']),
  ionice: after(0, ['c', 'n', 'class', 'classdata']),
  stdbuf: after(0, ['i', 'o', 'e']),
  timeout: after(1, ['s', 'k', 'signal', 'kill-after']),
  flock: after(1, ['w', 'timeout']),
  watch: after(0, ['n', 'interval']),
  xargs: after(0, ['I', 'n', 'P', 'L', 'd', 'a', 's', 'E']),
  busybox: after(0),
  gosu,
  'su-exec': gosu,
};

/** What a command runs in its turn, or null where it is no wrapper (or runs nothing: `sudo -i`, `su - postgres`). */
export function unwrap(of: SimpleCommand): Inner | null {
  const wrapper = of.program !== null && Object.hasOwn(WRAPPERS, of.program) ? WRAPPERS[of.program] : undefined;
  return wrapper?.(of, of.words.slice(1)) ?? null;
}
