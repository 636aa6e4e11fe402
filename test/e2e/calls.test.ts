import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../support/inputs.ts';
import { program, run } from '../support/program.ts';

const STORY = 'samples/cases/story/bundle.md';
const PNG = Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), Buffer.alloc(500, 9)]);

describe('a wrong call', () => {
  it.each([
    ['no command', [], /no command given; try repmgr-doctor --help/],
    ['a command that is none', ['diagnoze', STORY], /unknown command.*diagnoze/],
    ['an option that is none', ['diagnose', STORY, '--formt', 'md'], /unknown option.*--formt/],
    ['no input', ['diagnose'], /missing required argument/],
    ['a path that is not there', ['diagnose', '/no/such/ticket.md'], /no such file or directory: \/no\/such\/ticket\.md/],
    ['a glob that fits nothing', ['inspect', '/no/such/*.log'], /no such file or directory: \/no\/such\/\*\.log/],
    ['one of two paths not there', ['diagnose', STORY, 'nowhere.md'], /no such file or directory: nowhere\.md/],
    ['a format that is none', ['diagnose', STORY, '--format', 'docx'], /unknown format: docx; one of md, /],
    ['a language that is none', ['diagnose', STORY, '--lang', 'fr'], /unknown language: fr; one of en, zh-CN, auto/],
    ['a level that is none', ['diagnose', STORY, '--fail-on', 'bad'], /unknown value of --fail-on: bad; one of critical, /],
    ['an ending that says no format', ['diagnose', STORY, '-o', 'report.docx'], /cannot tell the format of report\.docx/],
    [
      'a place that cannot be written',
      ['diagnose', STORY, '-o', '/no/such/report.md'],
      /cannot write \/no\/such\/report\.md \(ENOENT\); choose a folder/,
    ],
    ['a format that this command does not write', ['inspect', STORY, '--format', 'html'], /inspect writes text and json, not html/],
    ['the same, before anything is read', ['postmortem', STORY, '-o', 'p.html'], /postmortem writes md and json, not html/],
    ['a key to no replacements', ['compare', STORY, STORY, '--redact-map', 'key.json'], /--redact-map needs --redact/],
    ['a cause that is none', ['explain', 'archive-comand-missing'], /unknown cause: archive-comand-missing; did you mean /],
  ])('%s: exit 2 and one line that says what to do', async (_name, args, line) => {
    const ran = await run(args);
    expect(ran.stderr).toMatch(line);
    expect(ran.stderr).toMatch(/^repmgr-doctor: [^\n]+\n$/);
    expect(ran.stdout).toBe('');
    expect(ran.code).toBe(2);
  });
});

