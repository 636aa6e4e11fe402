import { getDefaults, Lexer, type Token, Tokenizer, type Tokens } from 'marked';

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

/** The same of a beginning that is still bytes; where nothing in it could be a fence, it need not be decoded to tell. */
export function mayBeMarkdown(path: string, head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head);
  return looksLikeMarkdown(path, '') || text.includes('```') || text.includes('~~~');
}

/**
 * The block of each line (index 0 is line 1). marked's lexer knows fences, headings and indented code; what it takes for
 * tables, lists and paragraphs is `prose`, since output is pasted there as often as in fences.
 */
export function markdownContexts(text: string): LineContext[] {
  const total = text.split('\n').length;
  const contexts = new Array<LineContext | undefined>(total);
  let heading: string | null = null;
  let line = 0;
  const mark = (from: number, to: number, block: Block, info: string | null = null): void => {
    // a token may end inside a line (a fence without its newline): the line keeps the block of the token that began it
    for (let index = from; index <= to; index++) contexts[index] ??= { block, heading, info };
  };

  for (const token of blocksOf(text.replace(/\r\n|\r/g, '\n'))) {
    const body = token.raw.split('\n');
    const newlines = body.length - 1;
    const last = line + newlines - (token.raw.endsWith('\n') ? 1 : 0);
    if (token.type === 'code' && FENCE.test(token.raw)) {
      const content = token.raw.replace(/\n+$/, '').split('\n');
      const end = line + content.length - 1;
      const closed = content.length > 1 && CLOSING.test(content.at(-1) ?? '');
      mark(line, line, 'fence', content[0]?.replace(FENCE, '') ?? '');
      mark(line + 1, closed ? end - 1 : end, 'code');
      if (closed) mark(end, end, 'fence', '');
      mark(end + 1, last, 'prose');
    } else if (token.type === 'heading' && token.raw.startsWith('#')) {
      heading = (token as { text?: string }).text ?? null;
      mark(line, line, 'heading');
      mark(line + 1, last, 'prose');
    } else mark(line, last, token.type === 'code' ? 'text' : 'prose');
    line += newlines;
  }
  return Array.from(contexts, (context) => context ?? { block: 'prose', heading, info: null });
}

const FENCE = /^ {0,3}(?:`{3,}|~{3,})/;
const CLOSING = /^ {0,3}(?:`{3,}|~{3,})\s*$/;

/** Blocks only: what stands inside paragraphs is nobody's business here. */
export function blocksOf(text: string): Token[] {
  return new Lexer({ ...getDefaults(), tokenizer: new Blocks() }).blockTokens(text);
}

/**
 * marked's patterns of these blocks are so large that compiling one takes longer than reading many a document. So each is tried only
 * where a small one, which whatever it matches must match, does.
 */
class Blocks extends Tokenizer {
  override html(src: string): Tokens.HTML | undefined {
    return TAG.test(src) ? super.html(src) : undefined;
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    if (!QUOTE.test(src)) return undefined;
    try {
      return super.blockquote(src);
    } catch (error) {
      // marked looks for a quote again that it does not find again, as in `- a\n\t>-\nb`: then it is words
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  override def(src: string): Tokens.Def | undefined {
    return LABEL.test(src) ? super.def(src) : undefined;
  }

  override table(src: string): Tokens.Table | undefined {
    return RULED.test(src) ? super.table(src) : undefined;
  }

  override lheading(src: string): Tokens.Heading | undefined {
    return UNDERLINED.test(src) ? super.lheading(src) : undefined;
  }
}

const TAG = /^ {0,3}</;
const QUOTE = /^ {0,3}>/;
const LABEL = /^ {0,3}\[/;
const RULED = /^[^\n]+\n {0,3}[|:-][|: -]*(?:\n|$)/;
const UNDERLINED = /^(?:[^\n]+\n)+? {0,3}(?:=+|-+)[ \t]*(?:\n|$)/;
