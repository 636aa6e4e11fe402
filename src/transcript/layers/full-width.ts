import { guarded } from '../../../grammars/kit/starts.ts';
import { type Item, inside } from './item.ts';
import { Layer } from './layer.ts';

/** A level with a full-width colon, at the start or behind a time, a PID: no program prints that. */
const LEVEL = guarded(/^(?:[[\d][^：]{0,80})?\b(?:LOG|FATAL|PANIC|ERROR|WARNING|NOTICE|INFO|HINT|DETAIL|STATEMENT|CONTEXT|DEBUG\d?)：/);
const PLAIN: Readonly<Record<string, string>> = {
  '：': ':',
  '，': ',',
  '；': ';',
  '（': '(',
  '）': ')',
  '？': '?',
  '！': '!',
  '“': '"',
  '”': '"',
  '｜': '|',
};
const plain = (text: string): string => text.replace(/[：，；（）？！“”｜]/g, (mark) => PLAIN[mark] ?? mark);

/** `“Server role”,“OK”` */
const QUOTED = /^“[^“”]*”(?:,“[^“”]*”)+$/;
/** `–status=OK –files=3` */
const OPTIONS = /^[–—][a-z-]+=\S*(?: [–—][a-z-]+=\S*)*$/;
const MODE = guarded(/^([-–—dlcbps][-–—rwxsStT]{3,9})([.+@]? +\d+ +\S.*)$/);

/** `-rw-r–r–`: an editor makes one dash of two hyphens, a longer one of two or three. */
function withMode(text: string): string {
  const [, mode = '', rest = ''] = MODE.exec(text) ?? [];
  for (const long of ['--', '---', '-']) {
    for (const short of ['--', '-']) {
      const whole = mode.replace(/—/g, long).replace(/–/g, short);
      if (/^[-dlcbps][-rwxsStT]{9}$/.test(whole)) return whole + rest;
    }
  }
  return text;
}

/** What a Chinese editor or input method made of the marks of a printed line: `ERROR：`, `1 ｜ node1 ｜ primary ｜`; and what any editor made of its quotes and hyphens. */
export class FullWidth extends Layer {
  constructor() {
    super(0);
  }

  protected override maybe(text: string): boolean {
    const code = text.charCodeAt(0);
    return text.includes('：') || text.includes('｜') || code === 0x201c || text.includes('–') || text.includes('—');
  }

  protected override unwrap(item: Item): readonly Item[] {
    const { text } = item;
    if (QUOTED.test(text)) return [inside(item, text.replace(/[“”]/g, '"'))];
    if (/[–—]/.test(text)) {
      const dashed = OPTIONS.test(text) ? text.replace(/[–—](?=[a-z-]+=)/g, '--') : withMode(text);
      if (dashed !== text) return [inside(item, dashed)];
    }
    return LEVEL.test(text) || text.split('｜').length > 3 ? [inside(item, plain(text))] : [item];
  }
}
