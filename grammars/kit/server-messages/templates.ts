/**
 * Wordings as templates, so that a catalogue reads like the log it describes.
 *
 * `{name}` takes any text (to the end, where it stands last), `{name:n}` a number, `{name:lsn}` a WAL position,
 * `{name:word}` one word, `{name:line}` the rest of one line; `…` any text that nobody wants; `[a|b]` one of these (`[a|]`: or nothing);
 * `~` a double quote that newer versions put around a setting's name; `$` at the end, that nothing follows. Blanks beside Chinese characters may be missing.
 */
export interface Template {
  readonly source: string;
  /** A stretch of fixed text that every match holds: the cheap test before the pattern is tried. */
  readonly anchor: string;
}

const PIECES = /\{(\w+)(?::(\w+))?\}|…|~|\s+|[\u2E80-\uFFFF]+|[^\s{}…~\u2E80-\uFFFF]+/g;
/** A value takes as little as it can, but for the last one, which takes all that is left. */
function pattern(kind: string | undefined, last: boolean): string {
  if (kind === 'n') return '-?\\d+';
  if (kind === 'lsn') return '[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}';
  if (kind === 'word') return '[^\\s"]+';
  return `${kind === 'line' ? '[^\\n]' : '[\\s\\S]'}*${last ? '' : '?'}`;
}
const isHan = (piece: string): boolean => /^[\u2E80-\uFFFF]/.test(piece) && piece !== '…';
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Every choice of `[a|b]` written out. */
export function alternatives(text: string): string[] {
  const choice = /\[([^[\]]*\|[^[\]]*)\]/.exec(text);
  if (choice === null) return [text];
  const before = text.slice(0, choice.index);
  const after = text.slice(choice.index + choice[0].length);
  return (choice[1] ?? '').split('|').flatMap((one) => alternatives(before + one + after));
}

/** One template without choices as the source of a pattern, and its anchor. */
export function compile(text: string): Template {
  let source = '';
  let anchor = '';
  let literal = '';
  let previous = '';
  const weight = (stretch: string): number => (isHan(stretch) ? stretch.length * 4 : stretch.length);
  const settle = (): void => {
    if (weight(literal) > weight(anchor)) anchor = literal;
    literal = '';
  };
  const toTheEnd = text.endsWith('$');
  const pieces = [...(toTheEnd ? text.slice(0, -1) : text).matchAll(PIECES)];
  pieces.forEach((match, index) => {
    const piece = match[0];
    const [, name, kind] = match;
    const last = index === pieces.length - 1;
    const next = pieces[index + 1]?.[0] ?? '';
    if (/^\s/.test(piece)) {
      // `用户 "%s" Password 认证失败`: translators are free with blanks around Chinese, and a paste loses them first.
      const loose = isHan(previous) || isHan(next) || /[",:]$/.test(previous) || next.startsWith('"');
      source += piece.includes('\n') ? '\\n\\s*' : loose ? '\\s*' : '\\s+';
      if (loose || next.startsWith('{') || next === '…' || next === '~') settle();
      else literal += ' ';
    } else if (name !== undefined) {
      settle();
      if (isHan(previous)) source += '\\s*';
      source += `(?<${name}>${pattern(kind, last)})`;
      if (isHan(next)) source += '\\s*';
    } else if (piece === '…') {
      settle();
      source += '[\\s\\S]*?';
    } else if (piece === '~') {
      settle();
      source += '"?';
    } else {
      if (previous !== '' && isHan(piece) !== isHan(previous) && !/^[\s{…~]/.test(previous)) {
        settle();
        source += '\\s*';
      }
      source += escaped(piece);
      literal += piece;
    }
    previous = piece;
  });
  settle();
  return { source: toTheEnd ? `${source}\\s*$` : source, anchor: anchor.trim() };
}

/** Full-width punctuation and typographic quotes as ASCII, character by character: positions stay what they were. */
export function folded(text: string): string {
  return /[^\x00-\x7F]/.test(text) ? text.replace(/[：，；（）“”„＝]/g, (one) => FOLD[one] ?? one) : text;
}
const FOLD: Readonly<Record<string, string>> = {
  '：': ':',
  '，': ',',
  '；': ';',
  '（': '(',
  '）': ')',
  '“': '"',
  '”': '"',
  '„': '"',
  '＝': '=',
};

/** A pattern that finds any of many texts in one pass: their prefix tree, the longest first. */
export function anyOf(texts: Iterable<string>): RegExp {
  interface Branch {
    readonly next: Map<string, Branch>;
    end: boolean;
  }
  const root: Branch = { next: new Map(), end: false };
  for (const text of texts) {
    let at = root;
    for (const character of text) {
      const branch = at.next.get(character) ?? { next: new Map(), end: false };
      at.next.set(character, branch);
      at = branch;
    }
    at.end = true;
  }
  const write = (branch: Branch): string => {
    const ways = [...branch.next].map(([character, below]) => escaped(character) + write(below));
    if (ways.length === 0) return '';
    const all = ways.length === 1 && !branch.end ? (ways[0] ?? '') : `(?:${ways.join('|')})`;
    return branch.end ? `${all}?` : all;
  };
  return new RegExp(write(root), 'g');
}
