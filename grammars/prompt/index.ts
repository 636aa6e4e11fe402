import { remembered } from '../../src/core/remembered.ts';
import type { Prompt } from '../../src/core/shell.ts';
import { guarded } from '../kit/starts.ts';
import { PromptParser, type Shape } from './parser.ts';
import { isArrow, isPlausible, isRootCommand } from './plausible.ts';
import { promptLexer } from './tokens.ts';

let parser: PromptParser | null = null;

/** A prompt closes with one of these marks, near the start; nearly every other line is told apart by this and by how it begins. */
const MARK = /[$#%>](?:[ \t]|$)|\][ \t]?[\\]?[$#]|:~[$#]/;
const START = guarded(
  /^[ \t]*(?:[([\d][^@]*[)\]\d][ \t]+)?(?:\\?\[(?:\w|I have)|[\w.-]+@|[\w.-]+:\\?(?:~|\/(?!\/))\S*(?:[$#>]| #)(?:[ \t]|$)|[\w.-]+[ \t]+[~/]\S*[ \t]+#(?:[ \t]|$)|[\w.-]+\$[ \t]+[\w./]|I have no name!|-?\w*sh[-\\$#%]|[\w.-]+[=^!@*'"$(-]+[*!?]?[#>]|\\?[~/]\S*[ \t]+[$#]|[$#](?:[ \t]|$))/,
);
const HEAD = 200;

function shapeOf(line: string): Shape | null {
  const head = line.length > HEAD ? line.slice(0, HEAD) : line;
  if (!MARK.test(head) || !START.test(head)) return null;
  parser ??= new PromptParser();
  parser.input = promptLexer.tokenize(line).tokens;
  const shape = parser.prompt();
  return parser.errors.length === 0 && isPlausible(shape) ? shape : null;
}

/** Whether a line may have a prompt: by its marks alone, so that most lines need no parser. */
export function mayBePrompt(line: string): boolean {
  const head = line.length > HEAD ? line.slice(0, HEAD) : line;
  return (MARK.test(head) && START.test(head)) || RETOLD.test(line) || NAMELESS.test(line);
}

/** `pg-a:  psql -Atc "…"`: a host's name, with a digit or a hyphen, and what was typed there, as people retell it in a mail. */
const RETOLD = guarded(/^[ \t]*(?!(?:step|task|try|test|case|todo)\b)([A-Za-z](?=[\w.]*[\d-])[\w.-]*\w):[ \t]+(\S.*)$/i);

/** `=> select …;`: psql's prompt without its database, which a person left out. */
const NAMELESS = guarded(/^[ \t]*=([#>])[ \t]+((?:select|show|alter|create|drop|checkpoint|with|table|set|reset)\b.*;)[ \t]*$/i);

function retold(line: string): Prompt | null {
  const [, sign, statement] = NAMELESS.exec(line.length > HEAD * 5 ? '' : line) ?? [];
  if (statement !== undefined) {
    const root = sign === '#';
    return { shell: 'sql', user: null, host: null, cwd: null, database: null, root, continuation: false, command: statement };
  }
  const [, host, command] = RETOLD.exec(line.length > HEAD * 5 ? '' : line) ?? [];
  if (host === undefined || command === undefined || !isRootCommand(command.trim())) return null;
  return { shell: 'sh', user: null, host, cwd: null, database: null, root: false, continuation: false, command: command.trim() };
}

/**
 * The prompt at the start of a line, of sh or of psql/ksql, and the command behind it (blanks at its ends removed, possibly empty).
 * Of two prompts on one line, as an empty Enter leaves them, the last counts. Null for whatever else a line may be,
 * and where prose, a heading or a comment is as likely: `> …` (a quotation in Markdown) is never a prompt.
 */
export const parsePrompt = remembered((line): Prompt | null => {
  let shape = shapeOf(line);
  if (shape === null) return retold(line);
  for (;;) {
    const again: Shape | null = shape.typed.trim() === '' ? null : shapeOf(shape.typed);
    if (again === null || again.form === 'bare' || again.form === 'path') break;
    shape = again;
  }
  const mark = shape.mark.replace(/^\\/, '');
  const arrow = shape.form === 'sql' && isArrow(shape);
  const sql = shape.form === 'sql' && !arrow;
  return {
    shell: sql ? 'sql' : 'sh',
    user: shape.user,
    host: arrow ? shape.database : shape.host,
    cwd: shape.cwd,
    database: arrow ? null : shape.database,
    root: mark.endsWith('#'),
    continuation: sql && !/^[=^!@]/.test(mark),
    command: shape.typed.trim(),
  };
});
