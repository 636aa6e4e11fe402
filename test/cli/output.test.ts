import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/output.ts';
import { inFolder } from '../support/inputs.ts';

describe('a report that is written', () => {
  it('goes into a pipe that is there, and does not replace it', () =>
    inFolder({}, async (folder) => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const reader = spawn('cat', [pipe]);
      let read = '';
      reader.stdout.on('data', (bytes: Buffer) => {
        read += bytes;
      });
      writeWhole(pipe, 'a report\n');
      await once(reader, 'close');
      expect(read).toBe('a report\n');
      expect(statSync(pipe).isFIFO()).toBe(true);
    }));

  it('replaces a file', () =>
    inFolder({}, async (folder) => {
      const file = join(folder, 'report.md');
      writeWhole(file, 'one');
      writeWhole(file, 'two');
      expect(readFileSync(file, 'utf8')).toBe('two');
    }));
});