describe('nothing to recognise', () => {
  it.each([
    ['an empty file', { 'empty.txt': '' }, /nothing recognised in empty\.txt \(empty\); expected outputs of repmgr/],
    ['prose only', { 'note.txt': '请看附件。\n' }, /nothing recognised in note\.txt \(1 line, utf-8\)/],
    [
      'pictures',
      { 'a.png': PNG, 'b.png': PNG, 'c.png': PNG },
      /nothing recognised in 3 files \(a picture \(PNG\): not read; paste the text instead\), a\.png, b\.png, c\.png/,
    ],
    ['NUL bytes', { 'zero.log': Buffer.alloc(4000) }, /zero\.log \(NUL bytes only: nothing to read\)/],
    ['control characters', { 'esc.log': '\u001b'.repeat(4000) }, /esc\.log \(control characters only/],
    ['an archive that is damaged', { 'a.zip': Buffer.from('PK\u0003\u0004broken') }, /a\.zip \(damaged/],
  ])('%s: exit 3 and one line that says what was seen and expected', async (_name, files, line) => {
    await inFolder(files as Record<string, string | Buffer>, async (folder) => {
      for (const command of ['diagnose', 'inspect']) {
        const ran = await run([command, folder]);
        expect(ran.stderr).toMatch(line);
        expect(ran.stderr).toMatch(/^repmgr-doctor: [^\n]+\n$/);
        expect(ran.code).toBe(3);
      }
    });
  });

  it('an empty folder', async () => {
    await inFolder({}, async (folder) => {
      mkdirSync(join(folder, 'sub'));
      const ran = await run(['diagnose', folder]);
      expect(ran.stderr).toMatch(/^repmgr-doctor: no file could be read; expected [^\n]+\n$/);
      expect([ran.code, ran.stdout]).toEqual([3, '']);
    });
  });

  it('names with active characters are written out', async () => {
    await inFolder({ 'a\n\u001b[31mb.txt': '' }, async (folder) => {
      const ran = await run(['diagnose', folder]);
      expect(ran.stderr).toContain('a\\u{a}\\u{1b}[31mb.txt');
      expect(ran.stderr).not.toMatch(/\u001b|\n./);
    });
  });
});

describe('a right call', () => {
  it('writes the report to standard output and nothing to standard error', async () => {
    const ran = await run(['diagnose', STORY]);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/^# /);
  });

  it('writes files whole, in the formats of their endings, and leaves no other', async () => {
    await inFolder({}, async (folder) => {
      const ran = await run(['diagnose', STORY, '-o', join(folder, 'r.md'), '-o', join(folder, 'r.json'), '-o', join(folder, 'r.txt')]);
      expect([ran.code, ran.stdout, ran.stderr]).toEqual([0, '', '']);
      expect(readdirSync(folder).sort()).toEqual(['r.json', 'r.md', 'r.txt']);
    });
  });

  it.each([
    ['critical', 1],
    ['incomplete', 0],
  ])('--fail-on %s exits %i', async (level, code) => {
    expect((await run(['diagnose', STORY, '--fail-on', level])).code).toBe(code);
  });

  it('takes its own JSON report, in the language that it was written in', async () => {
    await inFolder({ 'x.txt': '' }, async (folder) => {
      const saved = join(folder, 'report.json');
      expect((await run(['diagnose', STORY, '--lang', 'zh-CN', '-o', saved])).code).toBe(0);
      expect((await run(['diagnose', saved, '--brief'])).stdout).toMatch(/未配置归档方式/);
      const other = await run(['postmortem', saved, '--lang', 'en']);
      expect(other.stderr).toMatch(/report\.json is written in zh-CN: give the bundle itself/);
      expect(other.code).toBe(2);
    });
  });

  it.each([
    ['diagnose', ['diagnose', '--redact', STORY]],
    ['postmortem', ['postmortem', '--redact', STORY]],
    ['compare', ['compare', '--redact', STORY, STORY]],
    ['inspect', ['inspect', '--redact', STORY]],
  ])('%s --redact names nobody, and takes what follows as its input; the key is its owner’s', async (_name, args) => {
    await inFolder({ 'x.txt': '' }, async (folder) => {
      const key = join(folder, 'key.json');
      const ran = await run([...args, '--redact-map', key]);
      expect(ran.stderr).toBe('');
      expect(ran.stdout).not.toMatch(/dbsvr0|10\.88\.|\bnode[12]\b/);
      expect(JSON.parse(readFileSync(key, 'utf8'))).toMatchObject({ 'name-1': expect.stringMatching(/^node/) });
      expect(statSync(key).mode & 0o777).toBe(0o600);
    });
  });

  it('--fail-on incomplete exits 1 where something could not be read', async () => {
    await inFolder({ 'a.png': PNG }, async (folder) => {
      expect((await run(['diagnose', STORY, folder, '--fail-on', 'incomplete'])).code).toBe(1);
    });
  });

  it('ends quietly where the reader has gone away', async () => {
    const file = await program();
    const code = await new Promise((resolve) => {
      const child = spawn('sh', [
        '-c',
        `"${process.execPath}" "${file}" diagnose ${STORY} --format json | head -c 10 > /dev/null; echo $?`,
      ]);
      let out = '';
      child.stdout.on('data', (text: Buffer) => {
        out += text.toString();
      });
      child.stderr.on('data', (text: Buffer) => {
        out += text.toString();
      });
      child.on('close', () => resolve(out.trim()));
    });
    expect(code).toBe('0');
  });

  it.runIf(existsSync('/dev/full'))('says in one line that standard output is full, and never that --fail-on was met', async () => {
    const call = spawn('sh', ['-c', '"$0" "$1" diagnose "$2" > /dev/full; echo "code $?"', process.execPath, await program(), STORY]);
    let told = '';
    for (const stream of [call.stdout, call.stderr])
      stream.on('data', (piece) => {
        told += piece;
      });
    await new Promise((resolve) => call.on('close', resolve));
    expect(told.trim().split('\n').sort()).toEqual(['code 2', 'repmgr-doctor: cannot write to standard output (ENOSPC)']);
  });

  it('needs no home and no folder that it may write to', async () => {
    const ran = await run(['diagnose', STORY, '--format', 'text'], { env: { HOME: '/nonexistent', TMPDIR: '/nonexistent' } });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(existsSync('/nonexistent')).toBe(false);
  });
});

describe('colours', () => {
  const args = ['diagnose', STORY, '--format', 'text', '--lang', 'en'];
  const coloured = (text: string): boolean => text.includes('\u001b[');

  it.each([
    ['not where it is no terminal', {}, [], false],
    ['where FORCE_COLOR asks for them', { FORCE_COLOR: '1' }, [], true],
    ['not where NO_COLOR refuses them', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['not with --no-color', { FORCE_COLOR: '1' }, ['--no-color'], false],
    ['not where FORCE_COLOR is 0', { FORCE_COLOR: '0' }, [], false],
  ])('%s', async (_name, env, more, expected) => {
    expect(coloured((await run([...args, ...more], { env: env as Record<string, string> })).stdout)).toBe(expected);
  });

  it('never in a file', async () => {
    await inFolder({}, async (folder) => {
      await run([...args, '-o', join(folder, 'r.txt')], { env: { FORCE_COLOR: '1' } });
      expect(coloured(readFileSync(join(folder, 'r.txt'), 'utf8'))).toBe(false);
    });
  });
});

describe('interrupted by Ctrl-C', () => {
  it('ends at once as a shell expects it (130), says nothing and leaves nothing', async () => {
    await inFolder({ 'ticket.md': 'x' }, async (folder) => {
      const call = 'timeout --preserve-status -s INT 1.5 "$0" "$1" diagnose - -o "$2"; echo "code $?"';
      const child = spawn('sh', ['-c', call, process.execPath, await program(), join(folder, 'out.md')]);
      let told = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (piece) => {
          told += piece;
        });
      // standard input stays open: there is more to come
      child.stdin.write(readFileSync(STORY));
      await new Promise((resolve) => child.on('exit', resolve));
      expect(told).toBe('code 130\n');
      expect(readdirSync(folder)).toEqual(['ticket.md']);
    });
  });
});
