import { Lexer, type Token } from 'marked';

/** What a line is in the document around it. */
export type Block = 'text' | 'prose' | 'heading' | 'fence' | 'code';

export interface LineContext {
  readonly block: Block;
  /** The nearest heading at or above the line; null above the first. */
  readonly heading: string | null;
  /** For `fence`: the info string, which may hold the first command of a transcript. */
  readonly info: string | null;
}

/** A file that is no Markdown: every line is plain text. */
export const PLAIN: LineContext = { block: 'text', heading: null, info: null };

/** Whether a text is worth reading as Markdown: by its name, or by a fence in its first part. */
export function looksLikeMarkdown(path: string, head: string): boolean {
  return /\.(?:md|markdown)$/i.test(path) || /^(?:```|~~~)/m.test(head);
}

/**
 * The block of each line (index 0 is line 1). marked's lexer knows fences, headings and indented code; what it takes for
 * tables, lists and paragraphs is `prose`, since output is pasted there as often as in fences.
 */
export function markdownContexts(text: string): LineContext[] {
  const contexts: LineContext[] = [];
  let heading: string | null = null;
  const lines = text.split('\n');
  const push = (count: number, block: Block, info: string | null = null): void => {
    for (let index = 0; index < count; index++) contexts.push({ block, heading, info });
  };

  for (const token of new Lexer().lex(text) as Token[]) {
    const raw = token.raw;
    // marked gives every character to exactly one token; a token that ends inside a line ends at the next newline.
    const count = raw.endsWith('\n') ? raw.split('\n').length - 1 : raw.split('\n').length;
    if (token.type === 'code' && /^ {0,3}(?:`{3,}|~{3,})/.test(raw)) {
      const body = raw.replace(/\n+$/, '').split('\n');
      const closed = body.length > 1 && /^ {0,3}(?:`{3,}|~{3,})\s*$/.test(body.at(-1) ?? '');
      push(1, 'fence', body[0]?.replace(/^ {0,3}(?:`{3,}|~{3,})/, '') ?? '');
      push(body.length - (closed ? 2 : 1), 'code');
      if (closed) push(1, 'fence', '');
      push(count - body.length, 'prose');
    } else if (token.type === 'heading' && raw.startsWith('#')) {
      heading = (token as { text?: string }).text ?? null;
      push(1, 'heading');
      push(count - 1, 'prose');
    } else push(count, token.type === 'code' ? 'text' : 'prose');
  }
  // A text whose last line has no newline, or that marked shortened: the rest is prose.
  while (contexts.length < lines.length) contexts.push({ block: 'prose', heading, info: null });
  return contexts;
}
