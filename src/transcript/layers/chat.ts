import { guarded } from '../../../grammars/kit/starts.ts';
import type { Item } from './item.ts';
import { frame, inside } from './item.ts';
import { Layer } from './layer.ts';

// letters of any script, roughly: the exact class makes a pattern that takes longer to build than a ticket to read
const LETTER = String.raw`A-Za-z\u00AA-\u1FFF\u2C00-\u2FEF\u3040-\uFEFE\uFF21-\uFF3A\uFF41-\uFF5A\uFF66-\uFFDC`;
const NAME = String.raw`[${LETTER}][${LETTER}\d._'’() -]{0,40}?`;
const TIME = String.raw`(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?,? |\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?,? |(?:今天|昨天|上午|下午|Today at|Yesterday at) ?)*\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?`;

/** `Freya 08:02`, `张三 2024-03-01 10:00:05`, `sam  [10:05 AM]`: the head of a message in a chat, and nothing else on the line. */
const HEAD = guarded(new RegExp(String.raw`^(?:${NAME} {1,2}\[?${TIME}\]?|\[${TIME}\] ?${NAME})[:：]?\s*$`));
/** `[08:05] sam: text`, `[2024/3/1 10:00] 张三：text`, `[01/03/2024, 10:00:00] Name: text`, `10:00 <sam> text`. */
const INLINE = guarded(new RegExp(String.raw`^(?:\[(?:${TIME})\] ?(?:<${NAME}>|${NAME}[:：])|${TIME} <${NAME}>) ?(.*)$`));
/** A log's own time in brackets, and levels where a name would stand. */
const LOG = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|^\[[^\]]*\] ?(?:LOG|ERROR|WARNING|NOTICE|INFO|HINT|DETAIL|FATAL|DEBUG|CRIT|ALERT|EMERG)\b/;
/** Words that look like a name before a time. */
const NO_NAME = guarded(/^(?:up|since|at|on|until|from|LOG|ERROR|WARNING|NOTICE|INFO|HINT|DETAIL|FATAL|DEBUG|[A-Z][a-z]{2} [ \d]\d)\b/);

/** Chat exports: who wrote, and when, is prose; what was written is read. */
export class Chat extends Layer {
  constructor() {
    super(0);
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    return text.length < 2000 && (code === 0x5b || (code >= 0x30 && code <= 0x39) || (text.length < 80 && /\d[:.]\d\d/.test(text)));
  }

  protected override unwrap(item: Item): readonly Item[] {
    const { text } = item;
    // nobody is called `try to start repmgrd`
    const logged = LOG.test(text) && text.split(' ').length > 5;
    if (text.length < 80 && !logged && HEAD.test(text) && !NO_NAME.test(text) && !/^\d{4}-/.test(text)) return [frame(item, 'prose')];
    const message = LOG.test(text) ? undefined : INLINE.exec(text)?.[1];
    return message === undefined ? [item] : message === '' ? [frame(item, 'prose')] : [inside(item, message)];
  }
}
