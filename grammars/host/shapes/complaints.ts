import type { FactBody } from '../../../src/core/fact.ts';
import { messageBody } from '../../kit/message.ts';
import { toldBy } from '../../kit/server-messages/programs.ts';
import { Recogniser } from '../../kit/wording.ts';
import { SHELL_ERRORS } from '../../kit/wordings/shell-errors.ts';
import type { Groups, Shape } from './shape.ts';

const shell = new Recogniser<keyof typeof SHELL_ERRORS>('shell', [SHELL_ERRORS]);

/** An error of a program of the system, told as the server's log tells those that it ran (`cp: …: No space left on device`). */
function complaint({ whole = '' }: Groups, line: number): FactBody {
  const told = toldBy(whole);
  const known = told.event === null ? shell.recognise(whole) : null;
  const event = told.event ?? known?.event ?? null;
  return messageBody({ program: 'tool', level: 'error', text: whole.trim(), event, values: { ...told.values, ...known?.values } }, line);
}

/** What the programs of the system complain of where somebody typed them. */
export const complaints: readonly Shape[] = [
  {
    name: 'Complaint',
    pattern:
      /(?<whole>(?:\/\S*\/)?(?:cp|mv|rm|rmdir|mkdir|chown|chgrp|chmod|ln|touch|tar|gzip|gunzip|dd|mount(?:\.nfs4?)?|umount|kill|tee|install|scp|rsync|truncate|setfacl|mkfs\.\w+|useradd|usermod|crontab)(?:\[\d+\])?[:：] .+)/,
    sure: 0.8,
    programs: [],
    say: complaint,
  },
  {
    name: 'Shell',
    pattern: /(?<whole>-?(?:\/bin\/)?(?:ba|z|k|da|a)?sh(?:: line \d+|[:：] 第 ?\d+ ?行)?[:：] .+)/,
    sure: 0.7,
    programs: [],
    say: complaint,
  },
  {
    name: 'WrongOption',
    pattern:
      /(?<whole>\S*[/\w.-][:：] ?(?:(?:unrecognized|invalid|illegal|unknown) option\b.*|option ['"‘`-].* (?:requires an argument|is ambiguous|doesn't allow an argument).*|option requires an argument\b.*|(?:无法识别的|未识别的|不适用的|无效)选项.*|选项.*(?:需要(?:一个)?参数|不明确).*))/,
    sure: 0.95,
    programs: [],
    say: ({ whole = '' }, line) => messageBody({ program: 'tool', level: 'error', text: whole.trim(), event: null, values: {} }, line),
  },
  {
    name: 'TryHelp',
    pattern: /(?:Try ["'‘“`].*--help.*|(?:请(?:尝试执行|用|尝试)|尝试) ?["'‘“`].*--help.*)/,
    sure: 0.95,
    programs: [],
  },
  {
    name: 'NoProgram',
    pattern: /(?:\/usr\/bin\/)?which: no (?<program>\S+) in \(.*\)/,
    sure: 0.95,
    programs: ['which'],
    say: ({ program = '' }) => ({ kind: 'note', topic: 'no-program', values: { program } }),
  },
  { name: 'Timing', pattern: /(?:real|user|sys)\s+\d+m[\d.]+s/, sure: 0.9, programs: ['time'] },
];
