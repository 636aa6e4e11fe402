import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

/** A frame of a stack: where in which file. */
const FRAME = /^( *at ).*?\(?((?:file:\/\/)?\/[^()\n]*):(\d+):(\d+)\)?$/gm;

/** A stack with the places of the sources: the packed program has one line for many, and its map lies beside it, if at all. */
export function sourced(stack: string, program: string): string {
  try {
    const map = new SourceMap(JSON.parse(readFileSync(`${program}.map`, 'utf8')));
    return stack.replace(FRAME, (frame, at: string, file: string, line: string, column: string) => {
      if (!file.endsWith(program)) return frame;
      const found = map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in found)) return frame;
      const { originalSource, originalLine, originalColumn } = found;
      return `${at}${originalSource}:${originalLine + 1}:${originalColumn + 1}`;
    });
  } catch {
    return stack;
  }
}
