import type { FactBody, MessageBody } from '../../../src/core/fact.ts';
import { messageBody } from '../../kit/message.ts';
import { Recogniser } from '../../kit/wording.ts';
import { CONNECT } from '../../kit/wordings/connect.ts';
import { SHELL_ERRORS } from '../../kit/wordings/shell-errors.ts';

export type Groups = Readonly<Record<string, string | undefined>>;

/** One line that some program of the host prints: how it looks, whose it is, what it says. */
export interface Shape {
  /** PascalCase: the token's name. */
  readonly name: string;
  /** The whole line but for blanks at its ends; what it says stands in named groups. */
  readonly pattern: RegExp;
  /** How surely such a line is that program's without its command: 0 for what only the command explains. */
  readonly sure: number;
  /** A next line that makes it sure. */
  readonly before?: { readonly pattern: RegExp; readonly sure: number };
  /** Programs that print it. */
  readonly programs: readonly string[];
  /** A group whose value later lines of the same output are about: `File: /x` above the modes. */
  readonly remembers?: string;
  /** The name under which such a value is added to this line's. */
  readonly recalls?: string;
  /** What it says; nothing for headings and for what matters to nobody here. */
  readonly say?: (groups: Groups, line: number) => FactBody | readonly FactBody[] | null;
}

export const host = (what: 'hostname' | 'clock' | 'user' | 'uptime' | 'address', value: string | undefined): FactBody | null =>
  value === undefined || value === '' ? null : { kind: 'host', what, value };

/** A note with the groups that matched, or those named. */
export const note =
  (topic: string, ...names: readonly string[]) =>
  (groups: Groups): FactBody => ({
    kind: 'note',
    topic,
    values: Object.fromEntries(
      Object.entries(groups).flatMap(([name, value]) =>
        value === undefined || (names.length > 0 && !names.includes(name)) ? [] : [[name, value.trim()]],
      ),
    ),
  });

const trouble = new Recogniser<keyof typeof CONNECT | keyof typeof SHELL_ERRORS>('trouble', [CONNECT, SHELL_ERRORS]);

/** An error of a program, in `text`; the event is the catalogue's. */
export const failure =
  (tool: string) =>
  ({ text = '', ...values }: Groups, line: number): MessageBody => {
    const known = trouble.recognise(text);
    const given = Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
    return messageBody(
      { program: 'tool', level: 'error', text: text.trim(), event: known?.event ?? null, values: { tool, ...given, ...known?.values } },
      line,
    );
  };
