import type { FactBody } from '../../../src/core/fact.ts';
import { messageBody } from '../../kit/message.ts';
import { Recogniser } from '../../kit/wording.ts';
import { SHELL_ERRORS } from '../../kit/wordings/shell-errors.ts';
import { type Groups, note, type Shape } from './shape.ts';

const shell = new Recogniser<keyof typeof SHELL_ERRORS>('shell', [SHELL_ERRORS]);

/** Why a connection by ssh was not made, in the words of the client. */
function refusal({ whole = '' }: Groups, line: number): FactBody {
  const known = shell.recognise(whole);
  const values = { tool: 'ssh', ...known?.values };
  return messageBody({ program: 'system', level: 'error', text: whole.trim(), event: known?.event ?? null, values }, line);
}

/** What ssh says besides its refusals of one line, which are read with the server's tools. */
export const ssh: readonly Shape[] = [
  { name: 'Frame', pattern: /@{20,}|@ +(?:WARNING|POSSIBLE).* +@/, sure: 0.95, programs: ['ssh', 'scp', 'rsync'] },
  { name: 'NoTerminal', pattern: /Pseudo-terminal will not be allocated because stdin is not a terminal\./, sure: 0.95, programs: ['ssh'] },
  {
    name: 'HostKeyTalk',
    pattern:
      /IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!|Someone could be eavesdropping .*|It is also possible that .*host key.*|The fingerprint for the \w+ key sent by the remote host is|SHA256:[\w+/]{43}=?\.?|(?:[\da-f]{2}:){15}[\da-f]{2}\.?|Please contact your system administrator\.|Add correct host key in .*|Offending (?:\w+ )?key .*|\w+ host key for \S+ has changed and you have requested strict checking\.|.* host key is known for .* you have requested strict checking\.|remove with:|ssh-keygen -f .* -R .*|Password authentication is disabled to avoid man-in-the-middle attacks\.|Keyboard-interactive authentication is disabled .*|This (?:host )?key is not known by any other names?\.?.*|Matching host key in .*|Warning: the \w+ host key for .* differs from the key for the IP address .*/,
    sure: 0.95,
    programs: ['ssh', 'scp', 'rsync'],
  },
  {
    name: 'UnknownHostKey',
    pattern: /The authenticity of host '(?<host>[^' ]+)(?: \([^)]*\))?' can't be established\./,
    sure: 0.95,
    programs: ['ssh', 'scp', 'rsync'],
    say: note('unknown-host-key'),
  },
  {
    name: 'HostKeyQuestion',
    pattern:
      /\w+ key fingerprint is (?:SHA256:|MD5:|[\da-f]{2}:).*|Are you sure you want to continue connecting \(yes\/no(?:\/\[fingerprint\])?\)\?.*|Please type 'yes'.*/,
    sure: 0.95,
    programs: ['ssh', 'scp', 'rsync'],
  },
  {
    name: 'KeyUnusable',
    pattern:
      /Load key ["'](?<path>[^"']+)["']: (?:Permission denied|bad permissions|invalid format|error in libcrypto)|Permissions \d+ for '(?<path2>[^']+)' are too open\.|Bad owner or permissions on (?<path3>\S+)|Identity file (?<path4>\S+) not accessible: .*/,
    sure: 0.95,
    programs: ['ssh', 'scp', 'rsync'],
    say: ({ path, path2, path3, path4 }) => ({
      kind: 'note',
      topic: 'ssh-key-unusable',
      values: { path: path ?? path2 ?? path3 ?? path4 ?? '' },
    }),
  },
  {
    name: 'KeyUnusableTalk',
    pattern:
      /It is (?:required|recommended) that your private key files are NOT accessible by others\.|This private key will be ignored\.|bad permissions: ignore key: .*/,
    sure: 0.95,
    programs: ['ssh', 'scp', 'rsync'],
  },
  {
    name: 'SshRefusal',
    pattern:
      /(?<whole>ssh_exchange_identification: .+|kex_exchange_identification: .+|(?:Connection (?:closed|reset) by|Received disconnect from|Disconnected from) \S+.*|Unable to negotiate with \S+ port \d+: .+|Authentication failed\.|Host key verification failed\.|no matching host key type found.*)/,
    sure: 0.9,
    programs: ['ssh', 'scp', 'rsync', 'sys_securecmd'],
    say: refusal,
  },
  // a session that was left open, not a connection that could not be made
  {
    name: 'SshEnded',
    pattern: /(?:packet_write_wait|client_loop): .+|Timeout, server \S+ not responding\.?/,
    sure: 0.9,
    programs: ['ssh'],
  },
  { name: 'SshDebug', pattern: /debug[123]: .*|OpenSSH_[\d.]+p\d+.*/, sure: 0.95, programs: ['ssh', 'scp'] },
];
