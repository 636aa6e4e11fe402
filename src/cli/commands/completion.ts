/** Completion scripts, made from the same definitions as the help: a new command or option is in them at once. */
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.ts';
import { CAUSE_IDS, SEVERITIES } from '../../core/ids.ts';
import { REDACT_KINDS } from '../../redact/replace.ts';
import { FORMATS } from '../../report/render.ts';
import { print } from '../output.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Words that an option takes; an option that is not here takes a path. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--format': FORMATS,
  '--lang': ['en', 'zh-CN', 'auto'],
  '--fail-on': [...SEVERITIES, 'incomplete'],
  '--redact': REDACT_KINDS,
};

interface Described {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly { readonly short: string | null; readonly long: string; readonly about: string; readonly takes: boolean }[];
  /** Words that may stand as its argument; null where files do. */
  readonly words: readonly string[] | null;
}

export function completion(shell: string, root: Command): number {
  const commands = root.commands.map(described);
  if (shell === 'bash') print(bash(commands));
  else if (shell === 'zsh') print(zsh(commands));
  else if (shell === 'fish') print(fish(commands));
  else throw new UsageError(`unknown shell: ${shell}; one of ${SHELLS.join(', ')}`);
  return 0;
}

function described(command: Command): Described {
  const name = command.name();
  return {
    name,
    about: command.description(),
    flags: command.options.map((option) => ({
      short: option.short ?? null,
      long: option.long ?? '',
      about: option.description,
      takes: option.required || option.optional,
    })),
    words: name === 'explain' ? CAUSE_IDS : name === 'completion' ? SHELLS : name === 'collect' ? [] : null,
  };
}

const NAME = 'repmgr-doctor';
const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

function bash(commands: readonly Described[]): string {
  const values = Object.entries(VALUES).map(
    ([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$cur")); return ;;`,
  );
  const branches = commands.map((command) => {
    const flags = command.flags.flatMap((flag) => [flag.long, ...(flag.short === null ? [] : [flag.short])]).join(' ');
    return `    ${command.name}) flags='${flags}' words='${command.words?.join(' ') ?? ''}' files=${command.words === null ? 1 : ''} ;;`;
  });
  return `# bash completion: source <(${NAME} completion bash)
_repmgr_doctor() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} flags words files
  COMPREPLY=()
  case $prev in
${values.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map((command) => command.name).join(' ')} --help --version' -- "$cur"))
    return
  fi
  case \${COMP_WORDS[1]} in
${branches.join('\n')}
    *) return ;;
  esac
  case $cur in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
    *)
      COMPREPLY=($(compgen -W "$words" -- "$cur"))
      [ -z "$files" ] || COMPREPLY+=($(compgen -f -- "$cur"))
      ;;
  esac
}
complete -o filenames -F _repmgr_doctor ${NAME}
`;
}

function zsh(commands: readonly Described[]): string {
  const text = (about: string): string => about.replace(/[[\]:\\]/g, ' ').replace(/'/g, "'\\''");
  const branches = commands.map((command) => {
    const flags = command.flags.flatMap((flag) => {
      const words = VALUES[flag.long];
      const value = flag.takes ? (words === undefined ? ':file:_files' : `:value:(${words.join(' ')})`) : '';
      return [flag.long, ...(flag.short === null ? [] : [flag.short])].map((name) => `'*${name}[${text(flag.about)}]${value}'`);
    });
    const rest = command.words === null ? "'*:input:_files'" : command.words.length > 0 ? `':word:(${command.words.join(' ')})'` : '';
    return `    ${command.name}) _arguments ${[...flags, rest].filter((part) => part !== '').join(' ')} ;;`;
  });
  return `#compdef ${NAME}
# zsh completion: ${NAME} completion zsh > "\${fpath[1]}/_${NAME}"
_repmgr_doctor() {
  local -a commands
  commands=(${commands.map((command) => `'${command.name}:${text(command.about)}'`).join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${branches.join('\n')}
  esac
}
compdef _repmgr_doctor ${NAME}
`;
}

function fish(commands: readonly Described[]): string {
  const names = commands.map((command) => command.name).join(' ');
  const lines = commands.flatMap((command) => {
    const here = `-n '__fish_seen_subcommand_from ${command.name}'`;
    const flags = command.flags.map((flag) => {
      const words = VALUES[flag.long];
      const value = flag.takes ? (words === undefined ? ' -r' : ` -x -a ${quoted(words.join(' '))}`) : '';
      const short = flag.short === null ? '' : ` -s ${flag.short.slice(1)}`;
      return `complete -c ${NAME} ${here} -l ${flag.long.slice(2)}${short}${value} -d ${quoted(flag.about)}`;
    });
    const words = command.words === null ? [] : [`complete -c ${NAME} ${here} -f -a ${quoted(command.words.join(' '))}`];
    return [`complete -c ${NAME} -n '__fish_use_subcommand' -f -a ${command.name} -d ${quoted(command.about)}`, ...flags, ...words];
  });
  return `# fish completion: ${NAME} completion fish > ~/.config/fish/completions/${NAME}.fish
# commands: ${names}
${lines.join('\n')}
`;
}
